"""The control API and its client."""

import json
import socket
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any
from unittest.mock import Mock

import pytest

from mock_backend import sessions
from mock_backend.client import Control, ControlError
from mock_backend.server import Server
from mock_backend.state import State
from tests.backend.conftest import Visit
from tests.backend.telling import lines


def call(server: Server, method: str, path: str, body: str = "", **headers: str) -> tuple[int, Any]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, f"/__mock__{path}", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, json.loads(content) if content else None


def test_a_new_session_is_empty(visit: Visit) -> None:
    assert visit().state() == State(
        version=0, now=0, next=None, entries=0, job=None, connections=[], held=[], working=0
    )


def test_every_change_raises_the_version(visit: Visit) -> None:
    visitor = visit()
    versions = [visitor.state().version]
    changes: list[Callable[[], object]] = [
        visitor.start,
        visitor.connected,
        lambda: visitor.advance(1),
        lambda: visitor.control.emit(visitor.session, {"a": 1}),
        lambda: visitor.control.fault(visitor.session, {"fault": "silence"}),
        lambda: visitor.control.unfault(visitor.session, "silence-1"),
    ]
    for change in changes:
        change()
        versions.append(visitor.state().version)
    assert versions == sorted(set(versions))


def test_a_look_changes_nothing(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    before = visitor.state()
    visitor.control.journal(visitor.session)
    assert visitor.state() == before


def test_a_long_poll_answers_at_once_when_there_is_something_newer(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    state = visitor.state()
    assert visitor.control.state(visitor.session, newer_than=state.version - 1, wait=30) == state


def test_a_long_poll_answers_after_its_wait(visit: Visit) -> None:
    visitor = visit()
    state = visitor.state()
    assert visitor.control.state(visitor.session, newer_than=state.version, wait=0.01) == state


def test_a_long_poll_answers_as_soon_as_something_happens(visit: Visit) -> None:
    visitor = visit()
    waiting = visitor.peer()
    waiting.ask("GET", f"/__mock__/sessions/{visitor.session}/state?newer_than=0&wait=30", {})
    visitor.start()
    assert waiting.status_line() == "HTTP/1.1 200 OK"


def test_emit_writes_on_every_open_socket(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "silence", "from": 0}])
    peers = [visitor.connected(), visitor.connected()]
    visitor.start()
    state = visitor.control.emit(visitor.session, {"job_id": "x", "event": "progress", "data": None})
    assert [connection.written for connection in state.connections] == [2, 2]
    assert [peer.message() for peer in peers] == [{"job_id": "x", "event": "progress", "data": None}] * 2


@pytest.mark.parametrize(
    "message,kind",
    [
        ({"type": "connected"}, "connected"),
        ({"event": "completed", "job_id": "x"}, "event"),
        ({"event": "hello"}, "raw"),
    ],
)
def test_what_is_emitted_is_journalled_as_what_it_is(visit: Visit, message: Any, kind: str) -> None:
    visitor = visit()
    visitor.connected()
    visitor.control.emit(visitor.session, message)
    entry = visitor.control.journal(visitor.session)[-1]
    assert (entry.kind, entry.message, entry.payload) == ("socket.sent", kind, message)


def test_a_lasting_fault_holds_from_when_it_is_put_on_until_it_is_taken_off(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "results-late", "seconds": 1}])
    fault_id = visitor.control.fault(visitor.session, {"fault": "error-answer", "status": 503})
    during = visitor.status("nobody").status
    visitor.control.unfault(visitor.session, fault_id)
    assert (fault_id, during, visitor.status("nobody").status) == ("error-answer-1", 503, 200)


def test_a_fault_without_at_acts_at_once_and_only_once(visit: Visit) -> None:
    visitor = visit(job=[])
    visitor.start()
    peer = visitor.connected()
    assert visitor.control.fault(visitor.session, {"fault": "reset"}) == "reset-1"
    with pytest.raises(ConnectionResetError):
        peer.rest()
    visitor.start()
    visitor.connected()
    assert len(visitor.advance(100).connections) == 1
    assert visitor.told("socket.reset") == "0 socket.reset fault=reset-1 connection=1"


