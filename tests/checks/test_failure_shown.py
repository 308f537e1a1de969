from dataclasses import replace

import pytest

from e2e.checks.failure_shown import failure_shown
from e2e.evidence import Absence, Dialog, Press, ResultsText
from tests.checks.story import Story, running, said, success


def refused_start(status: int = 500) -> Story:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    return story._http(0.1, "http.answered", number, "start", status=status, payload={"detail": "no"})


def sick(status: int = 503) -> Story:
    story = Story()
    number = story._request(0, "health", "/health", None)
    return story._http(0.1, "http.answered", number, "health", status=status, payload=None)


def lost() -> Story:
    """Completed at 6 s; the results answer 500."""
    return running().completes(6).event(6, "completed").close(6).fetches(6, 500)


def test_a_start_that_fails_and_is_told_passes() -> None:
    story = refused_start().shows(0.1, None, runnable=True, alerts=("The run could not start",))
    assert said(failure_shown(story.evidence(5))) == (
        "passed: each of 1 failures at 0.1 s was told, and the page was usable again"
    )


def test_a_start_that_fails_in_silence_fails() -> None:
    assert said(failure_shown(refused_start().shows(0.1, None, runnable=True).evidence(5))) == (
        "failed: the run could not start at 0.1 s, and the user was promised to be told; "
        "by 0.62 s no notice came"
    )


def gives_up_health(after: float, *again: float) -> Story:
    story = Story()
    number = story._request(0, "health", "/health", None)
    for at in again:
        story._http(at, "http.answered", story._request(at, "health", "/health", None), "health", status=200)
    story._http(after, "http.abandoned", number, "health")
    return story.shows(after, None, runnable=True, alerts=("The backend does not answer",))


def test_a_call_that_is_given_up_at_once_fails() -> None:
    assert said(failure_shown(gives_up_health(0.001).evidence(9))) == (
        "failed: an answer was promised 0.5 s at least before the page calls it a failure; "
        "it gave up the health call of 0 s at 0.001 s"
    )


def test_so_does_the_call_for_the_results() -> None:
    story = success()
    story._http(8.008, "http.abandoned", story._request(8, "results", "/results/job-1", "job-1"), "results")
    assert said(failure_shown(story.evidence(9))) == (
        "failed: an answer was promised 0.5 s at least before the page calls it a failure; "
        "it gave up the results call of 8 s at 8.008 s"
    )


@pytest.mark.parametrize("after, again", [(1, ()), (0.1, (0.1,)), (0.1, (0.11,))])
def test_a_call_that_had_its_time_or_is_made_anew_passes(after: float, again: tuple[float, ...]) -> None:
    assert "0.5 s at least" not in said(failure_shown(gives_up_health(after, *again).evidence(9)))


def test_a_call_that_its_user_or_the_network_ended_is_not_given_up() -> None:
    left = gives_up_health(0.1)
    left.absences = (Absence(0.1),)
    for story in (left, gives_up_health(0.1).offline(0.05, 5)):
        assert "0.5 s at least" not in said(failure_shown(story.evidence(9)))


NO_REASONS = [
    "Error: undefined",
    "Could not start: [object Object]",
    "Could not start: null.",
    "undefined",
    "Starten mislukt: undefined. Probeer het later opnieuw.",
    "Start gescheitert (undefined). Bitte erneut versuchen.",
    "Start gescheitert: null, bitte erneut versuchen",
    "Could not start: {reason}",
    "Could not start: {{ error.message }}. Try again.",
    "Could not start: ${reason}",
    "Start gescheitert: {größe}",
    "errors.startFailed",
    "Runner\n⚠ run.start-error Try again",
    "Could not start: errors.startFailed.",
]


@pytest.mark.parametrize("text", NO_REASONS)
def test_a_start_that_fails_for_no_reason_fails(text: str) -> None:
    story = refused_start().shows(0.1, None, runnable=True, alerts=(text,))
    assert said(failure_shown(story.evidence(5))) == (
        "failed: the run could not start at 0.1 s, and the user was promised to be told; "
        f"at 0.1 s the page told its user {text!r}"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Could not start",
        "Could not start: Cannot read properties of undefined (reading 'job_id')",
        'Could not start: can\'t access property "job_id", body is undefined',
        'Could not start: "undefined" is not valid JSON',
        "Could not start: null-pointer exception, null/undefined given",
        'Could not start: {"detail": {}} came',
        "Could not start: Invalid input: expected string, received undefined\n  → at job_id",
        "Could not start: Expected a string, but received: undefined",
        "Could not start: job_id must be a `string` type, but the final value was: `undefined`.",
        "Could not start: job_id must be a string (was undefined)",
        "Could not start: job_id must not be null, nor empty",
        "Could not start: /api/test-status/{job_id} is gone",
        "body.error is null",
        "error.log could not be written",
        "failover.example.com",
        "job.failed event was received",
        "job.fail (main.js:3): no such job",
        "Error.\nFailed to start: see run.example",
    ],
)
def test_a_start_that_fails_for_a_strange_reason_passes(text: str) -> None:
    story = refused_start().shows(0.1, None, runnable=True, alerts=(text,))
    assert failure_shown(story.evidence(5)).result == "passed"


