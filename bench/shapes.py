"""What TLS, a Playwright server and Firefox cost: each scenario beside the same on plain Chromium, in turn.

    python -m bench.shapes [--rounds N] [--scenario NAME]

Firefox stands beside its own floor: new context, new page, load, close.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from statistics import median

from playwright.sync_api import Browser, Playwright, sync_playwright

from bench.measure import ROOT, floor, row, scenario, seconds
from e2e.browsers.browser import launch_arguments
from e2e.browsers.nagle import launched
from e2e.browsers.remote import connected
from e2e.config import Config, load
from e2e.servers import start
from e2e.visit.stage import Suite
from mock_backend.client import Control

Shape = tuple[Suite, Browser, str]
"""With the browser's name."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--scenario", default="success")
    chosen = parser.parse_args()
    with sync_playwright() as playwright, ExitStack() as undo:
        shapes = raised(playwright, undo)
        actions = {
            name: partial(scenario, suite, browser, chosen.scenario, kind)
            for name, (suite, browser, kind) in shapes.items()
        }
        suite, browser, _ = shapes["firefox"]
        actions["firefox, floor"] = partial(floor, browser, suite.addresses.page_url + suite.config.page.path)
        times = measured(actions, chosen.rounds)
    middle = {name: row(name, found) for name, found in times.items()}
    for name, reference in (("TLS", "plain"), ("server", "plain"), ("firefox", "firefox, floor")):
        ratios = [one / other for one, other in zip(times[name], times[reference], strict=True)]
        of_medians = middle[name] / middle[reference]
        print(f"{name} / {reference}: {of_medians:.2f}, of each round {median(ratios):.2f}")


def raised(playwright: Playwright, undo: ExitStack) -> dict[str, Shape]:
    config = load(ROOT / "playwright.config.py")
    secure = config.profiled("production")

    def suite(wanted: Config) -> Suite:
        moved = wanted.with_backend_port(0)
        addresses = start(moved, undo)
        return Suite(moved, addresses, undo.enter_context(Control(addresses.backend)))

    plain, tls = suite(config), suite(secure)
    certificate = tls.addresses.certificate
    arguments = launch_arguments("chromium")
    own = playwright.chromium.launch(**arguments)
    trusting = playwright.chromium.launch(**launch_arguments("chromium", certificate=certificate))
    address = undo.enter_context(serving())
    remote = connected(playwright.chromium, address, arguments)
    firefox = launched(playwright.firefox, launch_arguments("firefox"))
    for each in (own, trusting, remote, firefox):
        undo.callback(each.close)
    return {
        "plain": (plain, own, "chromium"),
        "TLS": (tls, trusting, "chromium"),
        "server": (plain, remote, "chromium"),
        "firefox": (plain, firefox, "firefox"),
    }


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[str]:
    """The address of a Playwright server on this machine; port 0 takes any that is free."""
    command = [sys.executable, "-m", "playwright", "run-server", "--port", "0", "--host", host, "--unsafe"]
    # It has a child of its own, which goes with the group.
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().removeprefix("Listening on ").strip()
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def measured(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """All of them in each round, so that a slow moment concerns all; the first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds + 1):
        for name, action in actions.items():
            took = seconds(action)
            if number:
                times[name].append(took)
    return times


if __name__ == "__main__":
    main()
