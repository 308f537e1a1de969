"""Each defect of the page is caught by the checks that are named for it."""

from contextlib import ExitStack
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
from tests.mutants.defects import Defect, broken_page, defects

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
    sources = broken_page(defect, tmp_path)
    with ExitStack() as undo:
        config = Config(
            root=sources,
            backend=Backend(port=0, dist=Path("dist-e2e")),
            builds=(Build(command=BUILD, output=Path("dist-e2e")),),
        ).with_backend_port(0)
        addresses = start(config, undo)
        suite = Suite(config, addresses, undo.enter_context(Control(addresses.backend)))
        outcomes = [performed(suite, browser, *visit) for visit in VISITS]
    assert defect.caught_by <= {verdict.check for outcome in outcomes for verdict in outcome.failures}


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
