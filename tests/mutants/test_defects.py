"""Each defect of the page is caught by the checks that are named for it."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from e2e.config import Backend, Build, Config
from e2e.report import Outcome
from e2e.servers import start
from e2e.stage import Stage, Suite
from e2e.visit import perform
from mock_backend.client import Control
from tests.mutants.defects import Defect, broken_page, defects

SCENARIOS = ("success", "refused-handshake")


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
        outcomes = [performed(suite, browser, name) for name in SCENARIOS]
    assert defect.caught_by <= {verdict.check for outcome in outcomes for verdict in outcome.failures}


BUILD = ("npm", "run", "build", "--", "--mode", "e2e", "--outDir", "{output}", "--emptyOutDir")


def performed(suite: Suite, browser: Browser, name: str) -> Outcome:
    with browser.new_context() as context:
        return perform(Stage(suite, context.new_page(), suite.control.scenario(name), "chromium", real=False))
