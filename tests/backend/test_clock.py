import asyncio
import time
from datetime import datetime

import pytest

from mock_backend.clock import Agenda, ManualClock, RealClock, timestamp
from mock_backend.errors import ControlError
from tests.backend.conftest import Visit
from tests.backend.loop import finished


def test_what_is_due_is_done_in_order_of_time_then_of_addition() -> None:
    agenda = Agenda()
    done: list[str] = []
    for at, name in [(2, "c"), (1, "a"), (2, "d"), (1, "b"), (3, "e")]:
        agenda.add(at, lambda name=name: done.append(name))  # type: ignore[misc]
    agenda.run_until(2)
    assert (done, agenda.next()) == (["a", "b", "c", "d"], 3)


def test_what_is_added_on_the_way_is_done_too() -> None:
    agenda = Agenda()
    done: list[str] = []
    agenda.add(1, lambda: agenda.add(2, lambda: done.append("later")))
    agenda.run_until(2)
    assert done == ["later"]


def test_what_is_cancelled_is_not_done() -> None:
    agenda = Agenda()
    agenda.add(1, lambda: pytest.fail("cancelled")).cancel()
    assert agenda.next() is None
    agenda.run_until(2)


def test_sums_of_decimal_seconds_stay_what_they_look_like() -> None:
    clock = ManualClock()
    clock.at(0.1 + 0.2, lambda: None)
    assert clock.next() == 0.3


def test_a_manual_clock_starts_with_the_year() -> None:
    clock = ManualClock()
    assert timestamp(clock, clock.now() + 1.5) == "2026-01-01T00:00:01.500+00:00"


def test_a_manual_clock_stands_still(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    assert (visitor.state().now, visitor.state().next) == (0, 1)


def test_advance_goes_event_by_event(visit: Visit) -> None:
    visitor = visit()
    visitor.advance(0.5)
    visitor.start()
    state = visitor.advance(7)
    assert (state.now, state.next) == (7, 7.5)
    assert [entry.at for entry in visitor.control.journal(visitor.session)] == [0.5, 0.5, 0.5, 1.5, 3.5, 5.5]


def test_advance_without_firing_leaves_what_is_due_pending(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    waiting = visitor.advance(1, fire=False)
    assert (waiting.now, waiting.next, visitor.told("job.progress")) == (1, 1, "")
    fired = visitor.advance(1)
    assert (fired.now, fired.next, visitor.told("job.progress")) == (1, 3, "1 job.progress job=ID-1")


def test_advance_without_firing_goes_over_nothing(visit: Visit) -> None:
    visitor = visit()
    visitor.start()
    with pytest.raises(ControlError) as caught:
        visitor.advance(3, fire=False)
    assert str(caught.value) == "Something is due at 1 s: advance to it before 3 s."


def test_advance_by_one_event_leaves_the_others_of_that_instant_pending(visit: Visit) -> None:
    visitor = visit(job=[{"at": 1, "progress": 50}], faults=[{"fault": "pings", "at": 1, "every": 1}])
    visitor.start()
    visitor.connected()
    first = visitor.advance(3, one=True)
    assert (first.now, first.next, visitor.told("socket.pinged")) == (1, 1, "")
    second = visitor.advance(3, one=True)
    assert (second.now, second.next, visitor.told("job.progress")) == (1, 2, "1 job.progress job=ID-1")
    assert visitor.advance(1.5, one=True).now == 1.5


def test_a_clock_does_not_go_back(visit: Visit) -> None:
    visitor = visit()
    visitor.advance(3)
    with pytest.raises(ControlError) as caught:
        visitor.advance(2.5)
    assert str(caught.value) == "The clock cannot go back to 2.5 s: it is 3 s already."


def test_what_an_event_brings_about_is_on_the_wire_before_the_next(visit: Visit) -> None:
    visitor = visit(
        job=[{"at": 3, "progress": 50}],
        faults=[{"fault": "reset", "at": 1}, {"fault": "answer-hold", "seconds": 2}],
    )
    job = visitor.start()
    visitor.connected()
    visitor.asking(f"/api/test/status/{job}")
    visitor.wait_for("http.held")
    visitor.advance(3)
    moved = [(entry.at, entry.kind) for entry in visitor.control.journal(visitor.session) if entry.at > 0]
    assert moved == [
        (1, "socket.reset"),
        (1, "socket.ended"),
        (2, "http.answered"),
        (3, "job.progress"),
    ]


def test_a_real_clock_cannot_be_advanced(visit: Visit) -> None:
    with pytest.raises(ControlError) as caught:
        visit(clock="real").advance(1)
    assert str(caught.value) == "The session's clock is real: it cannot be advanced."


def test_a_real_clock_runs_by_itself_at_its_speed(visit: Visit) -> None:
    before = time.monotonic()
    visitor = visit(clock="real", speed=1000)
    visitor.start()
    visitor.wait_for("job.completed")
    assert time.monotonic() - before < 12
    entries = visitor.control.journal(visitor.session)
    started, *steps = [entry.at for entry in entries if entry.kind.startswith("job.")]
    late = [at - started - due for at, due in zip(steps, (1, 3, 5, 7, 9, 11), strict=True)]
    assert min(late) >= -0.001


def test_a_real_clock_tells_the_time_of_day(visit: Visit) -> None:
    before = time.time()
    visitor = visit(clock="real")
    started = datetime.fromisoformat(visitor.status(visitor.start()).json["started_at"])
    assert before - 0.001 <= started.timestamp() <= time.time()


def test_a_stopped_real_clock_does_nothing_more() -> None:
    async def stopped() -> float | None:
        clock = RealClock(speed=1000)
        clock.at(1, lambda: pytest.fail("it was stopped"))
        clock.stop()
        await asyncio.get_running_loop().run_in_executor(None, lambda: None)
        return clock.next()

    assert finished(stopped()) is None
