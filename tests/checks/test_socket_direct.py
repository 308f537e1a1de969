from e2e.checks.socket_direct import socket_direct
from e2e.evidence import Absence, Terms
from tests.checks.story import JOB, Story, dropped, said, success

OWN_ORIGIN = "ws://localhost:3000/ws/test-progress"


def test_a_socket_to_the_backend_that_names_its_job_passes() -> None:
    assert said(socket_direct(success().evidence(12))) == (
        "passed: every socket, asked for at 0 s, went to ws://localhost:8000/ws/test-progress "
        "and named its own job"
    )


def test_the_page_s_own_origin_is_told_by_the_address_asked_for() -> None:
    """A proxy keeps Origin and rewrites Host: only the browser can tell."""
    verdict = socket_direct(Story().start(0).connect(0, url=OWN_ORIGIN).polls(0, 2, 4).evidence(5))
    assert said(verdict) == (
        "failed: the socket was promised to go to ws://localhost:8000/ws/test-progress; "
        "the page asked for ws://localhost:3000/ws/test-progress (its own origin) at 0 s"
    )
    assert verdict.pieces == (
        "    0.000  page.socket            ws://localhost:3000/ws/test-progress  opened at 0 s",
    )


def test_a_handshake_through_the_front_fails_whatever_the_browser_says() -> None:
    story = Story().start(0).asks(0).handshake(0, listener="front")
    assert said(socket_direct(story.evidence(5))) == (
        "failed: the socket was promised to go to ws://localhost:8000/ws/test-progress; "
        "a handshake came through the page's own origin at 0 s"
    )


def test_over_tls_one_listener_serves_both_origins() -> None:
    terms = Terms(socket_url="wss://api.example/ws/test-progress", page_origin="https://www.example")

    def through(host: str) -> str:
        story = Story(terms=terms).start(0).asks(0, f"wss://{host}/ws/test-progress")
        return socket_direct(story.handshake(0, listener="front").evidence(5)).result

    assert (through("api.example"), through("www.example")) == ("passed", "failed")


def test_another_host_is_another_address() -> None:
    story = Story().start(0).connect(0, url="ws://127.0.0.1:8000/ws/test-progress")
    assert socket_direct(story.evidence(5)).result == "failed"


def test_another_path_is_another_address() -> None:
    story = Story().start(0).connect(0, url="ws://localhost:8000/ws/progress")
    assert socket_direct(story.evidence(5)).result == "failed"


def test_a_query_does_not_make_it_another_address() -> None:
    story = Story().start(0).connect(0, url="ws://localhost:8000/ws/test-progress?v=2")
    assert socket_direct(story.evidence(5)).result == "passed"


def test_the_default_port_may_be_named_or_not() -> None:
    terms = Terms(socket_url="wss://api.example/ws/test-progress", page_origin="https://www.example")
    story = Story(terms=terms).start(0).connect(0, url="wss://api.example:443/ws/test-progress")
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_socket_elsewhere_outside_any_run_fails_too() -> None:
    assert socket_direct(Story().asks(0, OWN_ORIGIN).evidence(5)).result == "failed"


def test_a_page_that_opens_no_socket_fails() -> None:
    assert said(socket_direct(Story().start(1).polls(1, 3).evidence(5))) == (
        "failed: a socket was promised for the job known at 1 s; the page opened none"
    )


def test_a_second_run_needs_a_socket_of_its_own() -> None:
    story = success().start(20, "job-2").polls(20, 22, 24)
    assert said(socket_direct(story.evidence(25))) == (
        "failed: a socket was promised for the job known at 20 s; the page opened none"
    )


def test_a_socket_closed_before_it_could_open_is_none() -> None:
    story = Story().start(0).asks(0, close_called_at=0.0, closed_at=0.0, code=1006)
    assert said(socket_direct(story.evidence(5))) == (
        "failed: a socket was promised for the job known at 0 s; "
        "the page closed each one before it could open"
    )


def test_a_mount_that_is_undone_at_once_and_done_again_passes() -> None:
    """React's strict mode does that in development."""
    story = Story().start(0).asks(0, close_called_at=0.0, closed_at=0.0, code=1006).connect(0)
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_hanging_handshake_is_a_socket_all_the_same() -> None:
    assert socket_direct(Story().start(0).hangs(0).evidence(5)).result == "passed"


def test_a_refused_handshake_is_a_socket_all_the_same() -> None:
    assert socket_direct(Story().start(0).refused(0).evidence(5)).result == "passed"


def test_a_constructor_that_throws_was_asked_all_the_same() -> None:
    story = Story().start(0).asks(0, threw="SecurityError")
    assert socket_direct(story.evidence(5)).result == "passed"


def test_the_first_frame_must_name_the_own_job() -> None:
    story = Story().start(0).connect(0, frame={"job_id": "job-0"})
    assert said(socket_direct(story.evidence(5))) == (
        'failed: the first frame was promised to be {"job_id": "job-1"}; {"job_id": "job-0"} came at 0 s'
    )


def test_the_job_of_the_run_before_is_not_the_own_one() -> None:
    story = success().start(20, "job-2").connect(20, frame={"job_id": JOB})
    assert socket_direct(story.evidence(25)).result == "failed"


