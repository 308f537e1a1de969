"""Each fault of the handshake alone, as bytes on the wire."""

import pytest

from tests.backend.conftest import Visit
from tests.backend.peer import CLOSE
from tests.backend.telling import lines


@pytest.mark.parametrize(
    "status,line",
    [
        (200, "HTTP/1.1 200 OK"),
        (403, "HTTP/1.1 403 Forbidden"),
        (503, "HTTP/1.1 503 Service Unavailable"),
        (599, "HTTP/1.1 599 Unknown"),
    ],
)
def test_refusal_answers_with_its_status(visit: Visit, status: int, line: str) -> None:
    visitor = visit(faults=[{"fault": "refusal", "status": status, "body": "go away"}])
    peer = visitor.knocking()
    assert peer.status_line() == line
    assert peer.rest() == b"go away"
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        f"""
        0 socket.handshake connection=1
        0 socket.refused fault=refusal-1 status={status} connection=1
        0 socket.ended connection=1 code=1006 clean=false
        """
    )
    assert visitor.state().connections == []


def test_handshake_reset_is_a_rst(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "handshake-reset"}])
    peer = visitor.knocking()
    with pytest.raises(ConnectionResetError):
        peer.rest()
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.reset fault=handshake-reset-1 connection=1
        0 socket.ended connection=1 code=1006 clean=false
        """
    )
    assert visitor.state().connections == []


def test_handshake_silence_answers_nothing_until_the_session_ends(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "handshake-silence"}])
    peer = visitor.knocking()
    visitor.wait_for("socket.held")
    visitor.start()
    (connection,) = visitor.advance(1000).connections
    assert (connection.phase, connection.written) == ("held", 0)
    assert visitor.told("socket") == lines(
        """
        0 socket.handshake connection=1
        0 socket.held fault=handshake-silence-1 connection=1
        """
    )
    visitor.end()
    assert peer.rest() == b""


def test_a_page_that_gives_a_silent_handshake_up_is_told(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "handshake-silence"}])
    visitor.knocking().socket.close()
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.ended") == "0 socket.ended connection=1 code=1006 clean=false"
    assert visitor.state().connections == []


def test_refusal_carries_its_headers(visit: Visit) -> None:
    headers = {"Location": "https://localhost/elsewhere"}
    peer = visit(faults=[{"fault": "refusal", "status": 301, "headers": headers}]).knocking()
    head = peer.head().splitlines()
    assert head[0] == "HTTP/1.1 301 Moved Permanently"
    assert "Location: https://localhost/elsewhere" in head


def test_handshake_cut_is_a_fin_in_place_of_an_answer(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "handshake-cut"}])
    assert visitor.knocking().rest() == b""
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.cut fault=handshake-cut-1 connection=1
        0 socket.ended connection=1 code=1006 clean=false
        """
    )


def test_handshake_delay_answers_later(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "handshake-delay", "seconds": 3}])
    peer = visitor.knocking()
    visitor.wait_for("socket.held")
    (connection,) = visitor.advance(2.9).connections
    assert (connection.phase, visitor.state().next) == ("held", 3)
    (connection,) = visitor.advance(3).connections
    assert (connection.phase, connection.written) == ("open", 1)
    assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
    assert peer.message()["type"] == "connected"
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.held fault=handshake-delay-1 connection=1
        3 socket.accepted fault=handshake-delay-1 connection=1
        3 socket.sent connection=1 message=connected
        """
    )


def test_a_page_that_gives_a_delayed_handshake_up_is_not_answered(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "handshake-delay", "seconds": 3}])
    visitor.knocking().socket.close()
    visitor.wait_for("socket.ended")
    assert visitor.advance(3).connections == []
    assert visitor.told("socket.accepted") == ""


def test_wrong_accept_is_a_101_for_another_key(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "wrong-accept"}])
    peer = visitor.knocking()
    head = peer.head().splitlines()
    assert head[0] == "HTTP/1.1 101 Switching Protocols"
    accepts = [line for line in head if line.startswith("Sec-WebSocket-Accept: ")]
    assert len(accepts) == 1
    assert accepts != ["Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]
    peer.socket.close()
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.refused fault=wrong-accept-1 status=101 connection=1
        0 socket.ended connection=1 code=1006 clean=false
        """
    )


def test_early_close_comes_before_anything_else(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "early-close", "code": 1013, "reason": "busy"}])
    peer = visitor.knocking()
    assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
    assert peer.frame() == (CLOSE, b"\x03\xf5busy")
    peer.say({"job_id": "1"})
    peer.close(1013)
    assert peer.rest() == b""
    visitor.wait_for("socket.ended")
    assert visitor.told() == lines(
        """
        0 socket.handshake connection=1
        0 socket.accepted connection=1
        0 socket.close_sent fault=early-close-1 connection=1 code=1013 reason=busy
        0 socket.close_received connection=1 code=1013 reason=""
        0 socket.ended connection=1 code=1013 clean=true
        """
    )


def test_foreign_origin_is_refused_in_the_backend_s_own_words(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "foreign-origin"}])
    peer = visitor.knocking({"Origin": "http://localhost:3000"})
    assert peer.status_line() == "HTTP/1.1 403 Forbidden"
    assert peer.rest() == b"The origin http://localhost:3000 is not allowed.\n"
    assert visitor.told("socket.refused") == (
        "0 socket.refused fault=foreign-origin-1 status=403 connection=1"
    )


def test_it_concerns_the_named_connections_only(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "refusal", "status": 503, "connections": [1, 3]}])
    statuses = [visitor.knocking().status_line().split()[1] for _ in range(4)]
    assert statuses == ["503", "101", "503", "101"]


def test_the_first_one_in_the_file_wins(visit: Visit) -> None:
    visitor = visit(
        faults=[
            {"fault": "refusal", "status": 502, "connections": [2]},
            {"fault": "refusal", "status": 503},
        ]
    )
    statuses = [visitor.knocking().status_line().split()[1] for _ in range(3)]
    assert statuses == ["503", "502", "503"]