def test_a_fault_with_at_acts_then(visit: Visit) -> None:
    visitor = visit(job=[])
    visitor.start()
    visitor.connected()
    visitor.control.fault(visitor.session, {"fault": "cut", "at": 5})
    visitor.advance(5)
    assert visitor.told("socket.cut") == "5 socket.cut fault=cut-1 connection=1"


def test_a_fault_whose_time_has_passed_acts_at_once(visit: Visit) -> None:
    visitor = visit(job=[])
    visitor.start()
    visitor.connected()
    visitor.advance(5)
    visitor.control.fault(visitor.session, {"fault": "cut", "at": 2})
    assert visitor.told("socket.cut") == "5 socket.cut fault=cut-1 connection=1"


def test_a_fault_taken_off_before_its_time_does_not_act(visit: Visit) -> None:
    visitor = visit(job=[], faults=[{"fault": "reset", "at": 5}])
    visitor.start()
    visitor.connected()
    visitor.control.unfault(visitor.session, "reset-1")
    assert len(visitor.advance(10).connections) == 1


def test_the_scenarios_can_be_listed_and_read(control: Control) -> None:
    listed = control.scenarios()
    assert [control.scenario(each.name).summary() for each in listed] == listed


def test_a_session_can_be_made_of_any_scenario(control: Control) -> None:
    for each in control.scenarios():
        for wanted in (each.name, control.scenario(each.name)):
            session = control.create(wanted).session
            assert control.state(session).job is None
            control.end(session)


def test_a_misspelt_scenario_is_told_with_the_near_miss(control: Control) -> None:
    with pytest.raises(ControlError) as caught:
        control.create("reset-midrun")
    assert str(caught.value) == (
        "No scenario is named 'reset-midrun' (did you mean 'reset-mid-run'?). "
        "`mock-backend --scenarios` lists them."
    )


def test_a_misspelt_fault_is_told_with_the_near_miss(visit: Visit) -> None:
    visitor = visit()
    with pytest.raises(ControlError) as caught:
        visitor.control.fault(visitor.session, {"fault": "silense"})
    assert str(caught.value).startswith(
        "unknown fault 'silense' (did you mean 'silence'?), expected one of: refusal, handshake-reset,"
    )


def test_a_fault_s_wrong_field_is_told(visit: Visit) -> None:
    visitor = visit()
    with pytest.raises(ControlError) as caught:
        visitor.control.fault(visitor.session, {"fault": "close", "code": 1006, "reson": ""})
    assert str(caught.value) == lines(
        """
        code: expected a code that may stand in a Close frame (1000-1003, 1007-1014, 3000-4999), got 1006
        reson: unknown field (did you mean 'reason'?), expected one of: connections, at, code, reason
        """
    )


def test_a_fault_that_is_not_on_cannot_be_taken_off(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "silence"}])
    with pytest.raises(ControlError) as caught:
        visitor.control.unfault(visitor.session, "silence-2")
    assert str(caught.value) == (
        "The session has no fault 'silence-2' (did you mean 'silence-1'?). There are: silence-1."
    )


@pytest.mark.parametrize(
    "path,body,sentence",
    [
        ("/advance", "{", "expected JSON: EOF while parsing an object at line 1 column 1"),
        ("/advance", "{}", "to: missing, expected seconds of the session's clock, 0 or more"),
        ("/advance", '{"to": -1}', "to: expected seconds of the session's clock, 0 or more, got -1"),
        (
            "/advance",
            '{"to": 1, "fyre": 1}',
            "fyre: unknown field (did you mean 'fire'?), expected one of: to, fire, one",
        ),
        ("/emit", '{"message": 1}', "message: expected a JSON object, got 1"),
        ("/faults", "[]", "expected a JSON object"),
    ],
)
def test_a_body_that_does_not_say_what_it_must_is_422(
    visit: Visit, server: Server, path: str, body: str, sentence: str
) -> None:
    session = visit().session
    assert call(server, "POST", f"/sessions/{session}{path}", body) == (422, {"detail": sentence})


