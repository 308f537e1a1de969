"""Pages of other architectures than the reference page's, each correct, beside a mock backend of its own.

PAGES/NAME/index.html   the whole page
PAGES/NAME/config.py    where it shows things and how it words them: all that is said of it
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserType

from e2e.browsers.browser import launch_arguments
from e2e.config import Config, load
from e2e.report.outcome import Outcome
from e2e.runner_page import RunnerPage
from e2e.servers import start
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control

PAGES = Path(__file__).parent
NAMES = tuple(sorted(path.parent.name for path in PAGES.glob("*/config.py")))


@dataclass(frozen=True)
class Served:
    suite: Suite
    browser: Browser

    def visit(self, scenario: str) -> tuple[RunnerPage, Outcome]:
        """The whole scenario on that page, judged."""
        with self.browser.new_context() as context:
            played = self.suite.control.scenario(scenario)
            stage = Stage(self.suite, context.new_page(), played, "chromium", real=False)
            try:
                runner = RunnerPage(stage)
                runner.open()
                runner.run()
                runner.finish()
                return runner, runner.judged()
            finally:
                stage.close()


def configured(name: str) -> Config:
    return load(PAGES / name / "config.py").with_backend_port(0)


@contextmanager
def served(config: Config, browsers: BrowserType) -> Iterator[Served]:
    """In a browser of its own, which is led to the backend where the page cannot be."""
    with ExitStack() as undo:
        addresses = start(config, undo)
        control = undo.enter_context(Control(addresses.backend))
        browser = browsers.launch(**launch_arguments("chromium", mapped=addresses.mapped))
        undo.callback(browser.close)
        yield Served(Suite(config, addresses, control), browser)
