"""A session's time: seconds since it was made, and what is due when.

    Agenda ─┬─ ManualClock   stands still until it is advanced
            └─ RealClock     runs, at a speed

What is due is due at a whole millisecond: finer than that no page's clock is.
"""

import asyncio
import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Protocol

from mock_backend.errors import ControlError

MANUAL_EPOCH = 1_767_225_600.0
"""2026-01-01T00:00:00Z: the same for every manual clock, so that runs are the same every time."""

Callback = Callable[[], object]


@dataclass(order=True)
class Due:
    """Something to do at `time`; what is due at the same time is done in the order it was put down."""

    time: float
    order: int
    callback: Callback = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


class Agenda:
    """What is due when; cancelled items count for nothing."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._orders = count()

    def add(self, at: float, callback: Callback) -> Due:
        due = Due(round(at, 3), next(self._orders), callback)
        heapq.heappush(self._heap, due)
        return due

    def next(self) -> float | None:
        while self._heap and self._heap[0].cancelled:
            heapq.heappop(self._heap)
        return self._heap[0].time if self._heap else None

    def run_until(self, now: float) -> None:
        """Everything due by `now`, in order, what is added on the way too."""
        while (following := self.next()) is not None and following <= now:
            heapq.heappop(self._heap).callback()

    def run_first(self) -> None:
        """The earliest thing alone."""
        if self.next() is not None:
            heapq.heappop(self._heap).callback()

    def clear(self) -> None:
        self._heap.clear()


class Clock(Protocol):
    epoch: float
    """Unix time, in seconds, of second 0."""

    def now(self) -> float: ...
    def next(self) -> float | None:
        """When the next thing is due."""

    def at(self, at: float, callback: Callback) -> Due: ...
    def stop(self) -> None:
        """Nothing that is due will happen any more."""


def timestamp(clock: Clock, at: float) -> str:
    """The session's second `at` as ISO 8601, UTC, milliseconds."""
    return datetime.fromtimestamp(clock.epoch + at, UTC).isoformat(timespec="milliseconds")


class ManualClock:
    def __init__(self) -> None:
        self.epoch = MANUAL_EPOCH
        self._agenda = Agenda()
        self._now = 0.0
        self.at, self.next, self.stop = self._agenda.add, self._agenda.next, self._agenda.clear

    def now(self) -> float:
        return self._now

    def due_by(self, to: float) -> float | None:
        """When the next thing is due, if that is not after `to`; in the past counts as now."""
        following = self.next()
        return None if following is None or following > to else max(following, self._now)

    def fire(self, at: float, one: bool) -> None:
        """Moves to `at` and does what is due by then; with `one`, only the first thing."""
        self._now = at
        if one:
            self._agenda.run_first()
        else:
            self._agenda.run_until(at)

    def move(self, to: float) -> None:
        """Moves to `to`, at which something may be pending, and does nothing."""
        self._now = to

    def check(self, to: float, fire: bool) -> None:
        """Raises ControlError when the clock cannot be advanced like that."""
        if to < self._now:
            raise ControlError(f"The clock cannot go back to {to:g} s: it is {self._now:g} s already.")
        following = self.next()
        if not fire and following is not None and following < to:
            raise ControlError(f"Something is due at {following:g} s: advance to it before {to:g} s.")


class RealClock:
    """`speed` is session seconds in one real second."""

    def __init__(self, speed: float = 1.0) -> None:
        self.epoch = time.time()
        self._loop = asyncio.get_running_loop()
        self._start = self._loop.time()
        self._speed = speed
        self._agenda = Agenda()
        self._timer: asyncio.TimerHandle | None = None
        self.next = self._agenda.next

    def now(self) -> float:
        return round((self._loop.time() - self._start) * self._speed, 6)

    def at(self, at: float, callback: Callback) -> Due:
        due = self._agenda.add(at, callback)
        self._schedule()
        return due

    def stop(self) -> None:
        self._agenda.clear()
        self._schedule()

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        following = self.next()
        self._timer = None if following is None else self._loop.call_at(self._real(following), self._run)

    def _run(self) -> None:
        self._agenda.run_until(self.now())
        self._schedule()

    def _real(self, at: float) -> float:
        return self._start + at / self._speed
