"""One process with one browser, which plays what it is told to, one thing after the other.

order (play, mutant) ─► pipe ─► worker ─► a visit ─► pipe ─► Played

What a mutant does to browser and page ends here: an error of the suite is an answer too. A worker that does
not answer at all is for whoever waits for it to end.
"""

import json
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, sync_playwright

from e2e.browsers.browser import launch_arguments
from e2e.config import Config
from e2e.errors import NotSettled, NotStaged, SuiteError
from e2e.fixtures import Visit
from e2e.report.outcome import Outcome
from e2e.runner_page import RunnerPage
from e2e.servers import Addresses
from e2e.urls import port_of
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control
from mock_backend.scenario import Scenario
from tests.mutants.generated.plays import DEVELOPMENT_HOST, For, Play, asked_for, environment
from tests.mutants.generated.score import Played
from tests.visit import perform

NOWHERE = "~NOTFOUND"
"""Chromium's word for a name that cannot be resolved."""

LOAD_SECONDS = 10
ANSWER_SECONDS = 30.0
"""Real seconds that a visit may take: a page that keeps the browser busy for ever takes longer."""

SWITCH = """(it) => {
    if (location.protocol === "about:") return;
    const KEPT = "mutants covered";
    const covered = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
    globalThis.__builtFor__ = it.builtFor;
    globalThis.__stryker__ = {
        activeMutant: it.mutant,
        hitCount: 0,
        hitLimit: 1e5,
        mutantCoverage: { static: covered, perTest: {} },
    };
    addEventListener("pagehide", () => sessionStorage.setItem(KEPT, JSON.stringify(covered)));
}"""
"""Which mutant is on, in each document; what was reached is handed on from document to document.

A mutant that is asked for more often than `hitLimit` throws: it goes round and round.
"""

COVERED = "() => Object.keys(globalThis.__stryker__?.mutantCoverage.static ?? {})"


@dataclass(frozen=True, slots=True)
class Order:
    play: Play
    mutant: str | None = None
    """The id; None plays the page as it is."""


class Worker:
    """The process, seen from the one that gives the orders. Use one in one thread."""

    def __init__(self, config: Config, addresses: Addresses) -> None:
        self._suite = (config, addresses)
        self._begin()

    def _begin(self) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far_end = spawn.Pipe()
        self._process = spawn.Process(target=work, args=(far_end, *self._suite), daemon=True)
        self._process.start()
        far_end.close()

    def play(self, order: Order) -> Played:
        """What came of it; of a page that hangs, that it does."""
        begin = time.monotonic()
        self._pipe.send(order)
        if self._pipe.poll(ANSWER_SECONDS):
            played: Played = self._pipe.recv()
            return played
        self.stop()
        self._begin()
        return Played(str(order.play), time.monotonic() - begin, trouble="time-out")

    def stop(self) -> None:
        """Its browser ends with it."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def work(pipe: Connection, config: Config, addresses: Addresses) -> None:
    """Until the other end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with sync_playwright() as playwright, Control(addresses.backend) as control, suppress(EOFError):
        troupe = Troupe(playwright, Suite(config, addresses, control))
        while True:
            pipe.send(troupe.played(pipe.recv()))


class Troupe:
    """The browsers that visits are made with: one for all, launched again after each error."""

    def __init__(self, playwright: Playwright, suite: Suite) -> None:
        self._playwright = playwright
        self._suite = suite
        self._browser = self._launched(NOWHERE)

    def played(self, order: Order) -> Played:
        begin = time.monotonic()
        try:
            played = self._visit(order)
        except (SuiteError, Error) as error:
            played = Played(str(order.play), trouble=trouble(error))
            with suppress(Error):
                self._browser.close()
            self._browser = self._launched(NOWHERE)
        return replace(played, seconds=time.monotonic() - begin)

    def _visit(self, order: Order) -> Played:
        if order.play.built_for != "development":
            return self._visited(self._browser, order)
        with ExitStack() as undo:
            browser = self._launched(f"127.0.0.1:{port_of(self._suite.addresses.backend)}")
            undo.callback(browser.close)
            return self._visited(browser, order)

    def _visited(self, browser: Browser, order: Order) -> Played:
        with browser.new_context() as context:
            context.set_default_timeout(LOAD_SECONDS * 1000)
            context.add_init_script(self._switch(order))
            return self._performed(context, order.play)

    def _performed(self, context: BrowserContext, play: Play) -> Played:
        suite, page = self._told(play.built_for), context.new_page()

        def staged(wanted: str | Scenario) -> Stage:
            chosen = suite.control.scenario(wanted) if isinstance(wanted, str) else wanted
            return Stage(suite, page, chosen, "chromium", real=False)

        said: tuple[str, ...] = ()
        if play.test is None:
            outcome = perform(staged(play.scenario))
        else:
            outcome, said = rehearsed(play.test, staged)
        return Played(
            str(play),
            checks=(*(verdict.check for verdict in outcome.failures), *said),
            unstaged=outcome.unstaged,
            reached=frozenset(page.evaluate(COVERED)),
        )

    def _told(self, built_for: For) -> Suite:
        addresses = self._suite.addresses
        url = asked_for(built_for, addresses.socket_url, addresses.page_url)
        return replace(self._suite, addresses=replace(addresses, socket_url=url))

    def _switch(self, order: Order) -> str:
        told = environment(order.play.built_for, self._suite.addresses.socket_url)
        return f"({SWITCH})({json.dumps({'mutant': order.mutant, 'builtFor': told})})"

    def _launched(self, development_leads_to: str) -> Browser:
        arguments = launch_arguments("chromium", mapped=[(DEVELOPMENT_HOST, development_leads_to)])
        return self._playwright.chromium.launch(**arguments)


def rehearsed(
    test: Callable[[Visit], None], staged: Callable[[str | Scenario], Stage]
) -> tuple[Outcome, tuple[str, ...]]:
    """What the contract says of the visit of a named test, and the test's file where an assertion failed."""
    visits: list[RunnerPage] = []

    def visit(wanted: str | Scenario) -> RunnerPage:
        visits.append(RunnerPage(staged(wanted)))
        visits[-1].open()
        return visits[-1]

    said: tuple[str, ...] = ()
    try:
        test(visit)
    except AssertionError as error:
        said = (file_of(error),)
    except (NotStaged, pytest.fail.Exception):
        pass
    (runner,) = visits
    if runner.started_at is None:
        runner.run()
    if runner.outcome is None:
        runner.finish()
    outcome = runner.outcome or runner.judged()
    runner.stage.close()
    return outcome, said


def file_of(error: AssertionError) -> str:
    """The test file whose assertion it was."""
    frames = traceback.extract_tb(error.__traceback__)
    return Path(frames[-1].filename).name


def trouble(error: SuiteError | Error) -> str:
    """In a few words what kept the suite from judging."""
    if isinstance(error, NotSettled):
        return "not settled"
    if isinstance(error, SuiteError):
        return "unavailable"
    return "page crashed" if "crash" in error.message else "browser error"
