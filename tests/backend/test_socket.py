"""The progress socket, without faults."""

from tests.backend.conftest import Visit
from tests.backend.peer import CLOSE, PING, PONG
from tests.backend.telling import lines, numbered

PROGRESS = {"at": 1, "progress": 50, "api": "cqc"}


def test_the_handshake_answers_the_key_and_agrees_to_no_extension(visit: Visit) -> None:
    peer = visit().knocking({"Sec-WebSocket-Extensions": "permessage-deflate"})
    head = [line for line in peer.head().splitlines() if not line.startswith("Date")]
    assert head == [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ]


def test_the_initial_connection_message_comes_first(visit: Visit) -> None:
    peer = visit().knocking()
    peer.head()
    assert numbered(peer.text()) == (
        '{"type":"connected","connection_id":"ID-1","message":"WebSocket connected"}'
    )


def test_each_step_of_the_job_is_an_event(visit: Visit) -> None:
    visitor = visit(job=[PROGRESS, {"at": 2, "completed": {"results": {"cqc": 1}, "total_cost": 0.5}}])
    job = visitor.start()
    peer = visitor.connected()
    visitor.advance(2)
    assert [peer.message(), peer.message()] == [
        {
            "job_id": job,
            "event": "progress",
            "data": {"progress": 50, "current_api": "cqc"},
            "timestamp": "2026-01-01T00:00:01.000+00:00",
        },
        {
            "job_id": job,
            "event": "completed",
            "data": {"results": {"cqc": 1}, "fusion_analysis": {}, "total_cost": 0.5},
            "timestamp": "2026-01-01T00:00:02.000+00:00",
        },
    ]


def test_a_failure_is_an_event(visit: Visit) -> None:
    visitor = visit(job=[{"at": 2.5, "failed": "cqc: 401"}])
    job = visitor.start()
    peer = visitor.connected()
    visitor.advance(3)
    assert peer.message() == {
        "job_id": job,
        "event": "failed",
        "data": {"error": "cqc: 401"},
        "timestamp": "2026-01-01T00:00:02.500+00:00",
    }


def test_every_socket_gets_every_job_s_events(visit: Visit) -> None:
    visitor = visit(job=[PROGRESS])
    first, second = visitor.connected(), visitor.connected()
    jobs = [visitor.start(), visitor.start()]
    visitor.advance(1)
    assert [first.message()["job_id"], first.message()["job_id"]] == jobs
    assert [second.message()["job_id"], second.message()["job_id"]] == jobs


def test_the_page_s_close_is_answered_and_the_connection_ended(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.close(1000)
    assert peer.frame() == (CLOSE, b"\x03\xe8")
    assert peer.rest() == b""
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.close", "socket.ended") == lines(
        """
        0 socket.close_received connection=1 code=1000 reason=""
        0 socket.ended connection=1 code=1000 clean=true
        """
    )
    assert visitor.state().connections == []


def test_a_page_that_goes_without_a_close_frame_is_1006(visit: Visit) -> None:
    visitor = visit()
    visitor.connected().socket.close()
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.ended") == "0 socket.ended connection=1 code=1006 clean=false"


def test_a_ping_is_answered(visit: Visit) -> None:
    peer = visit().connected()
    peer.send(PING, b"hello")
    assert peer.frame() == (PONG, b"hello")


def test_a_message_in_fragments_is_one(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.send(1, b'{"job_id": "a', fin=False)
    peer.send(0, b'bc"}')
    visitor.wait_for("socket.received")
    (received,) = visitor.control.journal(visitor.session, since=3)
    assert (received.payload, received.size, received.job) == ({"job_id": "abc"}, 17, "abc")


def test_text_that_is_no_utf8_is_closed_with_1007(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.send(1, b"\xff")
    opcode, payload = peer.frame()
    assert (opcode, payload[:2]) == (CLOSE, b"\x03\xef")
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.close", "socket.ended") == lines(
        """
        0 socket.close_sent connection=1 code=1007 reason=a text message that is no UTF-8
        0 socket.ended connection=1 code=1006 clean=false
        """
    )


def test_a_message_over_a_mebibyte_is_closed_with_1009(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.socket.sendall(b"\x81\xff" + (2**20 + 1).to_bytes(8, "big"))
    assert peer.frame()[1][:2] == b"\x03\xf1"


def test_the_state_counts_what_was_written_and_received(visit: Visit) -> None:
    visitor = visit(job=[PROGRESS])
    visitor.start()
    peer = visitor.connected()
    peer.say({"job_id": "x"})
    visitor.wait_for("socket.received")
    state = visitor.advance(1)
    assert [connection.model_dump() for connection in state.connections] == [
        {"number": 1, "phase": "open", "listener": "backend", "written": 2, "received": 1, "pings": 0}
    ]


def test_another_path_is_404(visit: Visit) -> None:
    visitor = visit()
    assert visitor.knocking(path="/ws/other").status_line() == "HTTP/1.1 404 Not Found"
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.refused status=404 connection=1
        0 socket.ended connection=1 code=1006 clean=false
        """
    )


def test_a_handshake_without_a_key_is_400(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.peer()
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
    peer.ask("GET", "/ws/test-progress", {**visitor.cookie, **upgrade})
    assert peer.status_line() == "HTTP/1.1 400 Bad Request"


def test_a_handshake_whose_path_is_too_long_is_refused(visit: Visit) -> None:
    peer = visit().knocking(path=f"/ws/test-progress?token={'x' * 16_000}")
    assert peer.status_line().startswith("HTTP/1.1 414 ")
    assert peer.rest().startswith(b"Failed to open a WebSocket connection: ")
