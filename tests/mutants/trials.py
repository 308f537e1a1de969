"""What became of the hand-made defects of a run, as a table and a score at its end. A pytest plugin."""

import time
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from tests.mutants.defects import Defect, defects

TRIAL = "trial"
"""The property of a test: the defect's name, the checks that caught it, each with a scenario, the seconds."""


class Trials:
    def __init__(self) -> None:
        self._since = time.monotonic()
        self._found: dict[str, tuple[dict[str, str], float]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            trials: list[Any] = [value for name, value in report.user_properties if name == TRIAL]
            self._found |= {defect: (caught, seconds) for defect, caught, seconds in trials}

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        tried = [defect for defect in defects() if defect.name in self._found]
        for line in aligned([HEADINGS, *map(self._row, tried)]):
            terminalreporter.write_line(line)
        took = time.monotonic() - self._since
        caught = sum(defect.caught_by <= self._found[defect.name][0].keys() for defect in tried)
        score = f"{caught} of {len(tried)} caught by the checks named for them"
        terminalreporter.write_line(f"\nHand-made defects: {score}, in {took:.0f} s.")

    def _row(self, defect: Defect) -> tuple[str, ...]:
        caught, seconds = self._found[defect.name]
        named = sorted(defect.caught_by)
        others = len(caught.keys() - defect.caught_by)
        checks = ", ".join(check if check in caught else f"not {check}" for check in named)
        scenarios = ", ".join(dict.fromkeys(caught[check] for check in named if check in caught))
        return defect.name, checks, f"+{others}" if others else "", scenarios, f"{seconds:.1f} s"


HEADINGS = ("defect", "caught by", "others", "in", "time")


def aligned(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    kept = list(rows)
    widths = [max(map(len, column)) for column in zip(*kept, strict=True)]
    for row in kept:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Trials())
