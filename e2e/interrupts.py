"""The signals that end a run as Ctrl-C does, so that nothing is left behind."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import pytest

from e2e.lost import as_suite_error
from e2e.signals import ENDING, Handler


class Interrupt(Handler):
    """A handler for all of them, and a plugin.

    Python ignores what is raised in a destructor or at the end of a weak reference, and asyncio has one of
    those for each of its tasks: there the interrupt is lost. It is raised again when a test is next told of.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._lost = False

    def ignored(self, before: Callable[[Any], object], what: Any) -> None:
        """Python's hook for what it ignores; `before`: what it was."""
        if isinstance(what.exc_value, KeyboardInterrupt):
            self._lost = True
        else:
            before(what)

    def strike(self) -> None:
        if self._lost:
            self._lost = False
            raise KeyboardInterrupt

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self) -> None:
        self.strike()

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_sessionfinish(self, exitstatus: int) -> Generator[None, Any, Any]:
        """A signal to the whole group ends the browser's driver too: an interrupted run does not miss it."""
        try:
            return (yield)
        except Exception as error:
            if exitstatus != pytest.ExitCode.INTERRUPTED or as_suite_error(error) is None:
                raise
            return []


def heed_signals(config: pytest.Config) -> None:
    """While there is something to end. One that is ignored stays so (`nohup`, a shell's background)."""
    if threading.current_thread() is not threading.main_thread():
        return
    interrupt = Interrupt()
    handlers = {number: signal.getsignal(number) for number in ENDING}
    heeded = {
        number: before
        for number, before in handlers.items()
        if before is not signal.SIG_IGN and not isinstance(before, Interrupt)
    }
    if not heeded:
        return
    config.pluginmanager.register(interrupt)
    config.add_cleanup(interrupt.strike)
    config.add_cleanup(partial(setattr, sys, "unraisablehook", sys.unraisablehook))
    sys.unraisablehook = partial(interrupt.ignored, sys.unraisablehook)
    for number, before in heeded.items():
        config.add_cleanup(partial(_restore, number, before))
        signal.signal(number, interrupt)


def _restore(number: int, before: Any) -> None:
    signal.signal(number, before)
