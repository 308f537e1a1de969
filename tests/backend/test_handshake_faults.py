"""Each fault of the handshake alone, as bytes on the wire."""

import pytest

from tests.backend.conftest import Visit
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
