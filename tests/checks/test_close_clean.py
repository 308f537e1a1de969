from dataclasses import replace

from e2e.checks.close_clean import close_clean
from tests.checks.story import Story, at_once, dropped, failure, running, said, success

COMPLETED = '{"job_id": "job-1", "event": "completed", "data": {}, "timestamp": "2026-01-01T00:00:00Z"}'


def ended() -> Story:
    """A job that completes at 6 s and says so over both channels; nobody has closed anything."""
    return running().completes(6).event(6, "completed").fetches(6).navigates(6)


def test_a_close_at_the_end_passes() -> None:
    verdict = close_clean(success().evidence(12))
    assert said(verdict) == "passed: the page closed its socket at 6 s, the end known"
    assert verdict.pieces == ("    6.000  socket.close_received  connection 1  code 1005",)


def test_a_socket_that_only_the_browser_closed_fails() -> None:
    assert said(close_clean(ended().close(6.5, code=1001).evidence(12))) == (
        "failed: the page itself was promised to close its socket, the end known at 6 s; "
        "the browser did, at 6.5 s, as it left the page's document (Close 1001)"
    )


def test_a_socket_that_the_page_closed_before_it_opened_is_closed_by_its_own_hand() -> None:
    assert (
        said(close_clean(at_once().evidence(6))) == "passed: the page closed its socket at 0 s, the end known"
    )
    evidence = at_once()._saw(close_called_at=None).evidence(6)
    assert close_clean(evidence).result == "failed"


def test_a_closing_handshake_that_does_not_finish_fails() -> None:
    evidence = success().evidence(12)
    journal = tuple(
        entry.model_copy(update={"clean": False}) if entry.kind == "socket.ended" else entry
        for entry in evidence.journal
    )
    assert said(close_clean(replace(evidence, journal=journal))) == (
        "failed: the closing handshake was promised to finish; the page sent its Close frame at 6 s, "
        "and the connection ended without the other one"
    )


def test_a_close_after_a_failure_passes() -> None:
    assert close_clean(failure().evidence(12)).result == "passed"


def test_a_close_one_second_later_passes() -> None:
    assert close_clean(ended().close(7).evidence(12)).result == "passed"


def test_a_close_later_than_that_fails() -> None:
    verdict = close_clean(ended().close(7.5).evidence(12))
    assert said(verdict) == (
        "failed: a Close frame was promised within 1 s of the page knowing the end, at 6 s; "
        "on connection 1 it came at 7.5 s"
    )


def test_real_time_grants_the_slack() -> None:
    story = ended().close(7.4)
    story.real_time = True
    assert close_clean(story.evidence(12)).result == "passed"


def test_a_page_that_never_closes_fails() -> None:
    verdict = close_clean(ended().evidence(12))
    assert said(verdict) == (
        "failed: a Close frame was promised within 1 s of the page knowing the end, at 6 s; "
        "on connection 1 none came"
    )
    assert verdict.pieces == (
        "    0.000  socket.accepted        connection 1",
        f"    6.000  socket.sent            connection 1  event  {COMPLETED}",
    )


def test_the_end_may_be_known_by_polling_alone() -> None:
    story = running().withholds(6, "completed").completes(6).poll(8, "completed", 100)
    assert close_clean(story.evidence(12)).result == "failed"
    assert close_clean(story.close(8.5).evidence(12)).result == "passed"


def test_a_socket_without_its_greeting_is_a_working_one() -> None:
    story = Story().start(0).connect(0)
    story._wire(0, "socket.withheld", message="connected", payload={"type": "connected"}, fault="silence-1")
    story = story.progress(2, 20).close(3).completes(6).poll(6, "completed", 100)
    assert close_clean(story.evidence(12)).result == "failed"


def test_a_silent_socket_may_be_given_up() -> None:
    story = running().withholds(2).close(3.2).completes(6).poll(6, "completed", 100)
    assert close_clean(story.evidence(12)).result == "not applicable"


def test_a_close_in_mid_run_fails() -> None:
    verdict = close_clean(running().close(3.2).completes(6).poll(6, "completed", 100).evidence(12))
    assert said(verdict) == (
        "failed: a working socket was promised to stay open until the page knows the end; "
        "the page closed connection 1 in mid-run, at 3.2 s"
    )


def test_a_close_on_the_first_message_fails() -> None:
    assert close_clean(running().close(0).evidence(12)).result == "failed"


def test_a_close_between_the_end_and_its_news_fails() -> None:
    """The page can't have known."""
    story = running().completes(6).close(7).poll(8, "completed", 100)
    assert close_clean(story.evidence(12)).result == "failed"


def test_a_socket_given_up_after_silence_passes() -> None:
    story = running().withholds(5.2).close(5.4).completes(6).poll(8, "completed", 100)
    assert said(close_clean(story.evidence(12))) == (
        "not applicable: no socket was open when the page learned the end"
    )


