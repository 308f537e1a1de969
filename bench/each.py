"""What each scenario takes: `python -m bench.each [--browser firefox] [--scenario NAME]...`

One after the other, in this process, each from a new context to the verdicts; every now and then the
browser's own floor (new context, new page, load, close). Prints the slowest, and each that takes longer than
it may:

    chromium    1.5 s, and 12 ms more for each poll beyond those of the first minute
    firefox     two floors, and 80 ms for each poll
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import ROOT, floor, seconds
from e2e import own_browser
from e2e.browser import launch_arguments
from e2e.config import load
from e2e.feasible import hindrance
from e2e.runner_page import RunnerPage
from e2e.selection import catalogue
from e2e.servers import start
from e2e.stage import Stage, Suite
from e2e.wire import exchanges
from mock_backend.client import Control
from mock_backend.scenario import Scenario

POLLS_OF_A_MINUTE = 30
BETWEEN_FLOORS = 10
SLOWEST = 10


@dataclass(frozen=True)
class Visit:
    scenario: str
    seconds: float
    polls: int

    def limit(self, browser: str, floor: float) -> float:
        if browser == "firefox":
            return 2 * floor + 0.08 * self.polls
        return 1.5 + 0.012 * max(0, self.polls - POLLS_OF_A_MINUTE)

    def __str__(self) -> str:
        return f"{self.seconds:6.2f} s  {self.polls:4} polls  {self.scenario}"


@dataclass(frozen=True)
class Bench:
    suite: Suite
    browser: Browser
    options: dict[str, Any]
    """What the browser was launched with."""

    @property
    def kind(self) -> str:
        return self.browser.browser_type.name

    def visit(self, scenario: Scenario) -> Visit:
        began = time.perf_counter()
        with self._page(scenario) as page:
            stage = Stage(self.suite, page, scenario, self.kind, real=False)
            runner = RunnerPage(stage)
            runner.open()
            runner.run()
            runner.finish()
            runner.judged()
            polls = len(exchanges(stage.journal(), "status"))
            stage.close()
        return Visit(scenario.name, time.perf_counter() - began, polls)

    @contextmanager
    def _page(self, scenario: Scenario) -> Iterator[Page]:
        if own_browser.needed(scenario):
            arguments = self.options.get("args", [])
            with own_browser.own_page(self._launch, arguments, {}, scenario, self.suite.addresses) as page:
                yield page
        else:
            with self.browser.new_context() as context:
                yield context.new_page()

    def _launch(self, **more: Any) -> Browser:
        return self.browser.browser_type.launch(**{**self.options, **more})

    def floor(self) -> float:
        url = self.suite.addresses.page_url + self.suite.config.page.path
        return seconds(lambda: floor(self.browser, url))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--browser", choices=["chromium", "firefox"], default="chromium")
    parser.add_argument("--scenario", action="append", metavar="NAME")
    chosen = parser.parse_args()
    visits, floors = measured(chosen.browser, chosen.scenario or [*catalogue()])
    low = median(floors)
    print(f"floor {low:.2f} s (median of {len(floors)}); {len(visits)} scenarios, the slowest:")
    visits.sort(key=lambda visit: -visit.seconds)
    print(*visits[:SLOWEST], sep="\n")
    late = [visit for visit in visits if visit.seconds > visit.limit(chosen.browser, low)]
    print(f"beyond their limit: {len(late)}")
    for visit in late:
        print(f"{visit}  ({visit.limit(chosen.browser, low):.2f} s at most)")


def measured(kind: str, names: list[str]) -> tuple[list[Visit], list[float]]:
    visits, floors = [], []
    with sync_playwright() as playwright, ExitStack() as undo:
        config = load(ROOT / "playwright.config.py").with_backend_port(0)
        addresses = start(config, undo)
        control = undo.enter_context(Control(addresses.backend))
        options = launch_arguments(kind)
        browser: Browser = getattr(playwright, kind).launch(**options)
        undo.callback(browser.close)
        bench = Bench(Suite(config, addresses, control), browser, options)
        bench.visit(control.scenario("success"))
        for number, name in enumerate(names):
            if number % BETWEEN_FLOORS == 0:
                floors.append(bench.floor())
            scenario = control.scenario(name)
            if hindrance(scenario, kind, False, addresses) is None:
                visits.append(bench.visit(scenario))
    return visits, floors


if __name__ == "__main__":
    main()
