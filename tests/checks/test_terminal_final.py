from e2e.checks.terminal_final import terminal_final
from tests.checks.story import Story, failure, running, said, success

FAILED = "Test failed: the cqc API is down"


def open_still() -> Story:
    """Completed and shown at 6 s; the socket stays open."""
    return running().completes(6).event(6, "completed").fetches(6).navigates(6)


def failed() -> Story:
    """The same with a failure."""
    story = running().fails(6).event(6, "failed", error="the cqc API is down")
    return story.shows(6, "90", runnable=True, alerts=(FAILED,))


def test_a_late_event_that_changes_nothing_passes() -> None:
    story = open_still().event(8, "progress", progress=90)
    assert said(terminal_final(story.evidence(12))) == (
        "passed: 1 messages and answers after 6 s changed nothing"
    )


def test_a_late_answer_that_changes_nothing_passes() -> None:
    assert terminal_final(success().poll(5.5, progress=90, answered=8).evidence(12)).result == "passed"


def test_progress_set_back_by_a_late_event_fails() -> None:
    verdict = terminal_final(
        failed()
        .event(8, "progress", progress=40)
        .shows(8, "40", runnable=True, alerts=(FAILED,))
        .evidence(12)
    )
    assert said(verdict) == (
        "failed: what was shown at 6 s was promised to stay; it changed at 8 s, "
        "on the `progress` event at 8 s"
    )


def test_another_outcome_by_a_late_answer_fails() -> None:
    story = failed().poll(8, "completed", 100).navigates(8)
    assert terminal_final(story.evidence(12)).result == "failed"


def test_another_notice_by_a_late_event_fails() -> None:
    story = failed().event(8, "failed", error="again")
    story.shows(8, "90", runnable=True, alerts=(FAILED, "Test failed: again"))
    assert terminal_final(story.evidence(12)).result == "failed"


def test_a_run_taken_up_again_by_a_late_event_fails() -> None:
    story = failed().event(8, "progress", progress=90).shows(8, "90", alerts=(FAILED,))
    assert terminal_final(story.evidence(12)).result == "failed"


def test_a_notice_that_was_put_away_passes() -> None:
    story = failed().event(8, "progress", progress=90).shows(8, "90", runnable=True)
    assert terminal_final(story.evidence(12)).result == "passed"


def test_results_that_arrive_late_belong_to_the_outcome() -> None:
    story = running().completes(6).event(6, "completed").close(6).navigates(6).fetches(6, answered=8)
    story.shows(8, "100", path="/results/job-1", busy=False)
    assert terminal_final(story.evidence(12)).result == "not applicable"


def test_a_message_the_page_never_read_is_none() -> None:
    assert terminal_final(success().event(8, "progress", progress=40).evidence(12)).result == "not applicable"


def test_nothing_late_is_not_applicable() -> None:
    assert said(terminal_final(failure().evidence(12))) == (
        "not applicable: nothing arrived once the outcome was shown at 6 s"
    )


def test_an_outcome_that_was_not_shown_is_not_applicable() -> None:
    assert terminal_final(running().evidence(12)).result == "not applicable"


def test_a_step_set_back_by_a_late_event_fails() -> None:
    story = failed().event(8, "progress", progress=90)
    story.shows(8, "90", runnable=True, alerts=(FAILED,), step="cqc")
    assert terminal_final(story.evidence(12)).result == "failed"


def test_results_that_are_drawn_meanwhile_are_not_laid_to_a_late_event() -> None:
    story = running().completes(6).event(6, "completed").navigates(6).fetches(6, answered=8.2)
    story.event(8, "progress", progress=90).shows(8.2, "100", path="/results/job-1", busy=False)
    assert terminal_final(story.evidence(12)).result == "not applicable"


def test_a_page_that_was_busy_all_along_was_not_changed() -> None:
    story = running().fails(6).event(6, "failed", error="no").alerts(6, FAILED).poll_hangs(5.5)
    assert terminal_final(story.event(8, "progress", progress=90).evidence(12)).result == "passed"


def test_the_next_run_is_no_change_of_the_old_one() -> None:
    story = failed().event(8, "progress", progress=90).start(8.3, "job-2")
    assert terminal_final(story.evidence(12)).result == "passed"


def test_a_page_that_was_told_another_end_first_is_not_applicable() -> None:
    story = running().event(5.5, "completed").fails(6).event(6, "failed", error="no").alerts(6, FAILED)
    story.event(8, "progress", progress=40).shows(8, "40")
    assert terminal_final(story.evidence(12)).result == "not applicable"


def test_a_dialog_over_the_results_by_a_late_event_fails() -> None:
    story = open_still().event(6.4, "failed", error="no").alerts(6.4, "Test failed: no")
    assert said(terminal_final(story.evidence(12))) == (
        "failed: what was shown at 6 s was promised to stay; a dialog came at 6.4 s, "
        "on the `failed` event at 6.4 s"
    )


def test_a_dialog_of_the_page_s_own_timers_is_not_laid_to_a_late_event() -> None:
    story = open_still().event(6.4, "progress", progress=90).alerts(6.6, "How did you like it?")
    assert terminal_final(story.evidence(12)).result == "passed"


def test_results_asked_for_by_a_late_event_do_not_belong_to_a_failure() -> None:
    story = failed().event(6.4, "completed").fetches(6.4).navigates(6.4)
    assert said(terminal_final(story.evidence(12))) == (
        "failed: what was shown at 6 s was promised to stay; it changed at 6.4 s, "
        "on the answer to the results call at 6.4 s"
    )


def test_results_of_a_failed_job_that_were_asked_for_at_once_belong_to_the_failure() -> None:
    story = failed().fetches(6, answered=8.2).event(8, "progress", progress=90)
    story.shows(8.2, "100", runnable=True, alerts=(FAILED,))
    assert terminal_final(story.evidence(12)).result == "not applicable"
