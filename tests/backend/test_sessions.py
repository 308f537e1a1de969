"""Sessions are named by a cookie and do not touch each other."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from mock_backend.client import Control
from mock_backend.clock import ManualClock
from mock_backend.errors import ControlError
from mock_backend.scenario import Scenario
from mock_backend.server import Server, Settings
from mock_backend.session import Session
from tests.backend.conftest import Visit
from tests.backend.peer import Peer
from tests.backend.telling import lines
from tests.backend.visitor import Visitor


@pytest.fixture
def alone() -> Iterator[Server]:
    """A backend of the test's own, for what concerns all sessions."""
    with Server(Settings(port=0, scenario=Scenario(cause="A test.", job=()))) as server:
        yield server


def test_sessions_do_not_touch_each_other(visit: Visit) -> None:
    first, second = visit(faults=[{"fault": "reset", "at": 1}]), visit()
    job = first.start()
    second.start()
    first.connected()
    peer = second.connected()
    first.advance(5)
    assert second.status(job).json["progress"] == 0
    assert second.state().now == 0
    assert second.told("socket") == lines(
        """
        0 socket.handshake connection=1
        0 socket.accepted connection=1
        0 socket.sent connection=1 message=connected
        """
    )
    second.advance(2)
    assert peer.message()["data"]["progress"] == 20


def test_ids_are_the_same_every_time(visit: Visit) -> None:
    def ids() -> list[str]:
        visitor = visit("success")
        peer = visitor.knocking()
        peer.head()
        return [visitor.start(), visitor.start(), peer.message()["connection_id"]]

    first, second = ids(), ids()
    assert first == second
    assert len(set(first)) == 3


def test_ids_do_not_depend_on_what_comes_first(visit: Visit) -> None:
    early, late = visit("success"), visit("success")
    job = early.start()
    late.connected()
    assert late.start() == job


def test_a_cookie_of_no_session_is_404(visit: Visit) -> None:
    visitor = visit()
    visitor.end()
    sentence = (
        f"No session is named '{visitor.session}': it was ended or never made. "
        "Delete the cookie mock_session."
    )
    answer = visitor.ask("GET", "/health")
    assert (answer.status, answer.json) == (404, {"detail": sentence})
    peer = visitor.knocking()
    assert peer.status_line() == "HTTP/1.1 404 Not Found"
    assert peer.rest().decode() == sentence + "\n"


def test_the_cookie_may_stand_among_others(visit: Visit) -> None:
    visitor = visit()
    visitor.ask("GET", "/health", headers={"Cookie": f"a=b; mock_session={visitor.session}; c=d"})
    assert visitor.told("http.request") == "0 http.request number=1 call=health"


def test_without_a_cookie_a_page_is_in_the_default_session(alone: Server) -> None:
    with Control(alone.url) as control, Peer(alone.port) as peer:
        peer.knock()
        assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
        kinds = [entry.kind for entry in control.journal("default")]
    assert kinds == ["socket.handshake", "socket.accepted", "socket.sent"]


def test_ending_a_session_closes_what_is_open(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "answer-hold", "seconds": None}])
    peer, asking = visitor.connected(), visitor.asking("/api/test/status/nobody")
    visitor.wait_for("http.held")
    visitor.end()
    assert (peer.rest(), asking.rest()) == (b"", b"")
    with pytest.raises(ControlError) as caught:
        visitor.state()
    assert str(caught.value).startswith(f"No session is named '{visitor.session}'")


def test_ending_a_session_ends_its_long_polls(alone: Server) -> None:
    with Control(alone.url) as control, Peer(alone.port) as waiting:
        session = control.create("success").session
        waiting.ask("GET", f"/__mock__/sessions/{session}/state?newer_than=0&wait=30", {})
        control.end(session)
        assert waiting.status_line() == "HTTP/1.1 404 Not Found"


def test_nothing_is_due_in_a_session_that_has_ended() -> None:
    session = Session("a", Scenario(cause="A test."), ManualClock())
    session.start_job()
    session.end()
    assert session.state().next is None


def test_a_further_run_has_the_job_of_its_act() -> None:
    again = {"act": "run-again", "at": 9, "job": [{"at": 1, "failed": "no"}]}
    written = {"cause": "A test.", "job": [{"at": 1, "completed": {}}], "visit": [again]}
    session = Session("a", Scenario.model_validate(written), ManualClock())
    jobs = [session.start_job(), session.start_job()]
    assert [job.as_of(1).status for job in jobs] == ["completed", "failed"]


def test_reset_ends_all_and_the_default_session_begins_anew(alone: Server) -> None:
    with ExitStack() as closing, Control(alone.url) as control:
        session = control.create("success").session
        visitor = Visitor(control, session, alone.port, closing)
        peer = visitor.connected()
        default = closing.enter_context(Peer(alone.port))
        default.knock()
        default.head()
        control.reset()
        assert peer.rest() == b""
        assert b'"type":"connected"' in default.rest()
        with pytest.raises(ControlError):
            control.state(session)
        assert control.journal("default") == []


def test_a_stopped_server_ends_all() -> None:
    held = Scenario.model_validate(
        {"cause": "A test.", "faults": [{"fault": "answer-hold", "seconds": None}]}
    )
    server = Server(Settings(port=0, scenario=held))
    server.start()
    with Peer(server.port) as socket, Peer(server.port) as asking, Control(server.url) as control:
        socket.knock()
        socket.head()
        assert json.loads(socket.text())["type"] == "connected"
        asking.ask("GET", "/api/test/status/nobody", {})
        while not (state := control.state("default")).held:
            control.state("default", newer_than=state.version, wait=10)
        server.stop()
        assert (socket.rest(), asking.rest()) == (b"", b"")