def test_a_reason_that_the_backend_gave_so_passes() -> None:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(0.1, "http.answered", number, "start", status=500, payload={"detail": None})
    story.shows(0.1, None, runnable=True, alerts=("Could not start: null",))
    assert failure_shown(story.evidence(5)).result == "passed"


def test_a_page_that_stays_busy_fails() -> None:
    assert said(failure_shown(refused_start().shows(0, None).alerts(0.2, "No").evidence(5))) == (
        "failed: the run could not start at 0.1 s, and the page was promised to be usable again; "
        "by 0.62 s it was not"
    )


def test_a_start_that_brings_no_job_fails_to_start() -> None:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(0, "http.answered", number, "start", status=200, payload="<html>")
    assert failure_shown(story.shows(0, None, runnable=True).evidence(5)).result == "failed"


def test_a_sick_backend_that_is_told_passes() -> None:
    assert (
        failure_shown(sick().shows(0, None, runnable=True).alerts(0.1, "No").evidence(5)).result == "passed"
    )


def test_a_sick_backend_that_is_not_told_fails() -> None:
    assert failure_shown(sick().shows(0, None, runnable=True).evidence(5)).result == "failed"


def test_a_backend_that_does_not_answer_is_told_after_three_seconds() -> None:
    story = Story()
    story._request(0, "health", "/health", None)
    story.shows(0, None).shows(3, None, runnable=True)
    assert failure_shown(story.evidence(5)).result == "failed"
    assert failure_shown(story.alerts(3, "No").evidence(5)).result == "passed"


def test_4xx_of_health_may_be_read_either_way() -> None:
    assert failure_shown(sick(404).shows(0, None, runnable=True).evidence(5)).result == "not applicable"


def test_health_that_is_asked_for_later_begins_no_run() -> None:
    story = success()
    number = story._request(4, "health", "/health", None)
    story._http(4, "http.answered", number, "health", status=503)
    assert failure_shown(story.evidence(12)).result == "not applicable"


def test_results_that_never_come_and_are_told_pass() -> None:
    story = lost().shows(6, "90", runnable=True, alerts=("The results could not be loaded",))
    assert failure_shown(story.evidence(12)).result == "passed"


def test_results_that_never_come_may_be_told_on_their_own_page() -> None:
    story = lost().navigates(6).alerts(6, "The results could not be loaded")
    assert failure_shown(story.evidence(12)).result == "passed"


def reloaded(before: str, after: str) -> Story:
    """Completed at 6 s, reloaded at 10 s, read a second later."""
    story = running().completes(6).event(6, "completed", results={"cqc": ["Outstanding"]}).finishes(6)
    story.absences = (Absence(10, 10),)
    story.results = [ResultsText(6, before), ResultsText(11, after)]
    return story


def test_a_start_call_that_went_with_its_document_is_no_failure_to_tell() -> None:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(1.5, "http.abandoned", number, "start")
    assert failure_shown(story.evidence(6)).result == "failed"
    story.absences = (Absence(1.5, 1.5),)
    assert failure_shown(story.evidence(6)).result == "not applicable"
    story.absences = (Absence(4, 4),)
    assert failure_shown(story.evidence(6)).result == "failed"


def test_results_that_are_long_in_coming_after_a_reload_pass() -> None:
    slow = reloaded("Outstanding", "Loading").fetches(10, answered=14)
    slow.shows(10, None, path="/results/job-1")
    slow.results.append(ResultsText(14.1, "Outstanding"))
    assert failure_shown(slow.evidence(20)).result == "not applicable"
    never = reloaded("Outstanding", "Loading").fetches(10, answered=14).shows(10, None, path="/results/job-1")
    assert "by 14.5 s no notice came" in said(failure_shown(never.evidence(20)))


