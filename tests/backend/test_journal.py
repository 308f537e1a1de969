from mock_backend.journal import Entry, Journal
from tests.backend.conftest import Visit
from tests.backend.telling import lines


def test_a_run_is_told_whole(visit: Visit) -> None:
    visitor = visit(job=[{"at": 1, "progress": 50, "api": "cqc"}, {"at": 2, "completed": {}}])
    job = visitor.start()
    peer = visitor.connected()
    peer.say({"job_id": job})
    visitor.wait_for("socket.received")
    visitor.advance(1)
    visitor.status(job)
    visitor.advance(2)
    peer.close()
    visitor.wait_for("socket.ended")
    visitor.results(job)
    assert visitor.told() == lines(
        """
        0 http.request number=1 call=start
        0 job.started job=ID-1
        0 http.answered job=ID-1 number=1 call=start status=200
        0 socket.handshake connection=1
        0 socket.accepted connection=1
        0 socket.sent connection=1 message=connected
        0 socket.received job=ID-1 connection=1
        1 job.progress job=ID-1
        1 socket.sent job=ID-1 connection=1 message=event
        1 http.request job=ID-1 number=2 call=status
        1 http.answered job=ID-1 number=2 call=status status=200
        2 job.completed job=ID-1
        2 socket.sent job=ID-1 connection=1 message=event
        2 socket.close_received connection=1 code=1005 reason=""
        2 socket.ended connection=1 code=1005 clean=true
        2 http.request job=ID-1 number=3 call=results
        2 http.answered job=ID-1 number=3 call=results status=200
        """
    )


def test_a_request_is_kept_with_what_it_asked(visit: Visit) -> None:
    visitor = visit()
    visitor.ask("POST", "/api/test/comprehensive", {"homeName": ""}, {"Origin": "http://localhost:3000"})
    request, answer = visitor.control.journal(visitor.session)
    assert request == Entry(
        index=0,
        at=0,
        kind="http.request",
        number=1,
        call="start",
        method="POST",
        path="/api/test/comprehensive",
        listener="backend",
        origin="http://localhost:3000",
        payload={"homeName": ""},
    )
    assert answer == Entry(
        index=1,
        at=0,
        kind="http.answered",
        number=1,
        call="start",
        status=400,
        payload={"detail": "homeName is required"},
    )


def test_a_frame_is_kept_with_its_size_and_the_job_it_names(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.say({"job_id": "é"})
    visitor.wait_for("socket.received")
    (received,) = visitor.control.journal(visitor.session, since=3)
    assert received == Entry(
        index=3, at=0, kind="socket.received", connection=1, payload={"job_id": "é"}, size=20, job="é"
    )


def test_a_long_payload_is_cut_and_its_size_kept(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.send(1, b"x" * 70_000)
    visitor.wait_for("socket.received")
    (received,) = visitor.control.journal(visitor.session, since=3)
    assert (received.payload, received.size) == ("x" * 2000, 70_000)


def test_a_binary_frame_is_kept_as_hex(visit: Visit) -> None:
    visitor = visit()
    peer = visitor.connected()
    peer.send(2, b"\x00\xff")
    visitor.wait_for("socket.received")
    (received,) = visitor.control.journal(visitor.session, since=3)
    assert (received.payload, received.size) == ("00ff", 2)


def test_it_can_be_read_since_an_index() -> None:
    journal = Journal()
    entries = [journal.add(0.5, "socket.accepted", connection=number) for number in (1, 2, 3)]
    assert journal.since(1) == entries[1:]
    assert len(journal) == 3
