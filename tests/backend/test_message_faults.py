"""Each fault that lasts on the messages of open sockets, alone."""

from tests.backend.conftest import Visit
from tests.backend.telling import lines

STEPS = [{"at": at, "progress": at * 10} for at in (1, 2, 3)]


def test_silence_writes_nothing_at_all(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "silence"}])
    visitor.start()
    peer = visitor.knocking()
    assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
    (connection,) = visitor.advance(3).connections
    assert (connection.phase, connection.written) == ("open", 0)
    assert visitor.told("socket") == lines(
        """
        0 socket.handshake connection=1
        0 socket.accepted connection=1
        0 socket.withheld fault=silence-1 connection=1 message=connected
        1 socket.withheld fault=silence-1 job=ID-1 connection=1 message=event
        2 socket.withheld fault=silence-1 job=ID-1 connection=1 message=event
        3 socket.withheld fault=silence-1 job=ID-1 connection=1 message=event
        """
    )
    visitor.end()
    assert peer.rest() == b""


def test_a_silent_socket_still_answers_a_close(visit: Visit) -> None:
    visitor = visit(faults=[{"fault": "silence"}])
    peer = visitor.knocking()
    peer.head()
    peer.close()
    assert peer.rest() == b"\x88\x00"


def test_silence_holds_from_its_beginning_and_not_at_its_end(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "silence", "from": 2, "until": 3}])
    visitor.start()
    peer = visitor.connected()
    visitor.advance(3)
    assert [peer.message()["data"]["progress"] for _ in range(2)] == [10, 30]
    assert visitor.told("socket.withheld").startswith("2 socket.withheld fault=silence-1")


def test_silence_leaves_the_truth_alone(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "silence"}])
    job = visitor.start()
    visitor.advance(3)
    assert visitor.status(job).json["progress"] == 30


def test_delay_writes_events_late_and_in_order(visit: Visit) -> None:
    visitor = visit(
        job=[*STEPS, {"at": 4, "completed": {}}], faults=[{"fault": "delay", "seconds": 2.5, "from": 3}]
    )
    visitor.start()
    peer = visitor.connected()
    visitor.advance(6.5)
    assert [peer.message()["event"] for _ in range(4)] == ["progress", "progress", "progress", "completed"]
    assert visitor.told("socket.sent", "job.completed") == lines(
        """
        0 socket.sent connection=1 message=connected
        1 socket.sent job=ID-1 connection=1 message=event
        2 socket.sent job=ID-1 connection=1 message=event
        4 job.completed job=ID-1
        5.5 socket.sent fault=delay-1 job=ID-1 connection=1 message=event
        6.5 socket.sent fault=delay-1 job=ID-1 connection=1 message=event
        """
    )


def test_a_late_event_carries_the_time_at_which_it_happened(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "delay", "seconds": 2}])
    visitor.start()
    peer = visitor.connected()
    visitor.advance(3)
    assert peer.message()["timestamp"] == "2026-01-01T00:00:01.000+00:00"


def test_the_next_late_event_is_the_next_thing_due(visit: Visit) -> None:
    visitor = visit(job=STEPS[:1], faults=[{"fault": "delay", "seconds": 2}])
    visitor.start()
    visitor.connected()
    assert visitor.advance(1).next == 3


def test_event_behind_answer_waits_for_the_next_status(visit: Visit) -> None:
    visitor = visit(job=STEPS, faults=[{"fault": "event-behind-answer", "from": 2}])
    job = visitor.start()
    peer = visitor.connected()
    visitor.advance(2.5)
    visitor.ask("GET", "/health")
    visitor.status("another")
    assert visitor.state().next == 3
    visitor.status(job)
    assert visitor.state().next == 2.5
    visitor.advance(3.5)
    assert [peer.message()["data"]["progress"] for _ in range(2)] == [10, 20]
    visitor.status(job)
    visitor.advance(3.5)
    assert peer.message()["data"]["progress"] == 30
    assert visitor.told("socket.sent", "http.answered") == lines(
        """
        0 http.answered job=ID-1 number=1 call=start status=200
        0 socket.sent connection=1 message=connected
        1 socket.sent job=ID-1 connection=1 message=event
        2.5 http.answered number=2 call=health status=200
        2.5 http.answered job=another number=3 call=status status=200
        2.5 http.answered job=ID-1 number=4 call=status status=200
        2.5 socket.sent fault=event-behind-answer-1 job=ID-1 connection=1 message=event
        3.5 http.answered job=ID-1 number=5 call=status status=200
        3.5 socket.sent fault=event-behind-answer-1 job=ID-1 connection=1 message=event
        """
    )
