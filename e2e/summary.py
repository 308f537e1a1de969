"""The outcomes of a run, gathered from its tests (and from xdist's workers), and the table at its end."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from rich.console import Console

from e2e.report import Outcome, asides, closing, complaints, merged, signs, table
from e2e.verdict import Verdict

PROPERTY = "outcome"
BROKEN_PAGE, BROKEN_SUITE = 1, 3


class Summary:
    """A pytest plugin of the controller. `whole`: the run has to judge the contract as a whole."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.visits: list[Outcome] = []
        self.suite_errors: list[int] = []
        self.interrupted = False
        self.failed_apart = 0
        """Tests that failed by an assertion of their own, not by the contract."""

    @staticmethod
    def record(item: pytest.Item, outcome: Outcome) -> None:
        """Travels with the test's report, and so from a worker to the controller."""
        item.user_properties.append((PROPERTY, asdict(outcome)))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        properties = dict(report.user_properties)
        if report.when == "teardown":
            self.visits += [read(value) for name, value in report.user_properties if name == PROPERTY]
        if "suite error" in properties:
            self.suite_errors.append(int(str(properties["suite error"])))
        elif report.failed and not _broken(report):
            self.failed_apart += 1

    @property
    def outcomes(self) -> list[Outcome]:
        return merged(self.visits)

    @property
    def cut_short(self) -> bool:
        return bool(self.suite_errors or self.failed_apart or self.interrupted)

    def pytest_keyboard_interrupt(self) -> None:
        self.interrupted = True

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """1: a promise is broken, or a test failed; 2 and 3: the suite itself could not do its work."""
        if session.exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return
        if any(outcome.failures for outcome in self.outcomes):
            session.exitstatus = BROKEN_PAGE
        elif self.suite_errors:
            session.exitstatus = min(self.suite_errors)
        elif any(outcome.unstaged for outcome in self.outcomes) or (self.whole and complaints(self.outcomes)):
            session.exitstatus = BROKEN_SUITE

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self.outcomes and (self.suite_errors or not self.whole):
            return
        drawn_with = signs(getattr(sys.stdout, "encoding", None))
        console = Console(file=terminalreporter._tw._file, soft_wrap=True, highlight=False)
        console.print()
        console.print(table(self.outcomes, drawn_with))
        console.print()
        for remark in self._remarks():
            console.print(remark)
        console.print(closing(self.outcomes, drawn_with, whole=self.whole, cut_short=self.cut_short))

    def _remarks(self) -> Iterator[str]:
        if self.suite_errors:
            yield f"Not judged, for an error of the suite itself: {len(self.suite_errors)} of the tests."
        if self.failed_apart:
            yield f"Failed apart from the contract: {self.failed_apart} of the tests, as told above."
        if self.whole:
            yield from complaints(self.outcomes)
            yield from asides(self.outcomes)


def _broken(report: pytest.TestReport) -> bool:
    """The contract was, in that test."""
    return any(name == PROPERTY and read(value).failures for name, value in report.user_properties)


def read(value: Any) -> Outcome:
    """What `record` wrote; over xdist it comes as plain lists and dictionaries."""
    verdicts = tuple(
        Verdict(**{**verdict, "pieces": tuple(verdict["pieces"])}) for verdict in value["verdicts"]
    )
    return Outcome(**{**value, "verdicts": verdicts, "unstaged": tuple(value["unstaged"])})
