"""The suite's own speed: `make bench` runs this and prints a table; nothing here is asserted.

Each figure stands beside a reference taken in the same run, so that a noisy machine does not mislead:
the scenario beside the floor (new context, new page, load, close).
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.load import busy
from e2e.browsers.browser import launch_arguments
from e2e.cli import QUIET, UNUSED
from e2e.config import load
from e2e.servers import start
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control
from tests.visit import perform

ROOT = Path(__file__).parent.parent
NAMED = ["e2e/test_success.py", "e2e/test_drop_and_fallback.py", "e2e/test_clean_close.py"]
LONG, MORE_POLLS = "twelve-minutes", 355
"""A scenario, and how many polls more it takes than the one with five progress steps."""

PYTEST = [sys.executable, "-m", "pytest", *QUIET, *UNUSED]


def seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def row(name: str, times: list[float]) -> float:
    middle = statistics.median(times)
    print(f"{name:44} {min(times):7.2f} {middle:7.2f} {max(times):7.2f} s   n={len(times)}", flush=True)
    return middle


def commands(runs: int) -> None:
    for name, command in {
        "make verify (warm, whole)": ["make", "-s", "verify"],
        "the three named files, one worker": [*PYTEST, *NAMED],
    }.items():
        run = partial(subprocess.run, command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        run()
        row(name, [seconds(run) for _ in range(runs)])


def floor(browser: Browser, url: str, pages: int = 1) -> None:
    context = browser.new_context()
    for _ in range(pages):
        context.new_page().goto(url)
    context.close()


def scenario(suite: Suite, browser: Browser, name: str, kind: str = "chromium") -> None:
    context = browser.new_context()
    stage = Stage(suite, context.new_page(), suite.control.scenario(name), kind, real=False)
    perform(stage)
    context.close()


def single(runs: int) -> None:
    with ExitStack() as undo, sync_playwright() as playwright:
        config = load(ROOT / "playwright.config.py").with_backend_port(0)
        addresses = start(config, undo)
        control = undo.enter_context(Control(addresses.backend))
        browser = playwright.chromium.launch(**launch_arguments("chromium"))
        suite = Suite(config, addresses, control)
        url = addresses.page_url + config.page.path
        for _ in range(2):
            scenario(suite, browser, "success")
        pairs = [
            (seconds(lambda: floor(browser, url)), seconds(lambda: scenario(suite, browser, "success")))
            for _ in range(runs)
        ]
        low = row("floor: new context, new page, load, close", [pair[0] for pair in pairs])
        one = row("one scenario, five progress steps", [pair[1] for pair in pairs])
        print(f"{'scenario / floor':44} {one / low:15.2f}")
        times = [seconds(lambda: scenario(suite, browser, LONG)) for _ in range(max(1, runs // 4))]
        longest = row("a job of 12 minutes", times)
        print(f"{'each poll more, in ms':44} {1000 * (longest - one) / MORE_POLLS:15.2f}")
        browser.close()


def repeats(times: int) -> None:
    """The three named scenarios over and over, every core kept busy."""
    command = [*PYTEST, "--backend-port", "0", "--repeat-each", str(times), *NAMED]
    with busy(os.cpu_count() or 1):
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    print(f"{times} repeats of the three named files with busy cores, exit code {done.returncode}:")
    print("\n".join(done.stdout.splitlines()[-2:]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each command (default: 5)")
    parser.add_argument(
        "--repeats", type=int, default=100, help="repeats with busy cores (default: 100; 0: none)"
    )
    chosen = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':44} {'min':>7} {'median':>7} {'max':>7}")
    commands(chosen.runs)
    single(4 * chosen.runs)
    if chosen.repeats:
        repeats(chosen.repeats)


if __name__ == "__main__":
    main()
