from collections.abc import Callable

import pytest

from e2e.checks.run_independent import run_independent
from e2e.evidence import Navigation
from tests.checks.story import URL, Story, dropped, said, success


def refused() -> Story:
    """Refused at once, polled to the end at 6 s; what the page shows then is still to be told."""
    story = Story().start(0).refused(0).polls(0, 2, 4, 6, progress=20).shows(2, "20")
    return story.completes(6).poll(8, "completed", 100)


def finished(story: Story) -> Story:
    return story.fetches(8).navigates(8)


def test_a_drop_that_nobody_notices_passes() -> None:
    assert said(run_independent(dropped().evidence(12))) == (
        "passed: the run went on as if nothing had happened to the socket at 2.5 s"
    )


def test_a_refusal_that_nobody_notices_passes() -> None:
    assert run_independent(finished(refused()).evidence(12)).result == "passed"


def test_a_dialog_about_it_fails() -> None:
    verdict = run_independent(finished(refused()).alerts(0, "WebSocket connection failed").evidence(12))
    assert said(verdict) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; "
        "the page told its user 'WebSocket connection failed' in mid-run at 0 s, "
        "on the refused handshake at 0 s"
    )
    assert verdict.pieces[-1] == "    0.000  page.dialog            WebSocket connection failed"


def test_an_alert_region_about_it_fails() -> None:
    story = finished(refused()).shows(3, "20", alerts=("Live updates are off",))
    assert run_independent(story.evidence(12)).result == "failed"


def test_an_empty_alert_region_is_no_notice() -> None:
    story = finished(refused()).shows(3, "20", alerts=())
    assert run_independent(story.evidence(12)).result == "passed"


def test_a_run_that_ends_with_its_socket_fails() -> None:
    """The bug: an error of the socket sets the page back."""
    verdict = run_independent(refused().shows(2.5, "20", runnable=True).evidence(12))
    assert said(verdict) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; "
        "the page no longer showed the run as running at 2.5 s"
    )


def test_an_error_screen_instead_of_the_run_fails() -> None:
    story = finished(refused()).shows(2.5, None, busy=False)
    assert run_independent(story.evidence(12)).result == "failed"


def test_a_page_that_goes_away_in_mid_run_fails() -> None:
    verdict = run_independent(refused().navigates(3, "/oops").evidence(12))
    assert said(verdict) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; "
        "the page went to /oops in mid-run at 3 s"
    )


def test_results_in_mid_run_fail() -> None:
    assert run_independent(refused().navigates(3).evidence(12)).result == "failed"


def test_an_outcome_that_is_never_shown_fails() -> None:
    verdict = run_independent(refused().evidence(12))
    assert said(verdict) == (
        "failed: socket trouble at 0 s was promised not to end the run; its outcome was never shown"
    )


def test_a_completed_job_told_as_a_failure_fails() -> None:
    story = finished(refused()).alerts(8, "Test failed: WebSocket closed")
    assert said(run_independent(story.evidence(12))) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; the page told its user "
        "'Test failed: WebSocket closed' of a job that completed at 8 s, "
        "right after the answer to the results call at 8 s"
    )


def test_a_failed_job_told_as_a_success_fails() -> None:
    story = Story().start(0).refused(0).polls(0, 2, 4).fails(5).poll(6, "failed").alerts(6).navigates(6)
    assert said(run_independent(story.evidence(12))) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; "
        "the page showed results of a job that failed at 6 s, right after the poll answer at 6 s"
    )


def test_a_failed_job_told_as_such_passes() -> None:
    story = Story().start(0).refused(0).polls(0, 2, 4).fails(5).poll(6, "failed").alerts(6)
    story.shows(6, "20", runnable=True)
    assert run_independent(story.evidence(12)).result == "passed"


def test_a_notice_of_success_at_the_end_passes() -> None:
    assert run_independent(finished(refused()).alerts(8, "Test completed!").evidence(12)).result == "passed"


def test_a_notice_that_the_run_began_passes() -> None:
    assert (
        run_independent(finished(refused()).alerts(0, "Your test is running").evidence(12)).result == "passed"
    )


def test_a_notice_that_results_cannot_be_loaded_passes() -> None:
    story = refused().fetches(8, 500).alerts(8, "Error: the results could not be loaded")
    assert run_independent(story.evidence(20)).result == "passed"


def test_a_notice_about_polling_is_not_laid_to_the_socket() -> None:
    story = Story().start(0).refused(0).polls(0, 2).poll_fails(4).alerts(4, "Polling error: 500")
    story.completes(5).poll(6, "completed", 100).fetches(6).navigates(6)
    assert run_independent(story.evidence(12)).result == "passed"


def test_a_notice_about_the_socket_is_laid_to_it_though_polling_failed_too() -> None:
    story = Story().start(0).connect(0).polls(0).poll_fails(2).reset(3).alerts(3, "Connection lost")
    assert run_independent(story.completes(4).evidence(12)).result == "failed"