def test_results_that_cannot_be_asked_for_after_a_reload_are_due_later() -> None:
    story = reloaded("Outstanding", "Loading").offline(10.1, 20).shows(10, None, path="/results/job-1")
    story.results.append(ResultsText(20.1, "Outstanding"))
    assert failure_shown(story.evidence(30)).result == "not applicable"


def test_results_that_a_reload_takes_away_fail() -> None:
    story = reloaded("Findings: Outstanding", "Findings: none")
    assert said(failure_shown(story.evidence(16))) == (
        "failed: what the job had found was lost as the page was reloaded at 10 s, and the user was promised "
        "to be told; by 13 s no notice came"
    )
    told = story.shows(10, None, path="/results/job-1", alerts=("The results could not be loaded",))
    assert failure_shown(told.evidence(16)).result == "passed"


def test_results_that_can_be_read_after_a_reload_pass() -> None:
    for before, after in (("Outstanding", "All: Outstanding"), ("4 sources", "4 sources of 5")):
        assert failure_shown(reloaded(before, after).evidence(16)).result == "not applicable"


def test_a_word_that_stands_there_by_chance_is_no_result() -> None:
    for before in ("All is done: Good", "Outstandingly quick"):
        assert failure_shown(reloaded(before, "Findings").evidence(16)).result == "not applicable", before


def test_a_page_that_leads_away_from_its_results_when_it_is_reloaded_lost_none() -> None:
    story = reloaded("Outstanding", "none").shows(10, None, runnable=True)
    assert failure_shown(story.evidence(16)).result == "not applicable"


def test_results_that_never_come_and_are_not_told_fail() -> None:
    assert said(failure_shown(lost().navigates(6).evidence(12))) == (
        "failed: the results could not be loaded at 6 s, and the user was promised to be told; "
        "by 8.5 s no notice came"
    )


def test_a_page_that_hangs_for_results_that_never_come_fails() -> None:
    assert failure_shown(lost().alerts(6, "No results").evidence(12)).result == "failed"


def test_results_that_came_in_the_end_are_not_applicable() -> None:
    assert failure_shown(lost().fetches(8).navigates(8).evidence(12)).result == "not applicable"


def test_a_run_that_succeeds_is_not_applicable() -> None:
    assert said(failure_shown(success().evidence(12))) == (
        "not applicable: every run could start, and its results could be loaded"
    )


def test_a_page_that_was_left_meanwhile_is_not_applicable() -> None:
    story = refused_start()
    story.left_at = 0.3
    assert failure_shown(story.evidence(5)).result == "not applicable"


def health(at: float | None, status: int | None, asked: float = 0) -> Story:
    """A health call answered then; None is never, and no status a reset."""
    story = Story()
    number = story._request(asked, "health", "/health", None)
    if at is not None:
        kind = "http.reset" if status is None else "http.answered"
        story._http(at, kind, number, "health", status=status)
    return story.shows(asked, None, runnable=True)


def test_a_page_may_ask_again_before_it_tells() -> None:
    story = health(0.1, 503)
    for asked in (0.8, 1.5):
        number = story._request(asked, "health", "/health", None)
        story._http(asked, "http.answered", number, "health", status=503)
    assert failure_shown(story.alerts(1.5, "No").evidence(9)).result == "passed"


def test_a_page_that_asks_again_for_ever_fails() -> None:
    story = health(0.1, 503)
    for asked in (2, 4, 6, 8):
        number = story._request(asked, "health", "/health", None)
        story._http(asked, "http.answered", number, "health", status=503)
    assert said(failure_shown(story.evidence(9))) == (
        "failed: the backend was not available at 0 s, and the user was promised to be told; "
        "by 2.52 s no notice came"
    )


def test_what_is_asked_at_the_next_press_does_not_make_up_for_it() -> None:
    story = health(0.1, 503)
    number = story._request(2, "health", "/health", None)
    story._http(2, "http.answered", number, "health", status=200)
    evidence = replace(story.start(2).evidence(9), again=(Press(2),))
    assert failure_shown(evidence).result == "failed"


def test_a_health_call_that_is_reset_is_told() -> None:
    assert failure_shown(health(0.1, None).evidence(9)).result == "failed"


def test_a_health_call_answered_too_late_is_told_when_the_page_gives_up() -> None:
    assert failure_shown(health(6, 200).alerts(3, "No").evidence(9)).result == "passed"
    assert failure_shown(health(6, 200).alerts(6, "No").evidence(9)).result == "failed"


def test_a_health_call_answered_in_time_is_none_to_tell() -> None:
    assert failure_shown(health(2, 200).evidence(9)).result == "not applicable"


