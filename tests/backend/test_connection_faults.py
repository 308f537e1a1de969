"""Each fault of an open connection and of its end, beyond reset, cut and close, as bytes on the wire."""

import pytest

from mock_backend.client import ControlError
from tests.backend.conftest import Visit
from tests.backend.peer import CLOSE, PING, PONG, Peer
from tests.backend.telling import lines
from tests.backend.visitor import Visitor

QUIET: list[object] = []
STEPS = [{"at": at, "progress": at * 10} for at in (1, 2, 3)]


def open_socket(visitor: Visitor) -> Peer:
    """With a job started at 0 s."""
    visitor.start()
    return visitor.connected()


@pytest.mark.parametrize("code", [1005, 1006, 1015])
def test_invalid_close_carries_a_code_that_none_may(visit: Visit, code: int) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "invalid-close", "at": 5, "code": code}])
    peer = open_socket(visitor)
    (connection,) = visitor.advance(5).connections
    assert connection.phase == "closing"
    assert peer.frame() == (CLOSE, code.to_bytes(2, "big"))
    peer.close(1002)
    assert peer.rest() == b""
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.close", "socket.ended") == lines(
        f"""
        5 socket.close_sent fault=invalid-close-1 connection=1 code={code} reason=""
        5 socket.close_received connection=1 code=1002 reason=""
        5 socket.ended connection=1 code=1002 clean=false
        """
    )


def test_half_open_neither_reads_nor_writes_nor_ends(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "half-open", "at": 1.5}])
    peer = open_socket(visitor)
    visitor.advance(1.5)
    assert peer.message()["event"] == "progress"
    peer.say({"job_id": "1"})
    peer.send(PING)
    peer.close()
    (connection,) = visitor.advance(3).connections
    assert (connection.phase, connection.written, connection.received) == ("stalled", 2, 0)
    peer.socket.settimeout(0.2)
    with pytest.raises(TimeoutError):
        peer.rest()
    assert visitor.told("socket").splitlines()[3:] == [
        "1 socket.sent job=ID-1 connection=1 message=event",
        "1.5 socket.stalled fault=half-open-1 connection=1",
        "2 socket.withheld fault=half-open-1 job=ID-1 connection=1 message=event",
        "3 socket.withheld fault=half-open-1 job=ID-1 connection=1 message=event",
    ]


def test_a_half_open_connection_can_be_reset(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "half-open", "at": 1}, {"fault": "reset", "at": 2}])
    peer = open_socket(visitor)
    assert visitor.advance(2).connections == []
    with pytest.raises(ConnectionResetError):
        peer.rest()
    assert visitor.told("socket.reset") == "2 socket.reset fault=reset-1 connection=1"


def test_a_session_ends_when_the_page_of_a_half_open_connection_is_gone(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "half-open", "at": 0.5}])
    peer = open_socket(visitor)
    visitor.advance(0.5)
    peer.reset()
    assert visitor.advance(3).connections[0].phase == "stalled"
    visitor.end()
    with pytest.raises(ControlError, match="No session"):
        visitor.state()


def test_close_silence_never_answers_the_page_s_close_frame(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "close-silence"}])
    peer = open_socket(visitor)
    peer.close(1000)
    visitor.wait_for("socket.close_withheld")
    (connection,) = visitor.advance(1000).connections
    assert connection.phase == "withheld"
    peer.socket.settimeout(0.2)
    with pytest.raises(TimeoutError):
        peer.rest()
    peer.socket.close()
    visitor.wait_for("socket.ended")
    assert visitor.told("socket").splitlines()[3:] == [
        '0 socket.close_received connection=1 code=1000 reason=""',
        "0 socket.close_withheld fault=close-silence-1 connection=1",
        "1000 socket.ended connection=1 code=1000 clean=false",
    ]


def test_close_delay_answers_the_page_s_close_frame_late(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "close-delay", "seconds": 2}])
    peer = open_socket(visitor)
    peer.close(1000)
    visitor.wait_for("socket.close_withheld")
    assert visitor.state().next == 2
    visitor.advance(2)
    assert peer.rest() == b"\x88\x02\x03\xe8"
    visitor.wait_for("socket.ended")
    assert visitor.told("socket").splitlines()[3:] == [
        '0 socket.close_received connection=1 code=1000 reason=""',
        "0 socket.close_withheld fault=close-delay-1 connection=1",
        "2 socket.ended connection=1 code=1000 clean=true",
    ]


def test_a_close_that_the_backend_began_is_finished_at_once(visit: Visit) -> None:
    faults = [{"fault": "close-silence"}, {"fault": "close", "at": 1, "code": 1000}]
    visitor = visit(job=QUIET, faults=faults)
    peer = open_socket(visitor)
    visitor.advance(1)
    peer.frame()
    peer.close(1000)
    assert peer.rest() == b""


