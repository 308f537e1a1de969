"""Each fault of the initial connection message alone, as bytes on the wire."""

from typing import Any

from tests.backend.conftest import Visit
from tests.backend.peer import Peer
from tests.backend.telling import lines
from tests.backend.visitor import Visitor

STEP = [{"at": 1, "progress": 10}]


def opened(visitor: Visitor) -> Peer:
    """A socket of which nothing was read but the handshake's answer, with a job started at 0 s."""
    visitor.start()
    peer = visitor.knocking()
    assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
    return peer


def acknowledged(fault: dict[str, Any], visit: Visit) -> Visitor:
    return visit(job=STEP, faults=[fault])


def test_ack_missing_sends_none(visit: Visit) -> None:
    visitor = acknowledged({"fault": "ack-missing"}, visit)
    peer = opened(visitor)
    visitor.advance(1)
    assert peer.message()["event"] == "progress"
    assert visitor.told("socket.sent", "socket.withheld") == lines(
        """
        0 socket.withheld fault=ack-missing-1 connection=1 message=connected
        1 socket.sent job=ID-1 connection=1 message=event
        """
    )


def test_ack_delay_sends_it_after_events(visit: Visit) -> None:
    visitor = acknowledged({"fault": "ack-delay", "seconds": 1.5}, visit)
    peer = opened(visitor)
    assert visitor.advance(1).next == 1.5
    visitor.advance(1.5)
    assert peer.message()["event"] == "progress"
    assert peer.message()["type"] == "connected"
    assert visitor.told("socket.sent") == lines(
        """
        1 socket.sent job=ID-1 connection=1 message=event
        1.5 socket.sent fault=ack-delay-1 connection=1 message=connected
        """
    )


def test_a_late_ack_finds_no_socket_that_was_closed(visit: Visit) -> None:
    visitor = acknowledged({"fault": "ack-delay", "seconds": 1.5}, visit)
    opened(visitor).close()
    visitor.wait_for("socket.ended")
    visitor.advance(2)
    assert visitor.told("socket.sent") == ""


def test_ack_twice_sends_the_same_twice(visit: Visit) -> None:
    visitor = acknowledged({"fault": "ack-twice"}, visit)
    peer = opened(visitor)
    first = peer.message()
    assert first["type"] == "connected"
    assert peer.message() == first


def test_ack_form_sends_another_with_the_real_id_in_it(visit: Visit) -> None:
    form = {"message": "connected", "connection_id": None, "more": 1}
    visitor = acknowledged({"fault": "ack-form", "message": form}, visit)
    message = opened(visitor).message()
    number = message.pop("connection_id")
    assert message == {"message": "connected", "more": 1}
    assert len(number) == 36
    assert visitor.told("socket.sent") == "0 socket.sent fault=ack-form-1 connection=1 message=connected"


def test_ack_form_fills_in_the_id_and_nothing_else(visit: Visit) -> None:
    form = {"type": None, "message": None}
    assert opened(acknowledged({"fault": "ack-form", "message": form}, visit)).message() == form


def test_ack_form_may_wait_for_the_first_frame(visit: Visit) -> None:
    form = {"message": "connected"}
    visitor = acknowledged({"fault": "ack-form", "message": form, "after_frame": True}, visit)
    peer = opened(visitor)
    visitor.advance(1)
    assert peer.message()["event"] == "progress"
    peer.say({"job_id": "1"})
    assert peer.message() == form
    peer.say({"job_id": "1"})
    peer.close()
    assert peer.rest() == b"\x88\x00"


def test_it_concerns_the_named_connections_only(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "ack-twice", "connections": [2]}])
    opened(visitor)
    opened(visitor)
    visitor.wait_until(lambda state: sum(connection.written for connection in state.connections) == 3)
    assert [connection.written for connection in visitor.state().connections] == [1, 2]


def test_silence_swallows_it_too(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "ack-twice"}, {"fault": "silence"}])
    opened(visitor)
    assert visitor.state().connections[0].written == 0
    assert visitor.told("socket.withheld").count("fault=silence-1") == 2