def test_a_page_that_starts_a_run_in_spite_of_it_has_a_run() -> None:
    assert failure_shown(health(0.1, 503).start(0.2).evidence(9)).result == "not applicable"
    assert failure_shown(health(0.1, 503).start(5).evidence(9)).result == "failed"


def test_a_run_started_before_is_no_answer_to_it() -> None:
    story = health(4.1, 503, asked=4)
    evidence = replace(story.start(0, job="job-0").evidence(9), started_at=4.0)
    assert failure_shown(evidence).result == "failed"


def test_a_job_id_that_is_none_starts_nothing() -> None:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(0, "http.answered", number, "start", status=200, payload={"job_id": None})
    assert failure_shown(story.shows(0, None, runnable=True).evidence(5)).result == "failed"


def given_up_start(at: float = 3) -> Story:
    """A start call that is never answered, until the page has enough of it."""
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    return story._http(at, "http.abandoned", number, "start")


def test_a_start_that_is_still_out_is_not_applicable() -> None:
    story = Story()
    story._request(0, "start", "/api/test/comprehensive", None)
    assert failure_shown(story.evidence(9)).result == "not applicable"


def test_a_start_that_was_given_up_is_told() -> None:
    story = given_up_start().shows(3, None, runnable=True)
    assert said(failure_shown(story.evidence(9))) == (
        "failed: the run could not start at 3 s, and the user was promised to be told; "
        "by 3.52 s no notice came"
    )
    assert failure_shown(story.alerts(3, "No answer").evidence(9)).result == "passed"


def test_a_page_that_is_left_with_its_start_out_is_not_applicable() -> None:
    story = given_up_start()
    story.left_at = 3
    assert failure_shown(story.evidence(9)).result == "not applicable"


def test_a_start_that_was_given_up_and_asked_again_is_still_out() -> None:
    story = given_up_start()
    story._request(3, "start", "/api/test/comprehensive", None)
    assert failure_shown(story.evidence(9)).result == "not applicable"


def test_a_start_that_was_refused_and_asked_again_by_the_page_itself_did_start() -> None:
    assert failure_shown(refused_start().start(2.5).evidence(5)).result == "not applicable"
    assert failure_shown(refused_start().start(2.7).evidence(5)).result == "failed"


def test_a_start_that_its_user_asked_for_again_was_refused_before() -> None:
    story = refused_start().start(2)
    story.again = (Press(2),)
    assert failure_shown(story.evidence(5)).result == "failed"


@pytest.mark.parametrize("told_by", ["alert", "dialog"])
def test_what_told_the_first_refusal_tells_all_that_the_page_tried(told_by: str) -> None:
    story, alerts = refused_every_2_s(2), ("Could not start, trying again",)
    if told_by == "dialog":
        story.alerts(0, *alerts).shows(2, None, runnable=True)
    else:
        story.shows(0, None, busy=True, alerts=alerts).shows(2, None, runnable=True, alerts=alerts)
    assert failure_shown(story.evidence(8)).result == "passed"
    gone = refused_every_2_s(2).shows(0, None, busy=True, alerts=alerts).shows(2, None, runnable=True)
    assert failure_shown(gone.evidence(8)).result == "failed"


def test_a_page_may_give_up_as_often_as_it_likes_before_it_tells() -> None:
    story = Story()
    for at in (0, 10, 20):
        number = story._request(at, "start", "/api/test/comprehensive", None)
        story._http(at + 10, "http.abandoned", number, "start")
    story.shows(30, None, runnable=True, alerts=("No answer",))
    assert failure_shown(story.evidence(40)).result == "passed"


def refused_every_2_s(times: int) -> Story:
    story = Story()
    for at in range(0, 2 * times, 2):
        number = story._request(at, "start", "/api/test/comprehensive", None)
        story._http(at, "http.answered", number, "start", status=500, payload="no")
    return story


def test_a_page_that_asks_again_for_too_long_has_to_tell() -> None:
    assert said(failure_shown(refused_every_2_s(3).evidence(9))).startswith(
        "failed: the run could not start at 4 s, "
    )
    assert failure_shown(refused_every_2_s(3).start(6).evidence(9)).result == "not applicable"
    assert said(failure_shown(refused_every_2_s(9).start(18).evidence(20))).startswith(
        "failed: the run could not start at 10 s, "
    )


def test_a_notice_from_before_tells_nothing() -> None:
    story = refused_start().shows(0, None, runnable=True)
    evidence = replace(story.evidence(5), dialogs=(Dialog(-3.0, "Welcome"),))
    assert failure_shown(evidence).result == "failed"


