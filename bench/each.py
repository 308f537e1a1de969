"""What each scenario takes: `python -m bench.each [--browser firefox] [--scenario NAME]...`

One after the other, in this process, each from a new context to the verdicts and after the browser's own
floor (new context, new page, load, close). Prints the slowest, and each that takes longer than it may:

    chromium    1.5 s, and 12 ms more for each poll beyond those of the first minute
    firefox     two floors, and 80 ms for each poll

A poll is a request for the status, or one more for the results. A floor is the median of the five before;
where the scenario opens a second tab, of five with two pages. What takes longer than it may is played twice
more, each time after five floors of its own, and the middle one of the three counts: a machine has other
things to do now and then.
"""

import argparse
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import ROOT, floor, seconds
from e2e.browsers import own_browser
from e2e.browsers.browser import launch_arguments
from e2e.browsers.nagle import launched
from e2e.browsers.renewed import LIFETIMES
from e2e.config import load
from e2e.errors import SuiteError
from e2e.evidence.wire import exchanges
from e2e.runner_page import RunnerPage
from e2e.selection import catalogue
from e2e.servers import start
from e2e.visit.feasible import hindrance
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control
from mock_backend.scenario import Scenario
from mock_backend.visit import SecondTab

POLLS_OF_A_MINUTE = 30
FLOORS = 5
LIFETIME = LIFETIMES["firefox"] // 2
"""Scenarios of one browser, each with a floor before it."""
SLOWEST = 10


@dataclass(frozen=True)
class Visit:
    scenario: str
    browser: str
    floor: float
    seconds: float
    polls: int
    others: tuple[float, ...] = ()
    """The seconds of the two visits that were quicker and slower, where there were three."""

    @property
    def limit(self) -> float:
        if self.browser == "firefox":
            return 2 * self.floor + 0.08 * self.polls
        return 1.5 + 0.012 * max(0, self.polls - POLLS_OF_A_MINUTE)

    def __str__(self) -> str:
        limit = f"{self.limit:5.2f} s at most, floor {self.floor:.2f}"
        others = "".join(f", {seconds:.2f}" for seconds in self.others)
        return f"{self.seconds:6.2f} s ({limit})  {self.polls:4} polls  {self.scenario}{others}"

    @property
    def late(self) -> bool:
        return self.seconds > self.limit


@dataclass(frozen=True)
class Bench:
    suite: Suite
    browser: Browser
    options: dict[str, Any]
    """What the browser was launched with."""

    @property
    def kind(self) -> str:
        return self.browser.browser_type.name

    def judged(self, scenario: Scenario, floor: float) -> Visit:
        """One visit, or the middle one of three."""
        first = self.visit(scenario, floor)
        if not first.late:
            return first
        visits = [first, *(self.visit(scenario, self.middle_floor(scenario)) for _ in range(2))]
        quick, middle, slow = sorted(visits, key=lambda visit: visit.seconds / visit.limit)
        return replace(middle, others=(quick.seconds, slow.seconds))

    def middle_floor(self, scenario: Scenario) -> float:
        return median(self.floor(pages(scenario)) for _ in range(FLOORS))

    def visit(self, scenario: Scenario, floor: float) -> Visit:
        began = time.perf_counter()
        with self._page(scenario) as page:
            stage = Stage(self.suite, page, scenario, self.kind, real=False)
            runner = RunnerPage(stage)
            runner.open()
            runner.run()
            runner.finish()
            runner.judged()
            judged = time.perf_counter()
            journal = stage.journal()  # for this bench alone, and not counted
            began += time.perf_counter() - judged
            stage.close()
        polls = len(exchanges(journal, "status")) + max(0, len(exchanges(journal, "results")) - 1)
        return Visit(scenario.name, self.kind, floor, time.perf_counter() - began, polls)

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

    def floor(self, pages: int = 1) -> float:
        url = self.suite.addresses.page_url + self.suite.config.page.path
        return seconds(lambda: floor(self.browser, url, pages))


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.each",
        usage=argparse.SUPPRESS,
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--browser", choices=["chromium", "firefox"], default="chromium")
    parser.add_argument("--scenario", action="append", metavar="NAME")
    chosen = parser.parse_args()
    visits = measured(chosen.browser, chosen.scenario or [*catalogue()])
    print(f"floor {median(visit.floor for visit in visits):.2f} s; {len(visits)} scenarios, the slowest:")
    visits.sort(key=lambda visit: -visit.seconds)
    print(*visits[:SLOWEST], sep="\n")
    late = [visit for visit in visits if visit.late]
    thrice = sum(bool(visit.others) for visit in visits)
    print(f"played three times: {thrice}; beyond their limit: {len(late)}", *late, sep="\n")


def measured(kind: str, names: list[str]) -> list[Visit]:
    visits: list[Visit] = []
    with sync_playwright() as playwright, ExitStack() as undo:
        config = load(ROOT / "playwright.config.py").with_backend_port(0)
        addresses = start(config, undo)
        suite = Suite(config, addresses, undo.enter_context(Control(addresses.backend)))
        options = launch_arguments(kind)
        for first in range(0, len(names), LIFETIME):
            with launched(getattr(playwright, kind), options) as browser:
                visits += visited(Bench(suite, browser, options), names[first : first + LIFETIME])
    return visits


def visited(bench: Bench, names: list[str]) -> Iterator[Visit]:
    bench.visit(bench.suite.control.scenario("success"), 0)
    floors: deque[float] = deque(maxlen=FLOORS)
    for name in names:
        floors.append(bench.floor())
        scenario = bench.suite.control.scenario(name)
        if hindrance(scenario, bench.kind, False, bench.suite.addresses) is None:
            floor = bench.middle_floor(scenario) if pages(scenario) > 1 else median(floors)
            try:
                yield bench.judged(scenario, floor)
            except SuiteError as error:
                print(f"{name}: {error}", flush=True)


def pages(scenario: Scenario) -> int:
    return 1 + sum(isinstance(act, SecondTab) for act in scenario.visit)


if __name__ == "__main__":
    main()
