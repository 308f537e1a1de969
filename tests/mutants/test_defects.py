"""Each defect of the page is caught by the checks that are named for it."""

from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from e2e.checks import EVERY_CHECK
from e2e.quick import QUICK
from e2e.report.outcome import Outcome
from e2e.runner_page import RunnerPage
from e2e.selection import catalogue
from e2e.verdict import Verdict
from tests.mutants.defects import Defect, defects, kinds, patches
from tests.mutants.trials import TRIAL
from tests.mutants.workshop import Trial, Workshop
from tests.pages import defects as other_page

MOST_VISITS = 2
EXAMPLES = Path(__file__).parents[1] / "examples" / "defects"
LEAST_DEFECTS = 60


@pytest.mark.parametrize("defect", defects(), ids=lambda defect: defect.name)
def test_a_broken_page_is_caught_by_the_checks_named_for_it(
    defect: Defect, workshop_for: Callable[[bool], Workshop], request: pytest.FixtureRequest
) -> None:
    trial = workshop_for(defect.release).tried(defect)
    request.node.user_properties.append((TRIAL, (defect.name, trial.caught, trial.seconds)))
    assert trial.escaped(defect) == ""


def test_a_defect_that_escapes_is_told_with_what_was_caught_instead() -> None:
    defect = next(defect for defect in defects() if defect.name == "heartbeat-after-the-end")
    visit = Outcome("success", "chromium", verdicts=(Verdict("close-clean", "failed", "It stayed open."),))
    assert Trial((visit,), 1.0).escaped(defect) == (
        "quiet-after-end did not catch it; caught by close-clean in success."
    )
    assert Trial((), 1.0).escaped(defect) == (
        "close-clean, quiet-after-end did not catch it; caught by no check."
    )


def test_a_release_without_a_defect_keeps_the_contract(release_workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "none.patch").touch()
    sound = Defect(
        "none",
        "",
        frozenset(),
        ("success", "socket-forbidden"),
        tmp_path / "none.patch",
        "production",
        "release",
    )
    outcomes = release_workshop.visited(sound)
    results = [
        (verdict.check, verdict.result)
        for outcome in outcomes
        for verdict in outcome.verdicts
        if verdict.check == "production-url" or verdict.result == "failed"
    ]
    assert results == [("production-url", "passed")] * 2


def test_every_check_has_two_defects_of_its_own() -> None:
    counts = Counter(chain.from_iterable(defect.caught_by for defect in defects()))
    assert counts.keys() == {check.id for check in EVERY_CHECK}
    assert [check for check, number in counts.items() if number < 2] == []
    assert len(defects()) >= LEAST_DEFECTS


@pytest.mark.parametrize("defect", defects(), ids=lambda defect: defect.name)
def test_a_defect_says_what_it_is_and_where_it_shows(defect: Defect) -> None:
    assert defect.sentence.endswith(".")
    assert defect.caught_by
    assert 1 <= len(defect.plays) <= MOST_VISITS
    assert [name for name in defect.plays if name not in catalogue()] == []


def test_each_defect_shows_in_the_quick_scenarios() -> None:
    known = [*defects(), *other_page.defects(), *patches(EXAMPLES)]
    assert sorted(QUICK) == sorted({name for defect in known for name in defect.plays})


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_a_page_of_another_kind_keeps_the_contract_too(kind: Defect, workshop: Workshop) -> None:
    outcomes = workshop.visited(kind)
    assert [(outcome.scenario, outcome.failures, outcome.unstaged) for outcome in outcomes] == [
        (name, (), ()) for name in kind.plays
    ]


RECONNECTED = {
    "second-handshake-refused": [
        "socket.accepted",
        "socket.reset reset-1",
        "socket.refused refusal-1",
        "socket.accepted",
        "socket.close_received",
    ],
    "reset-after-each-event": ["socket.accepted", "socket.reset reset-after-1"] * 6,
}


def test_a_page_that_reconnects_meets_each_of_its_faults(workshop: Workshop) -> None:
    workshop.serve(next(kind for kind in kinds() if kind.name == "reconnects"))
    kinds_told = {told.split()[0] for told in chain(*RECONNECTED.values())}
    for stage, told in zip(workshop.stages(*RECONNECTED), RECONNECTED.values(), strict=True):
        runner = RunnerPage(stage)
        runner.open()
        runner.run()
        runner.finish()
        journal = [entry for entry in stage.journal() if entry.kind in kinds_told]
        stage.close()
        assert [" ".join(filter(None, (entry.kind, entry.fault))) for entry in journal] == told
