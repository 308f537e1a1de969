import pytest

from e2e.checks.outcome_once import outcome_once
from e2e.evidence import Absence, Press, Terms, Words
from tests.checks.story import JOB, Story, dropped, failure, running, said, success

FAILED = "Test failed: the cqc API is down"


def failing() -> Story:
    """Fails at 6 s; how it is shown is still to be told."""
    return running().fails(6).event(6, "failed", error="the cqc API is down").close(6)


def test_one_fetch_and_one_navigation_pass() -> None:
    assert said(outcome_once(success().evidence(12))) == (
        "passed: the end was acted on once: one fetch of the results at 6 s, one navigation to them at 6 s"
    )


def test_a_drop_passes() -> None:
    assert outcome_once(dropped().evidence(12)).result == "passed"


def test_one_notice_passes() -> None:
    assert said(outcome_once(failure().evidence(12))) == "passed: the end was acted on once: one alert at 6 s"


def test_a_second_fetch_fails() -> None:
    verdict = outcome_once(success().fetches(8).evidence(12))
    assert said(verdict) == (
        "failed: the end was promised to be acted on once; 2 times a fetch of the results came: "
        "at 6 s, on the `completed` event at 6 s; at 8 s, on nothing that reached the page then"
    )


def test_each_time_is_told_with_what_brought_it() -> None:
    story = running().completes(6).event(6, "completed").fetches(6).navigates(6)
    verdict = outcome_once(story.poll(8, "completed", 100).fetches(8).close(8).evidence(12))
    assert verdict.sentence.endswith(
        "at 6 s, on the `completed` event at 6 s; at 8 s, on the poll answer at 8 s"
    )
    assert [piece.split()[:2] for piece in verdict.pieces] == [
        ["6.000", "socket.sent"],
        ["6.000", "http.answered"],
        ["8.000", "http.answered"],
        ["8.000", "http.answered"],
    ]


def test_asking_again_after_an_answer_that_was_none_passes() -> None:
    story = running().completes(6).event(6, "completed").close(6).fetches(6, 400).fetches(8).navigates(8)
    assert outcome_once(story.evidence(12)).result == "passed"


def test_a_second_navigation_fails() -> None:
    assert said(outcome_once(success().navigates(6).evidence(12))) == (
        "failed: the end was promised to be acted on once; 2 times a navigation to them came: "
        "at 6 s, on the answer to the results call at 6 s; at 6 s, on the answer to the results call at 6 s"
    )


def test_a_second_dialog_fails() -> None:
    story = failing().alerts(6, FAILED).alerts(8, FAILED)
    assert outcome_once(story.evidence(12)).result == "failed"


def test_a_dialog_and_an_alert_on_different_news_fail() -> None:
    story = failing().alerts(6, FAILED).poll(8, "failed").shows(8, "90", runnable=True, alerts=(FAILED,))
    assert said(outcome_once(story.evidence(12))) == (
        "failed: the end was promised to be acted on once; 2 times a notice of the failure came: "
        "at 6 s, on the `failed` event at 6 s; at 8 s, on the poll answer at 8 s"
    )


@pytest.mark.parametrize("shown_at", [6, 7])
def test_a_dialog_and_an_alert_on_the_same_news_are_one_notice(shown_at: float) -> None:
    story = failing().alerts(6, FAILED).shows(shown_at, "90", runnable=True, alerts=(FAILED,))
    assert outcome_once(story.evidence(12)).result == "passed"


def test_an_alert_that_comes_again_fails() -> None:
    story = failing().shows(6, "90", runnable=True, alerts=(FAILED,)).shows(7, "90", runnable=True)
    story.shows(8, "90", runnable=True, alerts=(FAILED,))
    assert said(outcome_once(story.evidence(12))) == (
        "failed: the end was promised to be acted on once; 2 times an alert came: "
        "at 6 s, on the `failed` event at 6 s; at 8 s, on nothing that reached the page then"
    )


def test_the_same_alert_twice_at_once_fails() -> None:
    story = failing().shows(6, "90", runnable=True, alerts=(FAILED, FAILED))
    assert outcome_once(story.evidence(12)).result == "failed"


def test_an_alert_beside_an_old_one_of_the_same_words_is_one_more() -> None:
    story = failing().shows(5.5, "90", alerts=(FAILED,))
    story.shows(6, "90", runnable=True, alerts=(FAILED, FAILED))
    assert outcome_once(story.evidence(12)).result == "passed"


