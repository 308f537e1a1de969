"""Each defect of the page is caught by the checks that are named for it."""

from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from e2e.config import Backend, Build, Config
from e2e.report import Outcome
from e2e.runner_page import RunnerPage
from e2e.servers import start
from e2e.stage import Stage, Suite
from e2e.visit import perform
from mock_backend.client import Control
from tests.mutants.defects import Defect, broken_page, defects, kinds

VISITS = (
    ("success", None),
    ("refused-handshake", None),
    ("offline-mid-run", None),
    ("hidden-whole-run", None),
    ("success", 5.0),
)
"""A scenario, and the second at which the page is left; None to see it through."""


@pytest.mark.parametrize("defect", defects(), ids=lambda defect: defect.name)
def test_a_broken_page_is_caught_by_the_check_named_for_it(
    defect: Defect, browser: Browser, tmp_path: Path
) -> None:
    visits = [(name, None) for name in defect.plays] or VISITS
    with ExitStack() as undo:
        suite = served(broken_page(defect, tmp_path), undo)
        outcomes = [performed(suite, browser, *visit) for visit in visits]
    assert defect.caught_by <= {verdict.check for outcome in outcomes for verdict in outcome.failures}


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_a_page_of_another_kind_keeps_the_contract_too(
    kind: Defect, browser: Browser, tmp_path: Path
) -> None:
    with ExitStack() as undo:
        suite = served(broken_page(kind, tmp_path), undo)
        outcomes = [performed(suite, browser, name, None) for name in kind.plays]
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


def test_a_page_that_reconnects_meets_each_of_its_faults(browser: Browser, tmp_path: Path) -> None:
    (reconnects,) = (kind for kind in kinds() if kind.name == "reconnects")
    kinds_told = {kind.split()[0] for kind in chain(*RECONNECTED.values())}
    with ExitStack() as undo:
        suite = served(broken_page(reconnects, tmp_path), undo)
        for name, told in RECONNECTED.items():
            with browser.new_context() as context:
                stage = Stage(suite, context.new_page(), suite.control.scenario(name), "chromium", real=False)
                runner = RunnerPage(stage)
                runner.open()
                runner.run()
                runner.finish()
                journal = [entry for entry in stage.journal() if entry.kind in kinds_told]
                stage.close()
            assert [" ".join(filter(None, (entry.kind, entry.fault))) for entry in journal] == told


def served(sources: Path, undo: ExitStack) -> Suite:
    """The page of these sources, built, beside a mock backend."""
    config = Config(
        root=sources,
        backend=Backend(port=0, dist=Path("dist-e2e")),
        builds=(Build(command=BUILD, output=Path("dist-e2e")),),
    ).with_backend_port(0)
    addresses = start(config, undo)
    return Suite(config, addresses, undo.enter_context(Control(addresses.backend)))


BUILD = ("npm", "run", "build", "--", "--mode", "e2e", "--outDir", "{output}", "--emptyOutDir")


def performed(suite: Suite, browser: Browser, name: str, left_at: float | None) -> Outcome:
    with browser.new_context() as context:
        stage = Stage(suite, context.new_page(), suite.control.scenario(name), "chromium", real=False)
        return perform(stage) if left_at is None else left(stage, left_at)


def left(stage: Stage, at: float) -> Outcome:
    """A visit in which the user goes to the application's home in mid-run."""
    runner = RunnerPage(stage)
    runner.open()
    runner.run()
    runner.reach(at)
    runner.leave()
    runner.finish()
    outcome = runner.judged()
    stage.close()
    return outcome
