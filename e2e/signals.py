"""The signals that end a program, and what they do to one that is still being loaded."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType

from e2e.errors import INTERRUPTED

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ECHO = 1.0
"""Real seconds in which a signal is the one before again: `timeout` sends one to the program, and one to all
of its group. A second would end the ending."""


class Handler:
    """Raises KeyboardInterrupt where the program stands."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._quiet_until = 0.0

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        now = self._clock()
        if now >= self._quiet_until:
            self._quiet_until = now + ECHO
            raise KeyboardInterrupt


def end_at_a_signal() -> None:
    """At once: there is nothing yet that has to be ended in order, and of a KeyboardInterrupt that comes in
    the middle of an import pydantic makes an error of its own. One that is ignored stays so."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _end(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
