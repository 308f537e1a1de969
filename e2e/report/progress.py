"""How far a run is: a live bar on a terminal, plain lines elsewhere; what fails is told at once on both.

pytest's own dots go quiet. This is a pytest plugin of the controller.
"""

import os
import time
from collections.abc import Callable, Generator, Mapping
from typing import IO, TextIO

import pytest
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

EVERY = 5.0
"""Real seconds between two plain lines."""

Told = Callable[[pytest.TestReport], str]
"""One line about a report that failed; empty when there is nothing to tell."""


class Bar:
    """At the foot of a terminal; it is gone once it is closed."""

    def __init__(self, console: Console) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("[bold red]{task.fields[broken]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._bar.add_task("visits", total=None, broken="")
        self._bar.start()

    def show(self, done: int, total: int | None, broken: int) -> None:
        words = f"{broken} failed" if broken else ""
        self._bar.update(self._task, completed=done, total=total, broken=words)

    def tell(self, line: str) -> None:
        self._bar.console.print(escape(line), style="red")

    def close(self) -> None:
        """A second time it does nothing."""
        self._bar.stop()
        self._bar.console.file.close()


class Lines:
    """For a log: how far it is, every few seconds."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self._console = console
        self._clock = clock
        self._shown_at = clock()

    def show(self, done: int, total: int | None, broken: int) -> None:
        if self._clock() - self._shown_at < EVERY:
            return
        self._shown_at = self._clock()
        failed = f", {broken} failed" if broken else ""
        self.tell(f"{done} of {total or '?'} visits{failed}")

    def tell(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)
        self._console.file.flush()

    def close(self) -> None:
        """A second time it does nothing."""
        self._console.file.close()


class Reporter:
    """`told` words what failed."""

    def __init__(self, shown: Bar | Lines, told: Told) -> None:
        self._shown = shown
        self._told = told
        self._total: int | None = None
        self._done = 0
        self._broken: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """xdist's own words about its workers go quiet too; it does without a terminal."""
        plugins = session.config.pluginmanager
        if distribution := plugins.getplugin("dsession"):
            distribution.terminal = None
            plugins.unregister(name="terminaldistreporter")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._total = len(session.items) or self._total
        self._show()

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Each worker collects all of them."""
        self._total = len(ids)
        self._show()

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self) -> Generator[None, tuple[str, str, str], tuple[str, str, str]]:
        category, _letter, _word = yield
        return category, "", ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._broken.add(report.nodeid)
        if report.failed and (line := self._told(report)):
            self._shown.tell(line)
        if report.when == "teardown":
            self._done += 1
        self._show()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Before anything is summed up, also after Ctrl-C."""
        self._shown.close()

    def pytest_unconfigure(self) -> None:
        self._shown.close()

    def _show(self) -> None:
        self._shown.show(self._done, self._total, len(self._broken))


def shown(stream: TextIO, environment: Mapping[str, str] = os.environ) -> Bar | Lines:
    """A bar where a person looks, lines where a log is written.

    To be made while nothing is captured: it keeps the stream as it is now for itself.
    """
    console = Console(file=_kept(stream), highlight=False)
    live = console.is_terminal and not console.is_dumb_terminal and not environment.get("CI")
    return Bar(console) if live else Lines(console)


def _kept(stream: TextIO) -> IO[str]:
    """The same place under a descriptor of its own, which capturing leaves alone."""
    descriptor = os.dup(stream.fileno())
    return open(descriptor, "w", encoding=stream.encoding, errors=stream.errors)  # noqa: PTH123
