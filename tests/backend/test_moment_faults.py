"""Each fault that acts on open sockets at a moment, alone, as bytes on the wire."""

import json
import socket
import struct

import pytest

from tests.backend.conftest import Visit
from tests.backend.peer import CLOSE, TEXT, Peer
from tests.backend.telling import lines
from tests.backend.visitor import Visitor

QUIET: list[object] = []
"""A job that does nothing of its own."""


def open_socket(visitor: Visitor) -> Peer:
    """With a job started at 0 s."""
    visitor.start()
    return visitor.connected()


def test_reset_is_a_rst_without_a_close_frame(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "reset", "at": 5}])
    peer = open_socket(visitor)
    state = visitor.advance(5)
    with pytest.raises(ConnectionResetError):
        peer.rest()
    assert state.connections == []
    assert visitor.told("socket.reset", "socket.ended") == lines(
        """
        5 socket.reset fault=reset-1 connection=1
        5 socket.ended connection=1 code=1006 clean=false
        """
    )


def test_cut_is_a_fin_without_a_close_frame(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "cut", "at": 5}])
    peer = open_socket(visitor)
    state = visitor.advance(5)
    assert peer.rest() == b""
    assert state.connections == []
    assert visitor.told("socket.cut", "socket.ended") == lines(
        """
        5 socket.cut fault=cut-1 connection=1
        5 socket.ended connection=1 code=1006 clean=false
        """
    )


def test_what_was_written_before_a_reset_arrives(visit: Visit) -> None:
    visitor = visit(job=[{"at": 5, "progress": 50}], faults=[{"fault": "reset", "at": 5}])
    peer = open_socket(visitor)
    visitor.advance(5)
    assert peer.message()["data"]["progress"] == 50
    with pytest.raises(ConnectionResetError):
        peer.rest()


def test_close_is_a_close_frame_with_code_and_reason(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "close", "at": 5, "code": 1011, "reason": "Oh"}])
    peer = open_socket(visitor)
    (connection,) = visitor.advance(5).connections
    assert peer.frame() == (CLOSE, struct.pack("!H", 1011) + b"Oh")
    assert connection.phase == "closing"
    peer.close(1011)
    assert peer.rest() == b""
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.close", "socket.ended") == lines(
        """
        5 socket.close_sent fault=close-1 connection=1 code=1011 reason=Oh
        5 socket.close_received connection=1 code=1011 reason=""
        5 socket.ended connection=1 code=1011 clean=true
        """
    )


def test_a_close_that_the_page_does_not_answer_is_not_clean(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "close", "at": 5, "code": 1000}])
    peer = open_socket(visitor)
    visitor.advance(5)
    peer.socket.close()
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.ended") == "5 socket.ended connection=1 code=1006 clean=false"


def test_nothing_is_written_after_a_close_frame(visit: Visit) -> None:
    visitor = visit(job=[{"at": 6, "progress": 50}], faults=[{"fault": "close", "at": 5, "code": 1000}])
    peer = open_socket(visitor)
    visitor.advance(6)
    assert peer.frame() == (CLOSE, b"\x03\xe8")
    peer.close(1000)
    assert peer.rest() == b""


def test_malformed_is_a_text_frame_that_is_no_json(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "malformed", "at": 5}])
    peer = open_socket(visitor)
    (connection,) = visitor.advance(5).connections
    opcode, payload = peer.frame()
    assert opcode == TEXT
    with pytest.raises(ValueError, match="Unterminated string"):
        json.loads(payload)
    assert connection.written == 2
    assert visitor.told("socket.sent") == lines(
        """
        0 socket.sent connection=1 message=connected
        5 socket.sent fault=malformed-1 connection=1 message=raw
        """
    )


def test_malformed_text_can_be_chosen(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "malformed", "at": 5, "text": "<html>"}])
    peer = open_socket(visitor)
    visitor.advance(5)
    assert peer.text() == "<html>"


@pytest.mark.parametrize(
    "event,data",
    [
        ("progress", {"progress": 77, "current_api": "autumna"}),
        ("completed", {"results": {}, "fusion_analysis": {}, "total_cost": 9.99}),
        ("failed", {"error": "The other job failed"}),
    ],
)
def test_foreign_event_names_a_job_that_is_none(visit: Visit, event: str, data: object) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "foreign-event", "at": 5, "event": event}])
    job = visitor.start()
    peer = visitor.connected()
    visitor.advance(5)
    message = peer.message()
    foreign = message.pop("job_id")
    assert message == {"event": event, "data": data, "timestamp": "2026-01-01T00:00:05.000+00:00"}
    assert foreign != job
    assert visitor.status(foreign).json["status"] == "pending"
    assert visitor.told("job", "socket.sent") == lines(
        """
        0 job.started job=ID-1
        0 socket.sent connection=1 message=connected
        5 socket.sent fault=foreign-event-1 job=ID-2 connection=1 message=event
        """
    )


def test_it_acts_on_every_open_socket(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "reset", "at": 5}])
    peers = [open_socket(visitor), visitor.connected()]
    visitor.advance(5)
    for peer in peers:
        with pytest.raises(ConnectionResetError):
            peer.rest()


def test_with_no_socket_open_it_does_nothing(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "reset", "at": 5}])
    visitor.start()
    visitor.advance(5)
    assert visitor.told("socket") == ""
    assert visitor.connected().socket.type == socket.SOCK_STREAM


def test_it_acts_again_in_the_next_run(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "malformed", "at": 5, "text": "?"}])
    peer = open_socket(visitor)
    visitor.advance(10)
    visitor.start()
    visitor.advance(15)
    assert [peer.text(), peer.text()] == ["?", "?"]


def test_at_the_same_instant_steps_come_first_then_faults_in_file_order(visit: Visit) -> None:
    visitor = visit(
        job=[{"at": 5, "progress": 50}],
        faults=[
            {"fault": "malformed", "at": 5, "text": "first"},
            {"fault": "malformed", "at": 5, "text": "second"},
        ],
    )
    peer = open_socket(visitor)
    visitor.advance(5)
    assert peer.message()["event"] == "progress"
    assert [peer.text(), peer.text()] == ["first", "second"]
    assert visitor.told("socket.sent").splitlines()[-1] == (
        "5 socket.sent fault=malformed-2 connection=1 message=raw"
    )
