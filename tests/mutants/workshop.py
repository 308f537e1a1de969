"""Where broken pages are built and visited, one after the other.

patch ─► builder ─► the folder that the mock backend's front serves ─► visits ─► what was caught
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser

from e2e.checks import EVERY_CHECK
from e2e.config import PRODUCTION, Backend, Config, load
from e2e.report.families import families
from e2e.report.outcome import Outcome
from e2e.servers import Addresses, environment, start
from e2e.servers.leaks import leaks
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control
from tests.mutants.builder import FRONTEND, Builder
from tests.mutants.defects import Defect
from tests.visit import perform


@dataclass(frozen=True)
class Trial:
    """What became of one defect."""

    outcomes: tuple[Outcome, ...]
    """Of each visit, and of the families that they make."""
    seconds: float
    """Real ones, with the build."""

    @property
    def caught(self) -> dict[str, str]:
        """The checks that failed, each with the scenario that showed it first; sorted by id."""
        found: dict[str, str] = {}
        for outcome in self.outcomes:
            for verdict in outcome.failures:
                found.setdefault(verdict.check, outcome.visit)
        return dict(sorted(found.items()))

    def escaped(self, defect: Defect) -> str:
        """A sentence where not all that are named for it have caught it; else nothing."""
        missed = ", ".join(sorted(defect.caught_by - self.caught.keys()))
        caught = ", ".join(f"{check} in {where}" for check, where in self.caught.items())
        return f"{missed} did not catch it; caught by {caught or 'no check'}." if missed else ""


class Workshop:
    """One backend, one Node and one browser, for any number of defects. `undo` ends what it started.

    `launch`: the browser for a page at these addresses. `page`: the folder of its sources; `config` says what
    of it is not as beside it. `release`: it is built as a release.
    """

    def __init__(
        self,
        launch: Callable[[Addresses], Browser],
        folder: Path,
        undo: ExitStack,
        page: Path = FRONTEND,
        config: Config | None = None,
        release: bool = False,
    ) -> None:
        self._served = folder / "served"
        self._served.mkdir()
        (self._served / "index.html").touch()
        served = {"root": folder, "backend": Backend(port=0, dist=self._served), "builds": ()}
        config = (config or load(page.parent / "playwright.config.py")).model_copy(update=served)
        config = config.profiled(PRODUCTION, self._served) if release else config
        addresses = start(config, undo)
        self._browser = launch(addresses)
        self.suite = Suite(config, addresses, undo.enter_context(Control(addresses.backend)))
        self._builder = undo.enter_context(Builder(environment(addresses), page))

    def tried(self, defect: Defect) -> Trial:
        since = time.monotonic()
        outcomes = self.visited(defect)
        judged = (*outcomes, *families(outcomes, EVERY_CHECK))
        return Trial(judged, time.monotonic() - since)

    def visited(self, page: Defect) -> list[Outcome]:
        """Of each visit, in order."""
        self.serve(page)
        return [perform(stage) for stage in self.stages(*page.plays)]

    def serve(self, page: Defect) -> None:
        self._builder.build(page.patch, self._served, page.react, page.release)
        left = leaks(self.suite.config, self.suite.addresses)
        self.suite = replace(self.suite, leaks=left)

    def stages(self, *scenarios: str) -> Iterator[Stage]:
        """One for each scenario, in a browser context of its own that ends when the next is asked for."""
        for name in scenarios:
            with self._browser.new_context() as context:
                scenario = self.suite.control.scenario(name)
                yield Stage(self.suite, context.new_page(), scenario, "chromium", real=False)