def test_what_a_foreign_event_does_is_not_laid_to_the_socket() -> None:
    story = Story().start(0).connect(0).reset(0.1).connect(1).polls(0, 2)
    story.event(3, "failed", job="job-0", error="no").alerts(3, "Test failed: no").polls(4)
    assert run_independent(story.evidence(5)).result == "passed"


def test_a_flash_that_nobody_can_see_passes() -> None:
    story = finished(refused()).shows(2.5, "20", runnable=True).shows(2.5, "20")
    assert run_independent(story.evidence(12)).result == "passed"


def test_trouble_before_the_harm_is_needed() -> None:
    """An alert before any trouble is not of the socket's making."""
    story = Story().start(0).connect(0).polls(0, 2, 4).alerts(1, "Hello").reset(3)
    assert run_independent(story.evidence(5)).result == "passed"


@pytest.mark.parametrize(
    "trouble",
    [
        lambda: Story().start(0).hangs(0),
        lambda: Story().start(0).connect(0).cut(1),
        lambda: Story().start(0).connect(0).closed_by_backend(1),
        lambda: Story().start(0).connect(0).withholds(1),
        lambda: Story().start(0).connect(0).message(1, "{broken"),
        lambda: Story().start(0).asks(0, threw="SecurityError"),
        lambda: Story().start(0).asks(0, error_at=0.0, closed_at=0.0, code=1006),
    ],
    ids=["hang", "cut", "close", "silence", "garbage", "throw", "nobody there"],
)
def test_trouble_is_whatever_may_make_a_page_doubt_its_socket(trouble: Callable[[], Story]) -> None:
    story = trouble().polls(0, 2, 4)
    assert run_independent(story.evidence(5)).result == "passed"
    assert run_independent(story.shows(2, "0", runnable=True).evidence(5)).result == "failed"


def test_a_run_left_in_mid_run_is_judged_until_then() -> None:
    story = Story(left_at=3).start(0).refused(0).polls(0, 2).navigates(3, "/")
    assert run_independent(story.evidence(12)).result == "passed"


def test_a_socket_without_trouble_is_not_applicable() -> None:
    assert said(run_independent(success().evidence(12))) == "not applicable: the socket met no trouble"


def test_trouble_after_the_end_is_not_applicable() -> None:
    assert run_independent(success().connect(8).reset(9).evidence(12)).result == "not applicable"


def test_no_run_is_not_applicable() -> None:
    assert run_independent(Story().evidence(12)).result == "not applicable"


def test_a_notice_in_any_words_fails_in_mid_run() -> None:
    assert run_independent(finished(refused()).alerts(3, "Attenzione!").evidence(12)).result == "failed"


def test_a_page_that_goes_away_at_once_fails() -> None:
    assert run_independent(refused().navigates(0, "/oops").evidence(12)).result == "failed"


def test_a_run_that_ends_at_the_next_poll_is_laid_to_the_socket() -> None:
    story = Story().start(0).connect(0).reset(1).polls(0, 2, 4).shows(4, "0", runnable=True)
    assert run_independent(story.evidence(5)).result == "failed"


def polled_in_trouble(*fails: float, reset: float) -> Story:
    story = Story().start(0).connect(0).reset(reset).polls(0)
    for at in fails:
        story.poll_fails(at)
    return story.polls(8)


@pytest.mark.parametrize(
    "fails, reset, ended, result",
    [
        ((2, 4), 5, 5, "failed"),
        ((2, 4), 5, 5.4, "failed"),
        ((2, 4), 5, 6.5, "passed"),
        ((2, 6), 5, 6.2, "passed"),
        ((2, 6), 5, 5.2, "failed"),
        ((4, 2), 3, 4.1, "passed"),
    ],
)
def test_of_two_troubles_the_last_one_before_is_to_blame(
    fails: tuple[float, ...], reset: float, ended: float, result: str
) -> None:
    story = polled_in_trouble(*fails, reset=reset).shows(ended, "0", runnable=True)
    assert run_independent(story.evidence(9)).result == result


@pytest.mark.parametrize("told, result", [(1, "failed"), (3, "failed"), (4, "passed"), (4.6, "failed")])
def test_a_lost_connection_is_the_socket_s_but_where_polling_has_just_met_trouble(
    told: float, result: str
) -> None:
    story = polled_in_trouble(2, 4, reset=1).alerts(told, "Connection lost")
    assert run_independent(story.evidence(9)).result == result


def test_a_page_that_was_told_another_end_is_not_blamed_for_it() -> None:
    story = Story().start(0).connect(0).message(1, "{").polls(0, 2, 4).event(5, "failed", error="no")
    story.alerts(5, "Test failed: no").completes(6)
    assert run_independent(story.evidence(12)).result == "passed"


def test_an_outcome_that_is_not_due_yet_may_be_missing() -> None:
    assert run_independent(refused().evidence(8)).result == "passed"


