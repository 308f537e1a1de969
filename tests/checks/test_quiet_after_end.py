from e2e.checks.quiet_after_end import quiet_after_end
from e2e.evidence import Absence
from tests.checks.story import JOB, Story, dropped, failure, running, said, success


def test_silence_after_the_end_passes() -> None:
    assert said(quiet_after_end(success().evidence(12))) == ("passed: nothing was sent from 6 s to 12 s")


def test_silence_after_a_failure_passes() -> None:
    assert quiet_after_end(failure().evidence(12)).result == "passed"


def test_silence_after_a_drop_passes() -> None:
    assert quiet_after_end(dropped().evidence(12)).result == "passed"


def test_a_status_request_fails() -> None:
    verdict = quiet_after_end(success().poll(8, "completed", 100).evidence(12))
    assert said(verdict) == (
        "failed: the page knew the end and had its results at 6 s, and quiet was promised; "
        "a status request came at 8 s"
    )
    assert verdict.pieces == (
        "    8.000  http.request           status GET /api/test/status/job-1  request 7  by listener front",
    )


def test_a_status_request_for_no_job_fails() -> None:
    assert said(quiet_after_end(success().poll(8, job="null").evidence(12))) == (
        "failed: the page knew the end and had its results at 6 s, and quiet was promised; "
        "a status request came at 8 s"
    )


def test_a_status_request_within_the_slack_passes() -> None:
    assert quiet_after_end(success().poll(6.4, "completed", 100).evidence(12)).result == "passed"


def test_a_frame_fails() -> None:
    story = running().completes(6).event(6, "completed").fetches(6).navigates(6).frame(8, {"type": "ping"})
    assert said(quiet_after_end(story.evidence(12))) == (
        "failed: the page knew the end and had its results at 6 s, and quiet was promised; "
        "a frame came at 8 s"
    )


def test_a_new_socket_fails() -> None:
    assert said(quiet_after_end(success().connect(9).evidence(12))) == (
        "failed: the page knew the end and had its results at 6 s, and quiet was promised; "
        "a new socket came at 9 s"
    )


def test_a_handshake_that_the_browser_did_not_report_fails() -> None:
    assert quiet_after_end(success().handshake(9).evidence(12)).result == "failed"


def test_a_handshake_that_the_browser_itself_put_off_passes() -> None:
    """Asked for before the end, sent after it."""
    story = running().asks(5.9).completes(6).event(6, "completed").fetches(6).handshake(7)
    assert quiet_after_end(story.evidence(12)).result == "passed"


def test_requests_until_the_results_are_there_pass() -> None:
    story = running().completes(6).event(6, "completed").close(6).fetches(6, 400)
    story.poll(8, "completed", 100).fetches(9).navigates(9)
    assert quiet_after_end(story.evidence(20)).result == "passed"


def test_requests_after_the_results_were_there_fail() -> None:
    story = running().completes(6).event(6, "completed").close(6).fetches(6, 400)
    story.fetches(9).navigates(9).poll(10, "completed", 100)
    assert quiet_after_end(story.evidence(20)).result == "failed"


def test_requests_for_the_old_job_in_the_next_run_fail() -> None:
    story = success().start(20, "job-2").connect(20).polls(20, 22).poll(23, "completed", 100, job=JOB)
    assert quiet_after_end(story.evidence(24)).result == "failed"


def test_the_next_run_s_own_traffic_passes() -> None:
    story = success().start(20, "job-2").connect(20).polls(20, 22)
    assert quiet_after_end(story.evidence(24)).result == "passed"


def test_an_end_that_is_not_known_is_not_applicable() -> None:
    assert said(quiet_after_end(running().evidence(12))) == (
        "not applicable: the page did not come to know the end and to have its results"
    )


def test_results_that_never_came_are_not_applicable() -> None:
    story = running().completes(6).event(6, "completed").fetches(6, 500).poll(8, "completed", 100)
    assert quiet_after_end(story.evidence(12)).result == "not applicable"


def test_a_look_that_ends_too_soon_is_not_applicable() -> None:
    assert said(quiet_after_end(success().evidence(8))) == (
        "not applicable: nothing was looked at after 8 s: too soon to say"
    )


def test_no_run_is_not_applicable() -> None:
    assert quiet_after_end(Story().evidence(12)).result == "not applicable"


def test_whoever_has_the_results_knows_the_end() -> None:
    story = running().completes(6).event(6, "completed").reset(6).fetches(6).navigates(6)
    assert quiet_after_end(story.poll(8, "completed", 100).evidence(12)).result == "failed"


def test_a_page_that_asks_after_coming_back_what_became_of_its_job_passes() -> None:
    story = success().poll(11, "completed", 100)
    story.absences = (Absence(10, 11),)
    assert quiet_after_end(story.evidence(14)).result == "passed"


def test_a_page_that_asks_on_while_its_user_is_away_fails() -> None:
    story = success().poll(10.5, "completed", 100)
    story.absences = (Absence(10, 11),)
    assert quiet_after_end(story.evidence(14)).result == "failed"


def test_a_page_that_polls_on_when_it_has_told_that_there_are_no_results_fails() -> None:
    story = running().completes(6).event(6, "completed").close(6).fetches(6, 500)
    story.shows(6, None, runnable=True, alerts=("Could not load the results",))
    assert said(quiet_after_end(story.evidence(12))) == "passed: nothing was sent from 6 s to 12 s"
    assert said(quiet_after_end(story.poll(8, "completed", 100).evidence(12))) == (
        "failed: the page knew the end and had told that it cannot have its results at 6 s, "
        "and quiet was promised; a status request came at 8 s"
    )
    assert quiet_after_end(story.fetches(8, 500).evidence(12)).result == "not applicable"
