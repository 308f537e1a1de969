"""The signals that end a program, and what they do to one that is still being loaded."""

import os
import signal
from types import FrameType

from e2e.errors import INTERRUPTED

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_at_a_signal() -> None:
    """At once: there is nothing yet that has to be ended in order, and of a KeyboardInterrupt that comes in
    the middle of an import pydantic makes an error of its own. One that is ignored stays so."""
    for number in ENDING:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def _end(_signal: int, _frame: FrameType | None) -> None:
    os._exit(INTERRUPTED)
