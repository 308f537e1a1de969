"""Each fault of frames alone, as bytes on the wire."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from mock_backend.faults.catalogue import any_fault
from tests.backend.conftest import Visit
from tests.backend.peer import CLOSE, TEXT, Peer
from tests.backend.telling import lines
from tests.backend.visitor import Visitor

STEPS = [{"at": 1, "progress": 10, "api": "cqc"}, {"at": 2, "progress": 20}, {"at": 3, "progress": 30}]
BINARY = 2


def played(visit: Visit, *faults: dict[str, Any], to: float = 1.5) -> tuple[Visitor, Peer]:
    """A socket that has read the connection message and the event at 1 s."""
    visitor = visit(job=STEPS, faults=list(faults))
    visitor.start()
    peer = visitor.connected()
    visitor.advance(to)
    assert peer.message()["data"]["progress"] == 10
    return visitor, peer


def acts(visitor: Visitor) -> list[str]:
    return [line for line in visitor.told("socket").splitlines() if "fault=" in line]


@pytest.mark.parametrize("value", [None, [], "x", 5, {"type": "heartbeat"}])
def test_wrong_shape_is_any_json(visit: Visit, value: Any) -> None:
    _, peer = played(visit, {"fault": "wrong-shape", "at": 1.5, "value": value})
    assert peer.message() == value


def test_malformed_may_be_empty(visit: Visit) -> None:
    _, peer = played(visit, {"fault": "malformed", "at": 1.5, "text": ""})
    assert peer.frame() == (TEXT, b"")


def test_malformed_may_be_nan_which_is_no_json(visit: Visit) -> None:
    text = '{"job_id": "{job_id}", "progress": NaN}'
    visitor, peer = played(visit, {"fault": "malformed", "at": 1.5, "text": text})
    job = visitor.state().job
    assert job is not None
    told = text.replace("{job_id}", job.job_id)
    assert peer.text() == told
    assert visitor.control.journal(visitor.session)[-1].payload == told


def test_malformed_may_come_many_times_over(visit: Visit) -> None:
    _, peer = played(visit, {"fault": "malformed", "at": 1.5, "text": "{", "times": 3})
    assert [peer.text() for _ in range(3)] == ["{"] * 3


def test_what_json_cannot_say_is_no_wrong_shape() -> None:
    with pytest.raises(ValidationError):
        any_fault.validate_python({"fault": "wrong-shape", "at": 1, "value": float("nan")})


def test_binary_is_a_binary_message_that_counts(visit: Visit) -> None:
    visitor, peer = played(visit, {"fault": "binary", "at": 1.5, "hex": "00 ff"})
    assert peer.frame() == (BINARY, b"\x00\xff")
    assert visitor.state().connections[0].written == 3
    entry = visitor.control.journal(visitor.session)[-1]
    assert (entry.kind, entry.message, entry.payload, entry.size) == ("socket.sent", "raw", "00ff", 2)


def test_oversized_is_a_message_of_so_many_bytes(visit: Visit) -> None:
    _, peer = played(visit, {"fault": "oversized", "at": 1.5})
    text = peer.text()
    assert len(text) == 1_048_576
    assert list(json.loads(text)) == ["padding"]


def test_burst_is_the_truth_so_many_times(visit: Visit) -> None:
    visitor, peer = played(visit, {"fault": "burst", "at": 1.5, "times": 500})
    messages = [peer.message() for _ in range(500)]
    assert {message["timestamp"] for message in messages} == {"2026-01-01T00:00:01.500+00:00"}
    job = visitor.state().job
    assert job is not None
    assert (
        messages[0]
        == messages[-1]
        == {
            "job_id": job.job_id,
            "event": "progress",
            "data": {"progress": 10, "current_api": "cqc"},
            "timestamp": "2026-01-01T00:00:01.500+00:00",
        }
    )
    assert visitor.state().connections[0].written == 502
    entry = visitor.control.journal(visitor.session)[-1]
    assert (entry.kind, entry.payload, entry.times) == ("socket.sent", messages[0], 500)


def test_a_burst_stops_where_a_fault_acts_after_so_many_events(visit: Visit) -> None:
    reset = {"fault": "reset-after", "events": 3}
    visitor, peer = played(visit, {"fault": "burst", "at": 1.5, "times": 500}, reset)
    with pytest.raises(ConnectionResetError):
        peer.rest()
    last = visitor.control.journal(visitor.session)[-3:]
    assert [(entry.kind, entry.times) for entry in last] == [
        ("socket.sent", 2),
        ("socket.reset", None),
        ("socket.ended", None),
    ]


@pytest.mark.parametrize(
    "message",
    [
        {"event": "warning", "data": {}},
        {"event": "progress"},
        {"event": "progress", "data": {"progress": None}},
        {"event": "completed", "data": {}},
    ],
)
def test_own_event_is_as_it_was_written(visit: Visit, message: dict[str, Any]) -> None:
    visitor, peer = played(visit, {"fault": "own-event", "at": 1.5, "message": message})
    job = visitor.state().job
    assert job is not None
    timestamp = "2026-01-01T00:00:01.500+00:00"
    assert peer.message() == {"job_id": job.job_id, **message, "timestamp": timestamp}
    assert (job.status, job.progress) == ("running", 10)


def test_event_after_comes_right_after_the_nth_event(visit: Visit) -> None:
    message = {"event": "failed", "data": {"error": "late"}}
    visitor, peer = played(visit, {"fault": "event-after", "events": 1, "message": message}, to=1)
    assert peer.message()["data"] == {"error": "late"}
    assert acts(visitor) == ["1 socket.sent fault=event-after-1 job=ID-1 connection=1 message=event"]


def test_invalid_utf8_is_no_message(visit: Visit) -> None:
    visitor, peer = played(visit, {"fault": "invalid-utf8", "at": 1.5})
    opcode, payload = peer.frame()
    assert opcode == TEXT
    with pytest.raises(UnicodeDecodeError):
        payload.decode()
    (connection,) = visitor.state().connections
    assert (connection.phase, connection.written) == ("closing", 2)
    peer.close(1007)
    assert peer.frame() == (CLOSE, b"\x03\xef")
    visitor.wait_for("socket.ended")
    assert visitor.told("socket").splitlines()[4:] == [
        "1.5 socket.broken fault=invalid-utf8-1 connection=1",
        '1.5 socket.close_received connection=1 code=1007 reason=""',
        "1.5 socket.ended connection=1 code=1007 clean=true",
    ]


def test_reserved_opcode_is_no_message(visit: Visit) -> None:
    visitor, peer = played(visit, {"fault": "reserved-opcode", "at": 1.5})
    assert peer.frame() == (3, b"{}")
    assert acts(visitor) == ["1.5 socket.broken fault=reserved-opcode-1 connection=1"]
    assert visitor.state().connections[0].written == 2


def test_half_frame_promises_more_than_comes_before_the_rst(visit: Visit) -> None:
    visitor, peer = played(visit, {"fault": "half-frame", "at": 1.5})
    with pytest.raises(ConnectionResetError):
        peer.frame()
    assert peer._buffer == b'{"event": "progress", "data": {"prog'
    assert visitor.state().connections == []
    assert acts(visitor) == [
        "1.5 socket.broken fault=half-frame-1 connection=1",
        "1.5 socket.reset fault=half-frame-1 connection=1",
    ]


def test_fragments_are_one_message_in_several_frames(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "fragments", "parts": 3, "from": 1, "until": 2}])
    visitor.start()
    peer = visitor.connected()
    visitor.advance(2)
    heads = []
    whole = b""
    for _ in range(3):
        first, size = peer._exactly(2)
        heads.append(first)
        whole += peer._exactly(size)
    assert heads == [0x01, 0x00, 0x80]
    assert json.loads(whole)["data"] == {"progress": 10, "current_api": "cqc"}
    assert peer.message()["data"]["progress"] == 20
    assert visitor.state().connections[0].written == 3


def test_duplicate_writes_each_event_twice(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "duplicate", "from": 2, "until": 3}])
    visitor.start()
    peer = visitor.connected()
    visitor.advance(3)
    assert [peer.message()["data"]["progress"] for _ in range(4)] == [10, 20, 20, 30]
    assert visitor.told("socket.sent") == lines(
        """
        0 socket.sent connection=1 message=connected
        1 socket.sent job=ID-1 connection=1 message=event
        2 socket.sent fault=duplicate-1 job=ID-1 connection=1 message=event
        2 socket.sent fault=duplicate-1 job=ID-1 connection=1 message=event
        3 socket.sent job=ID-1 connection=1 message=event
        """
    )


def test_reorder_swaps_two_neighbours(visit: Visit) -> None:
    job = [*STEPS, {"at": 4, "completed": {}}]
    visitor = visit(job=job, faults=[{"fault": "reorder"}])
    visitor.start()
    peer = visitor.connected()
    visitor.advance(4)
    told = [peer.message() for _ in range(4)]
    assert [each["data"].get("progress") for each in told] == [20, 10, None, 30]
    assert acts(visitor) == [
        f"{at} socket.sent fault=reorder-1 job=ID-1 connection=1 message=event" for at in (2, 2, 4, 4)
    ]


def test_reorder_swaps_events_of_one_job_only(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "reorder"}])
    first = visitor.start()
    peer = visitor.connected()
    visitor.advance(10)
    second = visitor.start()
    visitor.advance(20)
    told = [peer.message() for _ in range(4)]
    assert [(each["job_id"], each["data"]["progress"]) for each in told] == [
        (first, 20),
        (first, 10),
        (second, 20),
        (second, 10),
    ]
    assert visitor.state().connections[0].written == 5
