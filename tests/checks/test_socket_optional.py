import pytest

from e2e.checks.socket_optional import socket_optional
from tests.checks.story import Story, dropped, failure, running, said, success


def silent() -> Story:
    """Completed at 6 s; the socket tells nothing, the page polls and shows nothing yet."""
    return Story().start(0).hangs(0).polls(0, 2, 4, 6).completes(6)


def failing() -> Story:
    return Story().start(0).hangs(0).polls(0, 2, 4, 6).fails(6)


def test_the_outcome_over_the_socket_passes() -> None:
    verdict = socket_optional(success().evidence(12))
    assert said(verdict) == "passed: the job completed at 6 s and was shown to have at 6 s"
    assert verdict.pieces == (
        "    6.000  job.completed          job job-1",
        "    6.000  page.navigated         /results/job-1",
    )


@pytest.mark.parametrize("at", [6, 8, 8.5])
def test_the_outcome_by_polling_within_interval_and_slack_passes(at: float) -> None:
    story = silent().poll(8, "completed", 100).fetches(8).navigates(at)
    assert socket_optional(story.evidence(12)).result == "passed"


def test_a_job_that_ended_before_the_page_knew_of_it_has_its_time_from_then_on() -> None:
    story = Story().start(0, answered=7).connect(7).completes(5).poll(9, "completed", 100).fetches(9)
    assert socket_optional(story.navigates(9.5).evidence(14)).result == "passed"


def test_a_drop_passes() -> None:
    assert socket_optional(dropped().evidence(12)).result == "passed"


def test_a_failure_in_an_alert_region_passes() -> None:
    assert said(socket_optional(failure().evidence(12))) == (
        "passed: the job failed at 6 s and was shown to have at 6 s"
    )


def test_a_failure_in_a_dialog_passes() -> None:
    story = failing().poll(8, "failed", 60).alerts(8)
    assert socket_optional(story.evidence(12)).result == "passed"


def test_an_outcome_that_is_never_shown_fails() -> None:
    verdict = socket_optional(silent().poll(8, "completed", 100).shows(8, "100").evidence(12))
    assert said(verdict) == (
        "failed: the job completed at 6 s, and that was promised to be shown by 8.5 s; it was not shown"
    )
    assert verdict.pieces[-1] == "    8.000  page.shows             /test  100%  busy"


def test_an_outcome_that_is_shown_late_fails() -> None:
    story = silent().poll(8, "completed", 100).fetches(8).navigates(9)
    assert said(socket_optional(story.evidence(12))) == (
        "failed: the job completed at 6 s, and that was promised to be shown by 8.5 s; "
        "it was shown at 9 s, on nothing that reached the page then"
    )


def test_polling_too_seldom_excuses_nothing() -> None:
    story = silent().poll(11, "completed", 100).fetches(11).navigates(11)
    assert socket_optional(story.evidence(12)).result == "failed"


def test_the_results_of_another_job_are_no_outcome() -> None:
    story = silent().poll(8, "completed", 100).fetches(8).navigates(8, "/results/job-0")
    assert socket_optional(story.evidence(12)).result == "failed"


def test_results_of_a_job_that_failed_are_no_outcome() -> None:
    assert socket_optional(failing().poll(8, "failed").navigates(8).evidence(12)).result == "failed"


def test_a_notice_before_the_end_is_no_outcome() -> None:
    story = Story().start(0).hangs(0).polls(0, 2, 4, 6).alerts(3, "The connection was lost").fails(6)
    assert socket_optional(story.poll(8, "failed").evidence(12)).result == "failed"


def test_a_notice_of_failure_is_no_outcome_of_a_job_that_completed() -> None:
    story = silent().poll(8, "completed", 100).fetches(8).alerts(8)
    assert socket_optional(story.evidence(12)).result == "failed"


def test_failing_answers_put_off_what_polling_could_know() -> None:
    story = silent().poll_fails(8).poll_fails(10).poll(12, "completed", 100).fetches(12).navigates(12)
    assert socket_optional(story.evidence(20)).result == "passed"


def test_failing_answers_put_it_off_no_further_than_the_next_interval() -> None:
    story = silent().poll_fails(8).poll(13, "completed", 100).fetches(13).navigates(13)
    assert said(socket_optional(story.evidence(20))) == (
        "failed: the job completed at 6 s, and that was promised to be shown by 10.5 s; "
        "it was shown at 13 s, on the answer to the results call at 13 s"
    )


