"""The checks, on visits that were written by hand."""

import re
from pathlib import Path

import pytest

from e2e.checks import CHECKS, judge
from tests.golden.reading import FILES, evidence, read


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_check_gives_the_verdict_that_is_written_beside_the_visit(path: Path) -> None:
    golden = read(path)
    verdicts = judge(evidence(golden))
    assert {verdict.check: verdict.result for verdict in verdicts} == golden.verdicts, "\n".join(
        f"{verdict.check}: {verdict.sentence}"
        for verdict in verdicts
        if verdict.result != golden.verdicts.get(verdict.check)
    )


def test_among_them_are_visits_of_good_pages_and_of_broken_ones() -> None:
    failing = [check for path in FILES for check, result in read(path).verdicts.items() if result == "failed"]
    kept = [path.stem for path in FILES if "failed" not in read(path).verdicts.values()]
    assert kept == [
        "foreign-events",
        "job-fails",
        "left-mid-run",
        "reset-mid-run",
        "results-not-ready",
        "run-again",
        "start-refused",
        "success",
    ]
    assert set(failing) <= {check.id for check in CHECKS}


def test_each_check_is_judged_in_one_of_them_but_what_a_release_alone_is_held_to() -> None:
    judged = {
        check for path in FILES for check, result in read(path).verdicts.items() if result != "not applicable"
    }
    assert judged == {check.id for check in CHECKS} - {"production-url"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_passes_or_fails_tells_when(path: Path) -> None:
    verdicts = judge(evidence(read(path)))
    judged = [verdict for verdict in verdicts if verdict.result != "not applicable"]
    assert [verdict for verdict in judged if not re.search(r"\d s\b", verdict.sentence)] == []
