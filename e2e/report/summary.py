"""The outcomes of a run, gathered from its tests (and from xdist's workers), and what it found at its end."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest
from _pytest.junitxml import xml_key
from rich.console import Console
from rich.text import Text

from e2e.checks import EVERY_CHECK, AnyCheck
from e2e.config import Waiver
from e2e.errors import UsageError
from e2e.report import junit
from e2e.report.closing import asides, closing, complaints
from e2e.report.explanation import explanation
from e2e.report.families import families
from e2e.report.folded import Breach, breaches, folded, shown_again, some
from e2e.report.notes import attached
from e2e.report.outcome import Outcome, merged, repeated, unsteady
from e2e.report.reproduction import Reproduction
from e2e.report.table import Signs, signs, table
from e2e.report.waivers import applied, needless, remarks, today
from e2e.selection import catalogue

BROKEN_PAGE, BROKEN_SUITE = 1, 3

ROWS = 20
"""Outcomes that the table shows; more are folded."""

NO_RUN = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
NOTHING_RUN = "No scenario was run: none fits what was asked for."

PHASES = ("setup", "call", "teardown")
"""Of a test; xdist reports the death of a worker under another name."""


@dataclass(frozen=True)
class Asked:
    """What the run was asked for."""

    verifying: bool = False
    """It is there to judge the page: a run without a scenario is an error."""
    subject: Callable[[], Mapping[str, str]] = dict
    """What it judged, by which version; known at its end."""
    whole: bool = False
    """It has to judge the contract as a whole."""
    several: bool = False
    """Of several scenarios, though the first failure may have been the last."""
    checks: Sequence[AnyCheck] = EVERY_CHECK
    waivers: Sequence[Waiver] = ()
    table: bool = False
    """The table, however long."""
    reproduction: Reproduction = field(default_factory=lambda: Reproduction({}))


class Summary:
    """A pytest plugin of the controller."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.began = time.monotonic()
        self.began_at = datetime.now(UTC)
        self.today = today()
        self.seen: list[tuple[str, Outcome]] = []
        """The id of a test, and what it saw in one visit."""
        self.left_out: list[str] = []
        self.not_here: dict[str, list[str]] = {}
        """Scenarios that this browser, clock or page cannot be put into, by the reason."""
        self.missing: dict[str, str] = {}
        """Browsers that are not there, with what to do about it."""
        self.versions: dict[str, str] = {}
        """Of the browsers that were driven."""
        self.console = Console(quiet=True)
        self.suite_errors: dict[str, int] = {}
        """The exit code of each test's that ended by one."""
        self.interrupted = False
        self.failed_apart = 0
        """Tests that failed by an assertion of their own, not by the contract."""

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        if terminal := session.config.pluginmanager.getplugin("terminalreporter"):
            self.console = Console(file=terminal._tw._file, highlight=False, markup=False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        notes = attached(report)
        if report.when == "teardown":
            self.seen += [(report.nodeid, outcome) for outcome in notes.outcomes]
            self.left_out += notes.left_out
            for scenario, why in notes.not_here:
                self.not_here.setdefault(why, []).append(scenario)
        self.missing |= notes.missing
        self.versions |= notes.versions
        if notes.suite_error is not None:
            self.suite_errors.setdefault(report.nodeid, notes.suite_error)
        elif report.when not in PHASES:
            self.suite_errors.setdefault(report.nodeid, BROKEN_SUITE)
        elif report.failed and not _broken(report):
            self.failed_apart += 1

    @property
    def outcomes(self) -> list[Outcome]:
        """Of the visits, and of the families that they make up."""
        visits = [outcome for _, outcome in self.seen]
        judged = (
            applied(outcome, self.asked.waivers, self.today)
            for outcome in families(visits, self.asked.checks)
        )
        return [*merged(visits), *judged]

    @property
    def nothing_run(self) -> bool:
        stopped = self.suite_errors or self.failed_apart or self.missing
        return self.asked.verifying and not self.seen and not stopped

    @property
    def folds(self) -> bool:
        """The table would be too long, or too wide for the terminal."""
        if self.asked.table:
            return False
        return len(self.outcomes) > ROWS or (self.console.is_terminal and self._width() > self.console.width)

    @property
    def cut_short(self) -> bool:
        return bool(self.suite_errors or self.failed_apart or self.interrupted or self.missing)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Ctrl-C, or an exit with its own code; a run that xdist stops (-x, a loss) comes this way too."""
        ended = excinfo.value
        self.interrupted = isinstance(ended, pytest.exit.Exception) or type(ended) is KeyboardInterrupt

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """1: a promise is broken, or a test failed; 2 and 3: the suite itself could not do its work."""
        if self.nothing_run and not self.interrupted and session.exitstatus in NO_RUN:
            session.exitstatus = UsageError.exit_code
            return
        stopped = session.exitstatus == pytest.ExitCode.INTERRUPTED and not self.interrupted
        if not stopped and session.exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return
        session.exitstatus = self._code() or session.exitstatus
        if terminal := session.config.pluginmanager.getplugin("terminalreporter"):
            self._shorten(terminal)

    def _code(self) -> int | None:
        """The exit code, where something is wrong."""
        if any(outcome.failures for outcome in self.outcomes):
            return BROKEN_PAGE
        if self.failed_apart:
            return pytest.ExitCode.TESTS_FAILED
        if self.suite_errors:
            return min(self.suite_errors.values())
        if self.missing or self._worth_nothing():
            return BROKEN_SUITE
        return BROKEN_PAGE if needless(*self._waivers()) else None

    def _worth_nothing(self) -> bool:
        unstaged = any(outcome.unstaged for outcome in self.outcomes)
        return unstaged or (self.asked.whole and bool(self._complaints()))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        self._tell_families(terminalreporter)
        if not self.outcomes:
            self._print(*self.missing.values())
            if self.nothing_run and not self.interrupted:
                self._print(*self._left_out(), NOTHING_RUN)
            return
        drawn_with = signs(getattr(sys.stdout, "encoding", None))
        self.console.print()
        if self.asked.verifying:
            for name, said in self._provenance().items():
                self._print(f"{name:<10}  {said}")
            self.console.print()
        self.console.print(self._found(drawn_with), soft_wrap=True)
        for browser in self.missing:
            self.console.print(Text(f"[{browser}]  not available", "yellow"))
        self.console.print()
        self._print(*self._remarks(), self._closing(drawn_with))

    def sign(self, config: pytest.Config) -> None:
        """JUnit's report, before it is written."""
        if not (report := config.stash.get(xml_key, None)):
            return
        for test, failure in junit.of_families(self.outcomes):
            junit.add(report, test, failure)
        for test, failure in junit.of_waivers(needless(*self._waivers())):
            junit.add(report, test, failure)
        if self.asked.verifying:
            for name, said in self._provenance().items():
                report.add_global_property(name, said)
            for remark in self._remarks() if self.outcomes else ():
                report.add_global_property("remark", remark)

    def _provenance(self) -> dict[str, str]:
        """What was judged by what, and when: what a report proves, it proves of that."""
        began = f"{self.began_at:%Y-%m-%d %H:%M:%S} UTC"
        return {**self.asked.subject(), **self.versions, "began": began}

    def _tell_families(self, terminal: pytest.TerminalReporter) -> None:
        """No test of their own failed, that would tell it."""
        broken = [outcome for outcome in self.outcomes if outcome.members and outcome.failures]
        if broken:
            terminal.write_sep("=", "FAMILIES")
            self.console.print("\n\n".join(map(explanation, broken)), soft_wrap=True)

    def _again(self, outcome: Outcome, check: str) -> str:
        return self.asked.reproduction.command(outcome, check, *self._tests(outcome, check))

    def _found(self, drawn_with: Signs) -> Text:
        if not self.folds:
            drawn = table(self.outcomes, drawn_with, self.asked.checks)
            several = self.asked.several or len(self.outcomes) > 1
            again = shown_again(breaches(self.outcomes, self.asked.checks), self._again) if several else []
            return Text("\n").join([drawn, Text(), *again] if again else [drawn])
        return folded(
            self.outcomes,
            catalogue(),
            self._again,
            signs=drawn_with,
            checks=self.asked.checks,
            width=self.console.width if self.console.is_terminal else None,
        )

    def _closing(self, drawn_with: Signs) -> str:
        asked = self.asked
        line = closing(
            self.outcomes,
            drawn_with,
            asked.checks,
            whole=asked.whole,
            cut_short=self.cut_short,
            outlived=bool(needless(*self._waivers())),
            repeated=self._repeated(),
        )
        return f"{line} {time.monotonic() - self.began:.1f} s."

    def _repeated(self) -> str:
        """Several tests of one scenario are no repetition."""
        again = self.asked.reproduction.repeats > 1
        return repeated(outcome for _, outcome in self.seen) if again else ""

    def _waivers(self) -> tuple[list[Outcome], Sequence[Waiver], date, bool]:
        """With all that says what became of them; what was not played may be what needs one."""
        played = not (self.cut_short or self.left_out or self.not_here)
        return self.outcomes, self.asked.waivers, self.today, self.asked.whole and played

    def _remarks(self) -> Iterator[str]:
        yield from self.missing.values()
        yield from self._left_out()
        if self.suite_errors:
            tests = f"{len(self.suite_errors)} of the tests, {some(list(map(_name, self.suite_errors)))}"
            yield f"Not judged, for an error of the suite itself: {tests}."
        if self.failed_apart:
            yield f"Failed apart from the contract: {self.failed_apart} of the tests, as told above."
        yield from unsteady(outcome for _, outcome in self.seen)
        yield from remarks(*self._waivers())
        if self.asked.whole:
            yield from self._complaints()
            yield from asides(self.outcomes, self.asked.checks)

    def _left_out(self) -> Iterator[str]:
        if self.left_out:
            yield f"Left out in real time, being longer than a minute: {_once(self.left_out)}."
        for why, scenarios in self.not_here.items():
            yield f"Not applicable here: {_once(scenarios)}; {why}."

    def _complaints(self) -> tuple[str, ...]:
        """What is folded tells of scenarios that were not staged by itself."""
        return complaints(self.outcomes, self.asked.checks, unstaged=not self.folds)

    def _tests(self, outcome: Outcome, check: str) -> list[str]:
        """The first that saw it fail; of a family, the first of each scenario that shows it."""
        if outcome.members:
            whole = replace(outcome, members=())
            return [self._first_test(replace(whole, scenario=name)) for name in outcome.members]
        return [self._first_test(outcome, check)]

    def _first_test(self, outcome: Outcome, check: str = "") -> str:
        """Of those that made that visit, and saw that check fail."""
        return next(
            test
            for test, seen in self.seen
            if seen.label == outcome.label and check in {"", *(verdict.check for verdict in seen.failures)}
        )

    def _shorten(self, terminal: pytest.TerminalReporter) -> None:
        """What pytest tells in full, one test after the other."""
        if self.folds:
            self._tell_first_of_each(terminal)
        if self.asked.verifying:
            _tell_once(terminal)

    def _tell_first_of_each(self, terminal: pytest.TerminalReporter) -> None:
        """Of the tests that failed by the contract, the first for each check."""
        found: list[Breach] = breaches(self.outcomes, self.asked.checks)
        visits = [each for each in found if not each.first.members]
        shown = {test for each in visits for test in self._tests(each.first, each.check.id)}
        terminal.stats["failed"] = [
            report
            for report in terminal.stats.get("failed", [])
            if report.nodeid in shown or not (_broken(report) or _unstaged(report))
        ]

    def _width(self) -> int:
        """Columns of the table."""
        drawn = table(self.outcomes, checks=self.asked.checks)
        return max(map(len, drawn.plain.splitlines()), default=0)

    def _print(self, *lines: str) -> None:
        for line in lines:
            self.console.print(line, soft_wrap=not self.console.is_terminal)


def _tell_once(terminal: pytest.TerminalReporter) -> None:
    """Of the tests that ended by one and the same error of the suite, the first."""
    for kind in ("failed", "error"):
        if kind in terminal.stats:
            told: set[str] = set()
            terminal.stats[kind] = [each for each in terminal.stats[kind] if not _said(each, told)]


def _said(report: pytest.TestReport, told: set[str]) -> bool:
    """Whether it is an error of the suite that was told; from now on it is."""
    if attached(report).suite_error is None or not isinstance(report.longrepr, str):
        return False
    known = report.longrepr in told
    told.add(report.longrepr)
    return known


def _broken(report: pytest.TestReport) -> bool:
    """The contract was, in that test."""
    return any(outcome.failures for outcome in attached(report).outcomes)


def _unstaged(report: pytest.TestReport) -> bool:
    return any(outcome.unstaged for outcome in attached(report).outcomes)


def failure_line(report: pytest.TestReport) -> str:
    """What a failed report says, in one line, for whoever looks on."""
    seen = attached(report).outcomes
    broken = [outcome for outcome in seen if outcome.failures]
    if broken:
        return "; ".join(
            f"{each.label}: {', '.join(verdict.check for verdict in each.failures)}" for each in broken
        )
    unstaged = [f"{outcome.label}: not staged" for outcome in seen if outcome.unstaged]
    return "; ".join(unstaged) or f"{report.nodeid}: {_first_line(report)}"


def _first_line(report: pytest.TestReport) -> str:
    """Of an error of the suite, which is a sentence and no traceback."""
    told = report.longrepr
    return told.split("\n", 1)[0] if isinstance(told, str) else "failed"


def _name(test: str) -> str:
    """What tells it from the others: what it is played with, if anything."""
    return test.rpartition("[")[2].removesuffix("]") if test.endswith("]") else test.rpartition("::")[2]


def _once(names: Sequence[str]) -> str:
    """Each name once, however many browsers or repeats it was met in."""
    return ", ".join(dict.fromkeys(names))