def test_an_alert_added_to_another_later_fails() -> None:
    story = failing().shows(6, "90", runnable=True, alerts=(FAILED,))
    story.shows(8, "90", runnable=True, alerts=(FAILED, "The job failed"))
    assert outcome_once(story.evidence(12)).result == "failed"


def test_an_alert_whose_words_change_in_their_place_passes() -> None:
    story = failing().shows(6, "90", runnable=True, alerts=("Test failed",))
    assert (
        outcome_once(story.shows(6.5, "90", runnable=True, alerts=(FAILED,)).evidence(12)).result == "passed"
    )


def test_a_heading_and_a_text_that_appear_together_are_one_notice() -> None:
    story = failing().shows(6, "90", runnable=True, alerts=("Test failed", "the cqc API is down"))
    assert outcome_once(story.evidence(12)).result == "passed"


def test_an_alert_that_stays_while_the_page_changes_passes() -> None:
    story = failure().shows(7, "0", runnable=True, alerts=(FAILED,))
    assert outcome_once(story.evidence(12)).result == "passed"


def test_notices_of_the_next_run_are_its_own() -> None:
    story = failure().start(20, "job-2").polls(20, 22).fails(23).poll(24, "failed").alerts(24)
    assert outcome_once(story.evidence(40)).result == "passed"


def test_notices_before_the_end_are_not_of_the_end() -> None:
    assert outcome_once(failure().alerts(3, "Hello").alerts(4, "World").evidence(12)).result == "passed"


def test_an_end_that_is_not_acted_on_is_not_applicable() -> None:
    assert said(outcome_once(failing().evidence(12))) == "not applicable: the end was not acted on at all"


def test_an_end_that_is_not_known_is_not_applicable() -> None:
    assert said(outcome_once(running().evidence(12))) == (
        "not applicable: the page was not told that the job had ended"
    )


def test_no_run_is_not_applicable() -> None:
    assert outcome_once(Story().evidence(12)).result == "not applicable"


def test_notices_of_a_job_that_completed_are_other_checks_business() -> None:
    assert outcome_once(success().alerts(6, "Done").alerts(7, "Really").evidence(12)).result == "passed"


def test_results_that_never_come_are_told_once() -> None:
    story = running().completes(6).event(6, "completed").close(6).fetches(6, 500).alerts(6, "No results")
    assert said(outcome_once(story.evidence(12))) == "passed: the end was acted on once: one dialog at 6 s"
    assert outcome_once(story.alerts(7, "No results").evidence(12)).result == "failed"


def test_navigations_to_elsewhere_do_not_count() -> None:
    assert outcome_once(success().navigates(8, "/").navigates(9, "/test").evidence(12)).result == "passed"


def test_alerts_before_the_end_are_not_of_the_end() -> None:
    story = failing().shows(3, "60", alerts=("Hello",)).shows(4, "60").shows(6, "90", alerts=(FAILED,))
    assert outcome_once(story.evidence(12)).result == "passed"


def test_results_that_are_reloaded_are_no_second_act() -> None:
    story = success().fetches(9).navigates(9)
    story.absences = (Absence(9, 9),)
    assert outcome_once(story.evidence(12)).result == "passed"


def test_a_second_failure_to_start_is_not_the_first_run_s_notice() -> None:
    story = failure().shows(8, "0").shows(8.1, None, runnable=True, alerts=("Could not start the test",))
    assert outcome_once(story.evidence(12)).result == "failed"
    story.again = (Press(8),)
    assert outcome_once(story.evidence(12)).result == "passed"


def test_the_address_of_results_after_a_failure_fails() -> None:
    assert said(outcome_once(failure().navigates(8).evidence(12))) == (
        "failed: one outcome was promised to be shown; the page showed results of a job that failed at 8 s"
    )


def test_a_failure_told_beside_the_results_fails() -> None:
    story = success().alerts(6, "Test failed: undefined")
    assert said(outcome_once(story.evidence(12))).startswith(
        "failed: one outcome was promised to be shown; "
        "the page told its user 'Test failed: undefined' of a job that completed at 6 s"
    )