def test_a_close_frame_of_the_browser_s_own_is_not_the_page_s() -> None:
    story = running().close(3.2, code=1002).completes(6).poll(6, "completed", 100)
    assert close_clean(story.evidence(12)).result == "not applicable"


def test_a_socket_lost_before_the_end_is_not_applicable() -> None:
    assert said(close_clean(dropped().evidence(12))) == (
        "not applicable: no socket was open when the page learned the end"
    )


def test_a_socket_that_the_backend_closes_first_is_not_applicable() -> None:
    story = ended().closed_by_backend(6.5)
    assert said(close_clean(story.evidence(12))) == (
        "not applicable: the connection was ended by the other side at 6.5 s"
    )


def test_a_reconnected_socket_is_closed_like_the_first() -> None:
    story = Story().start(0).connect(0).reset(1).connect(2).polls(0, 2, 4)
    story.completes(6).event(6, "completed").close(6)
    assert close_clean(story.evidence(12)).result == "passed"


def test_one_socket_left_open_among_closed_ones_fails() -> None:
    story = Story().start(0).connect(0).connect(1).polls(0, 2, 4)
    story.completes(6).event(6, "completed").close(6)
    assert close_clean(story.evidence(12)).result == "failed"


def test_a_hanging_handshake_that_is_never_given_up_fails() -> None:
    story = Story().start(0).hangs(0).polls(0, 2, 4).completes(5).poll(6, "completed", 100)
    assert said(close_clean(story.evidence(12))) == (
        "failed: a Close frame was promised within 1 s of the page knowing the end, at 6 s; "
        "on connection 1 none came"
    )


def test_a_hanging_handshake_that_the_page_closes_is_not_applicable() -> None:
    story = Story().start(0).hangs(0).polls(0, 2, 4).completes(5).poll(6, "completed", 100)
    story._saw(close_called_at=6.0)._wire(6, "socket.ended", code=1006, clean=False)
    assert close_clean(story.evidence(12)).result == "not applicable"


def test_a_backend_that_withholds_its_own_close_frame_takes_nothing_away() -> None:
    story = ended()._saw(close_called_at=6.0)._wire(6, "socket.close_received", code=1005, reason="")
    assert close_clean(story.evidence(12)).result == "passed"


def test_a_closed_tab_is_no_close_in_mid_run() -> None:
    story = running()
    story.left_at = 5.5
    assert close_clean(story.close(5.5, code=1001).evidence(12)).result == "not applicable"


def test_a_page_that_never_learns_the_end_is_not_applicable() -> None:
    assert said(close_clean(running().evidence(12))) == (
        "not applicable: the page was not told that the job had ended"
    )


def test_a_look_that_ends_too_soon_is_not_applicable() -> None:
    assert said(close_clean(ended().evidence(6.5))) == (
        "not applicable: nothing was looked at after 6.5 s: it could still be closed"
    )


def test_an_answer_overtaken_by_a_newer_request_starts_no_countdown() -> None:
    story = running().withholds(6, "completed").completes(6).poll(7, "completed", 100, answered=8)
    story.poll(7.5, "completed", 100, answered=9).close(9.8)
    assert close_clean(story.evidence(12)).result == "passed"


def test_the_socket_of_the_run_before_is_no_close_in_mid_run() -> None:
    story = ended().start(6.2, "job-2").polls(6.2, 8)
    story.close(6.8)
    assert close_clean(story.evidence(9)).result == "passed"


def test_no_run_is_not_applicable() -> None:
    assert close_clean(Story().evidence(5)).result == "not applicable"


def test_a_close_of_the_backend_s_long_after_the_end_is_not_the_page_s() -> None:
    assert said(close_clean(ended().closed_by_backend(9).evidence(12))) == (
        "failed: a Close frame was promised within 1 s of the page knowing the end, at 6 s; "
        "on connection 1 none came"
    )


def hanging() -> Story:
    """A handshake that is never answered; the job completes at 5 s, the page learns it at 6 s."""
    return Story().start(0).hangs(0).polls(0, 2, 4).completes(5).poll(6, "completed", 100)


def test_a_close_while_connecting_may_not_reach_the_backend() -> None:
    assert close_clean(hanging()._saw(close_called_at=6.0).evidence(12)).result == "not applicable"


def test_a_close_while_connecting_that_comes_late_fails() -> None:
    assert close_clean(hanging()._saw(close_called_at=9.0).evidence(12)).result == "failed"


def test_a_connection_that_the_browser_gave_up_is_not_the_page_s_to_close() -> None:
    story = hanging()._saw(error_at=3.0, closed_at=3.0, code=1006)
    assert close_clean(story.evidence(12)).result == "not applicable"