def test_a_session_of_no_object_is_422(server: Server) -> None:
    sentence = "expected a JSON object, got []"
    assert call(server, "POST", "/sessions", "[]") == (422, {"detail": sentence})
    assert call(server, "POST", "/sessions", '{"scenario": []}') == (422, {"detail": sentence})


@pytest.mark.parametrize(
    "method,path,status,sentence",
    [
        ("GET", "/", 404, "The control API has no call GET /__mock__/."),
        ("GET", "/session", 404, "The control API has no call GET /__mock__/session."),
        ("PUT", "/sessions", 405, "The control API has no call PUT /__mock__/sessions, but POST."),
    ],
)
def test_a_call_that_there_is_not_is_told(
    server: Server, method: str, path: str, status: int, sentence: str
) -> None:
    assert call(server, method, path) == (status, {"detail": sentence})


def test_a_body_over_the_limit_is_413(visit: Visit, server: Server) -> None:
    path = f"/sessions/{visit().session}/emit"
    sentence = "The body is too large: 2,097,152 bytes at most."
    assert call(server, "POST", path, " " * 2_097_153) == (413, {"detail": sentence})


def test_a_query_that_is_no_number_is_told(visit: Visit, server: Server) -> None:
    path = f"/sessions/{visit().session}/state?newer_than=x"
    assert call(server, "GET", path) == (409, {"detail": "Expected a number, got 'x'."})


def test_a_host_that_is_none_is_refused(server: Server) -> None:
    status, answer = call(server, "GET", "/scenarios", Host="[::1")
    assert (status, "must be a loopback address" in answer["detail"]) == (403, True)


def test_a_host_that_is_not_loopback_is_not_let_in(server: Server) -> None:
    sentence = "The control API is for this machine: the Host must be a loopback address, not 'evil.example'."
    assert call(server, "GET", "/scenarios", Host="evil.example:8000") == (403, {"detail": sentence})


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "127.9.9.9:80", "[::1]:8000"])
def test_a_loopback_host_is_let_in(server: Server, host: str) -> None:
    assert call(server, "GET", "/scenarios", Host=host)[0] == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:3000", "null"])
def test_a_foreign_page_is_not_let_in(server: Server, origin: str) -> None:
    sentence = f"The control API is not for pages of {origin}."
    assert call(server, "POST", "/reset", Origin=origin) == (403, {"detail": sentence})


def test_a_page_of_its_own_is_let_in(server: Server) -> None:
    assert server.front_url is not None
    assert call(server, "GET", "/scenarios", Origin=server.front_url)[0] == 200


def test_sessions_are_bounded(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    control = visit().control
    monkeypatch.setattr(sessions, "LIMIT", 0)
    with pytest.raises(ControlError) as caught:
        control.create("success")
    assert str(caught.value) == "There are 0 sessions already: end some, or reset."


def test_a_client_without_a_backend_says_so() -> None:
    with Control("http://127.0.0.1:1") as control, pytest.raises(ControlError) as caught:
        control.scenarios()
    assert str(caught.value) == (
        "The mock backend at http://127.0.0.1:1 did not answer: [Errno 111] Connection refused."
    )


def test_a_client_whose_idle_connection_was_closed_asks_on_another() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n[]"
    closed = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_two() -> None:
            for _ in range(2):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)
                closed.set()

        listener.settimeout(10)
        answering = threading.Thread(target=answer_two, daemon=True)
        answering.start()
        with Control(f"http://127.0.0.1:{listener.getsockname()[1]}") as control:
            assert control.scenarios() == []
            assert closed.wait(10)
            assert control.scenarios() == []
        answering.join()


def test_a_client_that_was_interrupted_asks_on_another_connection(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = visit()
    with Control(visitor.control.url) as control:
        before = control.state(visitor.session)
        with monkeypatch.context() as patch:
            patch.setattr(HTTPConnection, "getresponse", Mock(side_effect=KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                control.scenarios()
        assert control.state(visitor.session) == before


def test_a_client_of_another_program_says_so(server: Server) -> None:
    url = f"{server.front_url}/other"
    with Control(url) as control, pytest.raises(ControlError) as caught:
        control.scenarios()
    assert str(caught.value) == (
        f"{url}/__mock__/scenarios answered no JSON: is another program listening there?"
    )