def test_a_notice_while_the_results_could_not_be_had_passes() -> None:
    story = refused().fetches(8, 500).alerts(8, "Error: no results yet").fetches(10).navigates(10)
    assert run_independent(story.evidence(20)).result == "passed"


def test_the_trouble_that_is_shown_is_the_last_before_the_harm() -> None:
    story = Story().start(0).connect(0).reset(1).connect(2).reset(3).connect(4).reset(6).polls(0, 2, 4)
    verdict = run_independent(story.shows(3.5, "0", runnable=True).evidence(5))
    assert verdict.pieces[0] == f"    2.000  page.socket            {URL}  {LIFE}"


LIFE = "opened at 2 s  closed 1006 at 3 s"


def test_a_run_that_ends_in_its_first_instant_fails() -> None:
    story = Story().shows(0, None, runnable=True).start(0).refused(0).shows(0, "0", runnable=True)
    assert said(run_independent(story.evidence(2))) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; "
        "the page no longer showed the run as running at 0 s, on the refused handshake at 0 s"
    )


def test_a_page_that_was_busy_with_the_start_alone_goes_on_with_the_run() -> None:
    story = Story().shows(0, None, runnable=True).start(0).refused(0).shows(0, "0", runnable=True)
    assert run_independent(story.polls(0, 2, 4).evidence(5)).result == "passed"


def test_a_page_that_never_says_that_it_is_busy_did_not_stop_saying_so() -> None:
    story = Story().start(0)
    story.pictures.clear()
    story.shows(0, "0", runnable=True).refused(0).shows(1, "20", runnable=True)
    assert run_independent(story.evidence(2)).result == "passed"


@pytest.mark.parametrize("code", [1001, 1006])
def test_a_socket_that_goes_with_the_page_met_no_trouble(code: int) -> None:
    """Browsers differ in whether a document that is left hears its sockets close."""
    story = Story(left_at=3).start(0).connect(0).polls(0, 2)._saw(closed_at=3.0, code=code)
    assert said(run_independent(story.evidence(8))) == "not applicable: the socket met no trouble"


def test_trouble_before_the_page_was_left_is_judged() -> None:
    story = Story(left_at=3).start(0).connect(0).polls(0, 2)._saw(closed_at=2.5, code=1006)
    assert run_independent(story.evidence(8)).result == "passed"


def pressed(health: int = 200) -> Story:
    """Run was pressed, and the backend's health asked for."""
    story = Story()
    number = story._request(0, "health", "/health", None)
    return story._http(0, "http.answered", number, "health", status=health, payload={})


def test_a_start_that_waits_for_a_socket_fails() -> None:
    assert said(run_independent(pressed().refused(0).evidence(12))) == (
        "failed: socket trouble, first at 0 s, was promised not to touch the run; "
        "Run was pressed at 0 s, and by 3.5 s the page asked for no job"
    )


def test_a_start_that_waits_for_a_hanging_socket_fails() -> None:
    assert run_independent(pressed().hangs(0).evidence(12)).result == "failed"


def test_a_start_that_waits_for_a_socket_which_nothing_answers_fails() -> None:
    assert run_independent(pressed().asks(0, error_at=0, closed_at=0).evidence(12)).result == "failed"


def test_a_start_that_the_backend_s_health_hinders_is_not_laid_to_the_socket() -> None:
    assert run_independent(pressed(503).refused(0).evidence(12)).result == "not applicable"


def test_a_start_that_comes_to_nothing_without_socket_trouble_is_not_applicable() -> None:
    assert run_independent(pressed().evidence(12)).result == "not applicable"


def test_a_start_that_was_asked_for_and_refused_is_not_applicable() -> None:
    story = pressed().refused(0)
    number = story._request(1, "start", "/api/test/comprehensive", None)
    story._http(1, "http.answered", number, "start", status=500)
    assert run_independent(story.evidence(12)).result == "not applicable"


def test_a_start_that_is_not_due_yet_is_not_applicable() -> None:
    assert run_independent(pressed().refused(0).evidence(3)).result == "not applicable"


def test_a_start_that_the_user_did_not_wait_for_is_not_applicable() -> None:
    story = pressed().refused(0)
    story.left_at = 2
    assert run_independent(story.evidence(12)).result == "not applicable"


def test_a_start_in_an_outage_is_not_applicable() -> None:
    assert run_independent(pressed().refused(0).offline(0.5, 6).evidence(12)).result == "not applicable"


def test_a_run_that_gets_an_address_of_its_own_passes() -> None:
    story = Story().start(0).refused(0).polls(0, 2, 4, 6, progress=20)
    story.shows(0.05, "0", path="/runs/job-1").shows(2, "20", path="/runs/job-1")
    story.navigations.append(Navigation(0.05, "/runs/job-1"))
    story = finished(story.completes(6).poll(8, "completed", 100))
    assert run_independent(story.evidence(12)).result == "passed"
    story.navigations.append(Navigation(4, "/elsewhere"))
    assert run_independent(story.evidence(12)).result == "failed"