def test_pings_come_again_and_again(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "pings", "at": 1, "every": 2}])
    peer = open_socket(visitor)
    for at in (1, 3, 5):
        visitor.advance(at, fire=False)
        peer.send(PONG)
        visitor.advance(at)
        assert peer.frame() == (PING, b"")
        peer.send(PONG)
        visitor.wait_for("socket.ponged", times=(at + 1) // 2)
    assert visitor.state().next == 7
    assert visitor.told("socket.p") == lines(
        """
        1 socket.pinged fault=pings-1 connection=1
        1 socket.ponged connection=1
        3 socket.pinged fault=pings-1 connection=1
        3 socket.ponged connection=1
        5 socket.pinged fault=pings-1 connection=1
        5 socket.ponged connection=1
        """
    )


@pytest.mark.timeout(20)
def test_no_step_of_the_clock_waits_for_the_answer_to_a_ping(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "pings", "at": 1, "every": 1}])
    peer = open_socket(visitor)
    (connection,) = visitor.advance(60).connections
    assert (connection.phase, connection.pings) == ("open", 60)
    for _ in range(60):
        assert peer.frame() == (PING, b"")
        peer.send(PONG)
    visitor.wait_until(lambda state: state.connections[0].pings == 0)


def test_a_pong_that_no_ping_asked_for_is_no_entry(visit: Visit) -> None:
    visitor = visit(job=QUIET)
    peer = open_socket(visitor)
    peer.send(PONG)
    peer.say({"job_id": "1"})
    visitor.wait_for("socket.received")
    assert visitor.told("socket.ponged") == ""


@pytest.mark.timeout(20)
def test_a_client_that_does_not_read_is_waited_for_once(visit: Visit) -> None:
    steps = [{"at": at, "progress": at} for at in range(3, 43)]
    faults = [{"fault": "oversized", "at": 1, "bytes": 33_554_432}, {"fault": "cut", "at": 2}]
    visitor = visit(job=steps, faults=faults)
    open_socket(visitor)
    assert visitor.advance(42).now == 42
    assert "socket.ended" not in visitor.told("socket")


def test_reset_after_is_a_rst_right_after_the_nth_event(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "reset-after", "events": 2}])
    peer = open_socket(visitor)
    assert visitor.advance(2).connections == []
    assert [peer.message()["data"]["progress"] for _ in range(2)] == [10, 20]
    with pytest.raises(ConnectionResetError):
        peer.rest()
    assert visitor.told("socket.reset") == "2 socket.reset fault=reset-after-1 connection=1"


def test_cut_after_is_a_fin_right_after_the_nth_event(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "cut-after", "events": 1}])
    peer = open_socket(visitor)
    assert visitor.advance(1).connections == []
    assert peer.message()["data"]["progress"] == 10
    assert peer.rest() == b""


def test_close_after_is_a_close_frame_right_after_the_nth_event(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "close-after", "events": 1, "code": 4000, "reason": "x"}])
    peer = open_socket(visitor)
    visitor.advance(2)
    assert peer.message()["data"]["progress"] == 10
    assert peer.frame() == (CLOSE, b"\x0f\xa0x")


def test_invalid_close_after_is_a_close_frame_of_no_valid_code_right_after_the_nth_event(
    visit: Visit,
) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "invalid-close-after", "events": 1, "code": 1006}])
    peer = open_socket(visitor)
    visitor.advance(1)
    assert peer.message()["event"] == "progress"
    assert peer.frame() == (CLOSE, (1006).to_bytes(2, "big"))
    peer.close(1002)
    assert peer.rest() == b""
    visitor.wait_for("socket.ended")
    assert visitor.told("socket.close", "socket.ended") == lines(
        """
        1 socket.close_sent fault=invalid-close-after-1 connection=1 code=1006 reason=""
        1 socket.close_received connection=1 code=1002 reason=""
        1 socket.ended connection=1 code=1002 clean=false
        """
    )


def test_each_connection_counts_its_own_events(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "reset-after", "events": 1}])
    open_socket(visitor)
    assert visitor.advance(1).connections == []
    visitor.connected()
    assert visitor.advance(2).connections == []
    assert visitor.told("socket.reset") == lines(
        """
        1 socket.reset fault=reset-after-1 connection=1
        2 socket.reset fault=reset-after-1 connection=2
        """
    )


def test_a_moment_may_concern_some_connections_only(visit: Visit) -> None:
    visitor = visit(job=QUIET, faults=[{"fault": "reset", "at": 5, "connections": [2]}])
    open_socket(visitor)
    visitor.connected()
    assert [connection.number for connection in visitor.advance(5).connections] == [1]


def test_pings_put_on_by_hand_come_again_too(visit: Visit) -> None:
    visitor = visit(job=QUIET)
    open_socket(visitor)
    visitor.control.fault(visitor.session, {"fault": "pings", "every": 2})
    visitor.advance(4)
    assert visitor.told("socket.pinged").splitlines() == [
        f"{at} socket.pinged fault=pings-1 connection=1" for at in (0, 2, 4)
    ]