def test_a_refused_handshake_is_not_applicable() -> None:
    story = Story().start(0).refused(0).polls(0, 2, 4).completes(5).poll(6, "completed", 100)
    assert close_clean(story.evidence(12)).result == "not applicable"


def test_a_socket_that_opens_after_the_end_has_its_second_from_then() -> None:
    story = hanging()._wire(8, "socket.accepted")._saw(opened_at=8.0)
    assert close_clean(story.evidence(12)).result == "failed"
    assert close_clean(story.close(8.9).evidence(12)).result == "passed"


def test_a_reset_after_the_page_s_close_does_not_excuse_it() -> None:
    story = running()._saw(close_called_at=3.2)._wire(3.2, "socket.close_received", code=1005)
    story._wire(3.3, "socket.reset", fault="reset-1").completes(6).poll(6, "completed", 100)
    assert close_clean(story.evidence(12)).result == "failed"


def test_a_closing_handshake_that_the_backend_broke_off_is_not_the_page_s() -> None:
    story = ended()._saw(close_called_at=6.0)._wire(6, "socket.close_received", code=1005)
    story._wire(6.3, "socket.reset", fault="reset-1")._wire(6.3, "socket.ended", code=1005, clean=False)
    assert close_clean(story.evidence(12)).result == "passed"


def half_open() -> Story:
    """The backend reads and writes nothing from 4.5 s on; polling tells at 6 s that the job has completed."""
    story = Story().start(0).connect(0).polls(0, 2, 4)._wire(4.5, "socket.stalled", fault="half-open-1")
    return story.withholds(5).completes(6).poll(6, "completed", 100)


def test_a_half_open_socket_that_the_page_closes_passes() -> None:
    assert said(close_clean(half_open()._saw(close_called_at=6.0).evidence(12))) == (
        "passed: the page closed its half-open socket at 6 s"
    )


def test_a_half_open_socket_that_the_page_keeps_fails() -> None:
    assert said(close_clean(half_open().evidence(12))) == (
        "failed: close() was promised within 1 s of the page knowing the end, at 6 s; "
        "on the socket that is half-open since 4.5 s the page did not call it"
    )
    assert close_clean(half_open()._saw(close_called_at=9.0).evidence(12)).result == "failed"


def test_a_half_open_socket_that_is_lost_before_the_end_is_not_applicable() -> None:
    story = half_open()._wire(5.5, "socket.reset", fault="reset-1")._saw(closed_at=5.5, code=1006)
    assert close_clean(story.evidence(12)).result == "not applicable"


def test_a_look_that_ends_too_soon_says_nothing_of_a_half_open_socket() -> None:
    assert close_clean(half_open().evidence(6.5)).result == "not applicable"


def test_a_heartbeat_that_finds_its_socket_half_open_may_close_it() -> None:
    story = half_open()._saw(close_called_at=5.0)
    assert close_clean(story.evidence(12)).result == "passed"


def test_a_late_answer_to_the_page_s_close_frame_is_a_closing_handshake_too() -> None:
    story = ended()._saw(close_called_at=6.0)._wire(6, "socket.close_received", code=1005)
    story._wire(6, "socket.close_withheld", fault="close-delay-1")
    story._wire(8.5, "socket.ended", code=1005, clean=True)
    assert close_clean(story.evidence(12)).result == "passed"


def test_a_closing_handshake_that_a_fault_withholds_for_ever_is_not_the_page_s() -> None:
    story = ended()._saw(close_called_at=6.0)._wire(6, "socket.close_received", code=1005)
    story._wire(6, "socket.close_withheld", fault="close-silence-1")
    story._wire(11, "socket.ended", code=1005, clean=False)
    assert close_clean(story.evidence(12)).result == "passed"


def test_a_socket_closed_in_the_instant_it_opens_is_closed_by_the_page_though_the_browser_says_1001() -> None:
    story = Story().start(0).completes(0).asks(0).handshake(0)._wire(0, "socket.accepted")
    story.poll(0, "completed", 100)._wire(0, "socket.close_received", code=1001, reason="")
    story._saw(close_called_at=0.0, closed_at=0.0, code=1006)._wire(0, "socket.ended", code=1001, clean=True)
    assert close_clean(story.evidence(5)).result == "passed"
    story._saw(close_called_at=None)
    assert close_clean(story.evidence(5)).result == "failed"


def test_a_connection_that_was_over_at_the_very_start_is_not_one_of_the_end() -> None:
    for at in (0.0, 0.1):
        story = Story().start(0, answered=1).connect(0, subscribed=False).close(at).polls(1)
        story.completes(6).poll(7, "completed", 100).fetches(7).navigates(7)
        assert close_clean(story.evidence(12)).result == "not applicable", at