def test_a_look_that_ends_too_soon_is_not_applicable() -> None:
    assert failure_shown(refused_start().evidence(0.3)).result == "not applicable"
    assert failure_shown(lost().evidence(7)).result == "not applicable"


def test_a_page_left_long_after_was_there_to_tell() -> None:
    story = refused_start().shows(0.1, None, runnable=True)
    story.left_at = 3
    assert failure_shown(story.evidence(5)).result == "failed"


def test_results_that_are_still_out_are_not_applicable() -> None:
    story = lost()
    number = story._request(8, "results", "/api/test/results/job-1", "job-1")
    assert failure_shown(story.evidence(20)).result == "not applicable"
    story._http(12, "http.abandoned", number, "results")
    assert failure_shown(story.evidence(20)).result == "not applicable"


def test_a_run_that_cannot_start_does_not_end_on_a_results_page() -> None:
    story = refused_start().alerts(0.1, "No").shows(0.1, None, path="/results/job-0", busy=False)
    assert failure_shown(story.evidence(5)).result == "failed"


def test_a_page_that_was_never_seen_is_not_usable() -> None:
    assert failure_shown(refused_start().alerts(0.1, "No").evidence(5)).result == "failed"


def pressed_again(at: float, hindrance: str | None = None) -> Story:
    story = refused_start().shows(0.1, None, runnable=True, alerts=("The run could not start",))
    story.again = (Press(at, hindrance),)
    return story


def down_again(*alerts: str) -> Story:
    """The health call of 3 s failed as the first, that of 0 s; with what is shown then."""
    story = sick().shows(0.1, None, runnable=True, alerts=("The backend is down",))
    story.again = (Press(3),)
    number = story._request(3, "health", "/health", None)
    story._http(3, "http.answered", number, "health", status=503, payload=None)
    return story.shows(3, None, runnable=True, alerts=alerts)


def test_a_second_failure_may_be_told_by_the_alert_that_told_the_first() -> None:
    assert said(failure_shown(down_again("The backend is down").evidence(9))) == (
        "passed: each of 2 failures from 0 s to 3 s was told, and the page was usable again"
    )


def test_an_alert_that_told_no_failure_tells_no_second_one() -> None:
    story = down_again("Do not close this tab")
    story.shows(1, None, runnable=True, alerts=("Do not close this tab",))
    assert failure_shown(story.evidence(9)).result == "failed"


def test_a_second_failure_that_nothing_tells_fails() -> None:
    assert failure_shown(down_again().evidence(9)).result == "failed"


def test_a_button_that_does_nothing_after_a_refused_start_fails() -> None:
    assert said(failure_shown(pressed_again(3).evidence(5))) == (
        "failed: the run could not start at 0.1 s, and the page was promised to be usable again; "
        "Run was pressed at 3 s, and the page asked for nothing"
    )


def test_a_button_that_is_dead_after_a_refused_start_fails() -> None:
    assert failure_shown(pressed_again(3, "it is disabled").evidence(5)).result == "failed"


def test_a_second_start_passes() -> None:
    assert failure_shown(pressed_again(3).start(3).evidence(5)).result == "passed"


def test_a_press_before_the_failure_had_to_be_told_says_nothing_of_it() -> None:
    assert failure_shown(pressed_again(0.3).evidence(5)).result == "passed"


def test_a_page_that_tries_again_by_itself_is_busy_for_a_reason() -> None:
    story = pressed_again(3, "it is disabled").start(2.1)
    assert failure_shown(story.evidence(5)).result == "not applicable"


def test_a_complaint_that_stood_there_before_tells_a_start_that_fails() -> None:
    for text, result in (("The backend is unavailable", "passed"), ("Beta", "failed")):
        story = sick().shows(0, None, runnable=True, alerts=(text,))
        assert failure_shown(replace(story.evidence(9), standing=(text,))).result == result, text


def test_a_failed_start_that_is_gone_before_it_is_read_fails() -> None:
    story = refused_start().shows(0.1, None, runnable=True, alerts=("No",)).shows(1, None, runnable=True)
    assert said(failure_shown(story.evidence(5))) == (
        "failed: the run could not start at 0.1 s, and the user was promised to be told; "
        "the notice that came at 0.1 s did not stand for 2 s"
    )
    story.hidden(0.05, 1)
    assert said(failure_shown(story.evidence(5))).endswith(
        "the notice that came at 0.1 s did not stand for 2 s in sight: the page was hidden until 1 s"
    )
    story.again = (Press(0.9),)
    assert "did not stand" not in said(failure_shown(story.evidence(5)))