def test_a_notice_that_counts_no_failures_is_no_failure() -> None:
    for text in (
        "Done: 6 sources, 0 failed",
        "Completed without any errors",
        "Sources: 6, failed: 0",
        "Completed: 0 of 6 failed",
        "6 passed, none failed",
        "All 6 APIs connected",
        "Results delivered: the report for Liverpool House is ready",
        "5 sources, 1 unavailable",
    ):
        assert outcome_once(success().alerts(6, text).evidence(12)).result == "passed"


def test_a_complaint_of_polling_that_was_broken_is_not_of_the_outcome() -> None:
    story = running().poll_fails(5.5).completes(6).event(6, "completed").close(6).finishes(6)
    assert outcome_once(story.alerts(7, "The server had a problem").evidence(12)).result == "passed"


def test_a_failure_that_is_told_at_the_address_of_the_results_passes() -> None:
    story = failing().navigates(6).shows(6, None, path=f"/results/{JOB}", alerts=(FAILED,))
    assert outcome_once(story.evidence(12)).result == "passed"


def test_a_failure_that_is_told_and_then_an_address_of_results_fails() -> None:
    story = failing().shows(6, "90", runnable=True, alerts=(FAILED,)).navigates(7)
    story.shows(7, None, path=f"/results/{JOB}", alerts=("No results",))
    assert outcome_once(story.evidence(12)).result == "failed"


def test_a_failed_job_that_is_told_as_a_success_fails() -> None:
    for text in (
        "Test completed successfully",
        "All checks passed",
        "Completed with no errors",
        "Completed. Errors found: 0",
    ):
        assert outcome_once(failing().alerts(6, text).evidence(12)).result == "failed", text
    for text in ("Completed, 1 source failed", "Not completed", "It never finished", FAILED):
        assert outcome_once(failing().alerts(6, text).evidence(12)).result == "passed", text


def test_a_failed_job_that_is_told_as_a_success_fails_whatever_the_channels_met() -> None:
    polling = running().poll_fails(5.5).fails(6).event(6, "failed", error="the cqc API is down").close(6)
    socket = running().reset(5.5).fails(6).poll(8, "failed", 90)
    for story, at in ((polling, 6), (socket, 8)):
        verdict = outcome_once(story.alerts(at, "Test completed successfully").evidence(14))
        assert verdict.sentence.startswith("one outcome was promised to be shown; the page told its user")
    socket = running().reset(5.5).fails(6).poll(8, "failed", 90)
    assert outcome_once(socket.alerts(8, "Reconnected successfully").evidence(14)).result == "passed"
    offline = running().offline(5, 7).fails(6).poll(8, "failed", 90)
    assert outcome_once(offline.alerts(8, "Job sent successfully").evidence(14)).result != "failed"


def test_what_a_user_is_told_in_another_language_is_configured() -> None:
    german = Terms(words=Words(notice_of_success="erfolgreich", notice_of_failure="fehlgeschlagen"))
    for story, text in (
        (failing(), "Test erfolgreich"),
        (success(), "Test fehlgeschlagen"),
    ):
        story.alerts(6, text)
        assert outcome_once(story.evidence(12)).result == "passed", text
        story.terms = german
        assert outcome_once(story.evidence(12)).result == "failed", text
    both = failing().alerts(6, "Erfolgreich, eine Quelle fehlgeschlagen")
    both.terms = german
    assert outcome_once(both.evidence(12)).result == "passed"


def test_what_is_said_of_a_network_that_is_gone_is_not_of_the_outcome() -> None:
    story = failing().shows(6, None, runnable=True, alerts=(FAILED,))
    story.shows(8, None, runnable=True, alerts=(FAILED, "There is no network"))
    assert outcome_once(story.evidence(12)).result == "failed"
    assert outcome_once(story.offline(8, 10).evidence(12)).result == "passed"


def test_a_poll_that_the_page_itself_gives_up_at_the_end_is_no_trouble_to_complain_of() -> None:
    story = running().poll_hangs(5, abandoned=6).completes(6).event(6, "completed").fetches(6).navigates(6)
    verdict = outcome_once(story.close(6).alerts(6, "Status not refreshed: aborted").evidence(12))
    assert said(verdict).startswith("failed: one outcome was promised to be shown; the page told its user")


def test_a_poll_that_the_page_gave_up_before_the_end_is() -> None:
    story = running().poll_hangs(3, abandoned=5).completes(6).event(6, "completed").fetches(6).navigates(6)
    verdict = outcome_once(story.close(6).alerts(6, "Status not refreshed: aborted").evidence(12))
    assert verdict.result == "passed"