def test_the_frame_as_text_is_the_same_frame() -> None:
    story = Story().start(0).connect(0, frame='{"job_id": "job-1"}')
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_socket_that_never_says_its_job_fails() -> None:
    story = Story().start(0).connect(0, subscribed=False)
    assert said(socket_direct(story.evidence(5))) == (
        'failed: {"job_id": "job-1"} was promised on open, at 0 s; no frame came on connection 1'
    )


def test_a_frame_long_after_the_opening_is_late() -> None:
    story = Story().start(0).connect(0, subscribed=False).frame(3, {"job_id": JOB})
    assert said(socket_direct(story.evidence(5))) == (
        'failed: {"job_id": "job-1"} was promised on open, at 0 s; it came at 3 s on connection 1'
    )


def test_a_connection_reset_on_opening_owes_no_frame() -> None:
    story = Story().start(0).connect(0, subscribed=False).reset(0)
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_socket_opened_before_the_job_is_known_names_it_then() -> None:
    story = Story().connect(0, subscribed=False).start(3).frame(3, {"job_id": JOB})
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_reset_in_mid_run_takes_nothing_away() -> None:
    assert socket_direct(dropped().evidence(12)).result == "passed"


def test_one_origin_for_page_and_backend_is_not_applicable() -> None:
    terms = Terms(socket_url="wss://www.example/ws/test-progress", page_origin="https://www.example")
    verdict = socket_direct(Story(terms=terms).start(0).evidence(5))
    assert said(verdict) == "not applicable: the page and the backend are on one origin"


def test_no_run_is_not_applicable() -> None:
    assert said(socket_direct(Story().evidence(5))) == (
        "not applicable: no run: the page was never told of a job"
    )


def test_a_page_left_at_once_owes_no_socket() -> None:
    assert said(socket_direct(Story(left_at=0.2).start(0).evidence(5))) == (
        "not applicable: the run was over before a socket was due"
    )


def test_a_query_that_is_configured_is_part_of_the_address() -> None:
    terms = Terms(socket_url="ws://localhost:8000/ws/test-progress?v=2")
    story = Story(terms=terms).start(0).connect(0, url="ws://localhost:8000/ws/test-progress")
    assert socket_direct(story.evidence(5)).result == "failed"


def test_an_unencrypted_socket_is_another_address() -> None:
    terms = Terms(socket_url="wss://api.example:8443/ws", page_origin="https://www.example")
    story = Story(terms=terms).start(0).connect(0, url="ws://api.example:8443/ws")
    assert socket_direct(story.evidence(5)).result == "failed"


def test_a_third_run_needs_a_socket_of_its_own_too() -> None:
    story = success().start(20, "job-2").connect(20).polls(20, 22).completes(23)
    story.poll(24, "completed", 100).finishes(24).start(40, "job-3").polls(40, 42)
    assert socket_direct(story.evidence(43)).result == "failed"


def test_a_socket_that_opened_was_given_its_chance() -> None:
    """That it was closed is another check's."""
    assert socket_direct(Story().start(0).connect(0).close(0.1).evidence(5)).result == "passed"


def test_a_socket_closed_before_the_slack_had_no_chance() -> None:
    story = Story().start(0).asks(0, close_called_at=0.3)
    assert socket_direct(story.evidence(5)).result == "failed"


def test_a_socket_that_hung_longer_had_its_chance() -> None:
    story = Story().start(0).asks(0, close_called_at=0.8)
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_socket_closed_at_an_early_end_had_its_chance() -> None:
    story = Story().start(0).asks(0, close_called_at=0.3).completes(0.3).poll(0.3, "completed", 100)
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_socket_that_reconnects_names_its_job_again() -> None:
    story = Story().start(0).connect(0).reset(1).connect(3)
    assert socket_direct(story.evidence(5)).result == "passed"
    story = Story().start(0).connect(0).reset(1).connect(3, subscribed=False)
    assert socket_direct(story.evidence(5)).result == "failed"


def test_a_later_reset_excuses_no_missing_frame() -> None:
    story = Story().start(0).connect(0, subscribed=False).reset(3)
    assert socket_direct(story.evidence(5)).result == "failed"


def test_an_end_that_comes_at_once_excuses_a_missing_frame() -> None:
    story = Story().start(0).connect(0, subscribed=False).completes(0.3).poll(0.3, "completed", 100)
    assert socket_direct(story.evidence(5)).result == "passed"


def test_a_socket_opened_after_the_end_owes_no_frame() -> None:
    assert socket_direct(success().connect(8, subscribed=False).evidence(12)).result == "passed"


def test_the_socket_of_a_run_that_was_left_names_the_old_job() -> None:
    story = Story(absences=(Absence(2, 3),)).start(0).connect(0).close(2).start(4, "job-2").connect(4)
    assert socket_direct(story.evidence(8)).result == "passed"


def test_a_second_run_after_leaving_needs_a_socket_of_its_own() -> None:
    story = Story(absences=(Absence(2, 3),)).start(0).connect(0).close(2).start(4, "job-2").polls(4, 6)
    assert said(socket_direct(story.evidence(8))) == (
        "failed: a socket was promised for the job known at 4 s; the page opened none"
    )