def test_a_held_answer_that_tells_late_is_waited_for() -> None:
    story = silent().poll(8, "completed", 100, answered=13).fetches(13).navigates(13)
    assert socket_optional(story.evidence(20)).result == "passed"


def test_a_held_answer_is_no_excuse_once_another_told_it() -> None:
    story = silent().poll(7, "completed", 100, answered=13).poll(8, "completed", 100)
    assert socket_optional(story.fetches(13).navigates(13).evidence(20)).result == "failed"


def test_a_held_answer_may_tell_what_was_true_when_it_was_asked_for() -> None:
    story = Story().start(0).hangs(0).polls(0, 2).poll(4, answered=9).completes(6)
    story.poll(11, "completed", 100).fetches(11).navigates(11)
    assert socket_optional(story.evidence(20)).result == "passed"


def test_an_answer_that_never_comes_is_given_up_after_the_poll_timeout() -> None:
    story = silent().poll_hangs(8).poll(18.4, "completed", 100).fetches(18.4).navigates(18.4)
    assert socket_optional(story.evidence(30)).result == "passed"
    story = silent().poll_hangs(8).poll(22, "completed", 100).fetches(22).navigates(22)
    assert socket_optional(story.evidence(30)).result == "failed"


def test_results_that_come_late_are_waited_for() -> None:
    story = silent().poll(8, "completed", 100).fetches(8, 400).fetches(10, 400).fetches(12).navigates(12)
    assert socket_optional(story.evidence(20)).result == "passed"


def test_slow_results_are_waited_for() -> None:
    story = silent().poll(8, "completed", 100).fetches(8, answered=11).navigates(11)
    assert socket_optional(story.evidence(20)).result == "passed"


def test_results_that_never_come_may_be_told_instead() -> None:
    story = silent().poll(8, "completed", 100).fetches(8, 500).alerts(8, "The results could not be loaded")
    assert socket_optional(story.evidence(20)).result == "passed"


def test_results_already_in_sight_at_the_end_are_the_outcome() -> None:
    """That they came too soon is another check's."""
    story = Story().start(0).hangs(0).polls(0, 2).navigates(3).completes(6)
    assert socket_optional(story.evidence(12)).result == "passed"


def test_a_frame_later_is_no_later() -> None:
    story = silent().poll(8, "completed", 100).fetches(8).navigates(8.516)
    assert socket_optional(story.evidence(12)).result == "passed"


def test_a_job_without_an_end_is_not_applicable() -> None:
    assert said(socket_optional(running().evidence(12))) == (
        "not applicable: the job did not end while the page was watched"
    )


def test_a_page_left_in_mid_run_is_not_applicable() -> None:
    story = silent()
    story.left_at = 5
    assert socket_optional(story.evidence(12)).result == "not applicable"


def test_a_look_that_ends_too_soon_is_not_applicable() -> None:
    assert said(socket_optional(silent().evidence(8))) == (
        "not applicable: the job completed at 6 s; the page had time to show it, but nothing was looked at"
    )


def test_a_page_that_was_told_another_end_is_not_applicable() -> None:
    story = silent().poll(5, "failed").alerts(5)
    assert said(socket_optional(story.evidence(12))) == (
        "not applicable: the page was told an end that was not the job's"
    )


def test_each_run_is_judged() -> None:
    story = success().start(20, "job-2").polls(20, 22).completes(24).poll(24, "completed", 100)
    assert socket_optional(story.evidence(40)).result == "failed"


def test_no_run_is_not_applicable() -> None:
    assert socket_optional(Story().evidence(12)).result == "not applicable"


def test_results_that_are_not_there_yet_are_asked_for_again() -> None:
    story = silent().poll(8, "completed", 100).fetches(8, 400).alerts(8, "The results could not be loaded")
    assert socket_optional(story.evidence(20)).result == "failed"


def test_results_that_stay_away_may_be_told_instead() -> None:
    story = silent().poll(8, "completed", 100).fetches(8, 400).fetches(10, 400).alerts(10, "No results")
    assert socket_optional(story.evidence(20)).result == "passed"


def test_an_answer_that_tells_the_end_of_another_job_tells_the_page_nothing() -> None:
    """Asked again at 10 s it knows the end."""
    other = {"job_id": "job-0", "status": "completed", "progress": 100}
    story = silent().poll_fails(8, 200, other).poll(10, "completed", 100).fetches(10).navigates(10)
    assert socket_optional(story.evidence(16)).result == "passed"
