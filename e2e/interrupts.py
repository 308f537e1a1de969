"""The signals that end a run as Ctrl-C does, so that nothing is left behind."""

import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

ECHO = 1.0
"""Real seconds in which a signal is the one before again: `timeout` sends one to the program, and one to all
of its group. A second would end the ending."""


class Interrupt:
    """A handler for all of them; raises KeyboardInterrupt where the program stands."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._quiet_until = 0.0

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        now = self._clock()
        if now >= self._quiet_until:
            self._quiet_until = now + ECHO
            raise KeyboardInterrupt


def heed_signals(config: pytest.Config) -> None:
    """While there is something to end. One that is ignored stays so (`nohup`, a shell's background)."""
    if threading.current_thread() is not threading.main_thread():
        return
    interrupt = Interrupt()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        before = signal.getsignal(number)
        if before is not signal.SIG_IGN and not isinstance(before, Interrupt):
            config.add_cleanup(partial(_restore, number, before))
            signal.signal(number, interrupt)


def _restore(number: int, before: Any) -> None:
    signal.signal(number, before)
