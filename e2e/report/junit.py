"""What JUnit's report holds beside pytest's own tests: a test case for each family that was judged, and one
for each waiver of a promise that is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from _pytest.junitxml import LogXML

from e2e.config import Waiver
from e2e.report.explanation import explanation
from e2e.report.outcome import Outcome
from e2e.report.waivers import kept


def of_families(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, str]]:
    """The id of each test case, and why it failed; empty where it did not."""
    for outcome in outcomes:
        for verdict in outcome.verdicts if outcome.members else ():
            if verdict.result != "not applicable" or outcome.unstaged:
                where = ", ".join(filter(None, (outcome.scenario, outcome.note, outcome.browser)))
                told = explanation(replace(outcome, verdicts=(verdict,)))
                yield f"families::{verdict.check}[{where}]", told


def of_waivers(outlived: Iterable[Waiver]) -> Iterator[tuple[str, str]]:
    for waiver in outlived:
        yield f"waivers::{waiver.check}[{waiver.scenario}]", kept(waiver)


def add(report: LogXML, test: str, failure: str) -> None:
    place, _, name = test.partition("::")
    for when, told in (("call", failure), ("teardown", "")):
        outcome = "failed" if told else "passed"
        report.pytest_runtest_logreport(
            pytest.TestReport(test, (place, None, name), {}, outcome, told or None, when)  # type: ignore[arg-type]
        )
