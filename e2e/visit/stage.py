"""One scenario, put on: its session in the backend, its page in a browser, one clock for both.

        control API                      page.clock
backend ◄────────── driver (one clock) ──────────► page
   │                                                 │
   └── journal ──►  evidence  ◄── observer, console ─┘
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from e2e.config import Config, Locators
from e2e.errors import ConfigError
from e2e.evidence import Absence, ConsoleLine, Evidence, PageError, Press, Terms
from e2e.servers import Addresses, served
from e2e.urls import port_of
from e2e.visit.answered import answered
from e2e.visit.conditions import Conditions
from e2e.visit.driver import Driver, Observation, RealTime, VirtualTime
from e2e.visit.loads import lazy
from e2e.visit.observers import BrowserConsole, BrowserErrors, Dialogs
from e2e.visit.settle import Habits
from e2e.visit.spells import Spells
from e2e.visit.tabs import parted
from mock_backend.client import Control
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario

COOKIE = "mock_session"
RUN_BUTTON = "() => window.__runnerObserver.runButton()"
"""Where a user would click to run, and whether the button is still `moving`; or the `hindrance` that keeps
everybody from it."""

GLIMPSES = 4
"""How often a user looks within the slack whether a page that was just opened has its Run button yet, and
whether that stands still."""

OBSERVER = files("e2e.visit").joinpath("observer.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Suite:
    """What all scenarios of a run share."""

    config: Config
    addresses: Addresses
    control: Control
    leaks: tuple[str, ...] = ()
    """What a release has in its files that no release should; see `Evidence`."""

    @property
    def terms(self) -> Terms:
        config = self.config
        return Terms(
            socket_url=self.addresses.socket_url,
            page_origin=self.addresses.page_url,
            results_path=config.page.results,
            results_found=bool(config.locators.outcome),
            poll_interval=config.poll_interval,
            slack=config.slack,
            poll_timeout=config.poll_timeout,
            words=config.words,
            release=config.release,
        )


class Stage:
    """Session, observers and driver of one page that is not opened yet."""

    def __init__(self, suite: Suite, page: Page, scenario: Scenario, browser: str, real: bool) -> None:
        self.suite = suite
        self.page = page
        self.scenario = scenario
        self.browser = browser
        self.real = real
        _read_by_browser(suite.config.locators, page)
        control, addresses = suite.control, suite.addresses
        session = control.create(scenario, clock="real" if real else "manual")
        self.session = session.session
        if not real:
            VirtualTime.install(page, session.epoch)
        page.context.add_cookies(cookies(self.session, addresses))
        self.conditions = Conditions(page, scenario, addresses)
        page.context.add_init_script(f"({OBSERVER})({json.dumps(observed(suite, virtual=not real))})")
        observation = Observation(page, control, self.session, session.epoch, habits(suite, browser))
        self.driver: Driver
        terms = suite.config
        self.driver = (
            RealTime(observation) if real else VirtualTime(observation, terms.poll_interval, terms.slack)
        )
        self.browser_console = BrowserConsole(page, self.driver)
        self.browser_errors = BrowserErrors(page, self.driver, browser)
        self.dialogs = Dialogs(page, self.driver)
        self.spells = Spells(page, self.driver)
        self.not_here: str | None = None
        """Why the scenario cannot be played with this page, as it turned out."""
        self._openings: list[range] = []
        """The indexes of what the journal has of each other tab being opened and run."""

    def evidence(
        self,
        started_at: float,
        absences: Sequence[Absence] = (),
        again: Sequence[Press] = (),
        standing: Sequence[str] = (),
    ) -> Evidence:
        """All that was seen so far; Run was pressed at `started_at`, with these alerts `standing` there, and
        `again`."""
        tape = self.driver.tape
        own, elsewhere = parted(self.journal(), self._openings)
        return Evidence(
            scenario=self.scenario.name,
            browser=self.browser,
            started_at=started_at,
            ended_at=self.driver.now,
            absences=tuple(absences),
            again=tuple(again),
            standing=tuple(standing),
            journal=own,
            elsewhere=elsewhere,
            pictures=tuple(tape.pictures),
            results=tuple(tape.results),
            console=tuple(self.console()),
            errors=tuple(self.errors()),
            blocked=tuple(tape.blocked),
            dialogs=tuple(self.dialogs.seen),
            navigations=tuple(tape.navigations),
            sockets=tuple(tape.sockets),
            answers=tuple(tape.answers),
            terms=self.suite.terms,
            pointers=tuple(tape.pointers),
            spells=tuple(self.spells.seen),
            slowed=self.conditions.slowed,
            leaks=self.suite.leaks,
            imitated=(*self.conditions.imitated, *self.spells.imitated),
            real_time=self.real,
        )

    def console(self) -> list[ConsoleLine]:
        """In the order of time; those that the configuration ignores are not the page's own."""
        ignored = [re.compile(pattern) for pattern in self.suite.config.ignore_console]
        lines = [
            replace(line, own=not any(pattern.search(line.text) for pattern in ignored))
            for line in self.driver.tape.console
        ]
        return sorted([*lines, *self.browser_console.lines], key=lambda line: line.at)

    def errors(self) -> list[PageError]:
        """In the order of time, each once."""
        noted = self.driver.tape.errors
        return sorted([*noted, *self.browser_errors.beyond(noted)], key=lambda error: error.at)

    def journal(self) -> list[Entry]:
        return self.suite.control.journal(self.session)

    def run_in_second_tab(self) -> None:
        """Another tab of the same browser opens the runner page and presses Run there, if a user could."""
        with self._opening():
            tab = self.page.context.new_page()
            tab.on("dialog", lambda dialog: dialog.accept())
            self.driver.add_tab(tab)
            tab.goto(self.suite.addresses.page_url + self.suite.config.page.path)
            self.driver.settle()
            self.driver.awaken()
        place = self.run_button(tab)
        if "hindrance" in place:
            self.not_here = f"Run cannot be pressed in a second tab: {place['hindrance']}"
            return
        with self._opening() as before:
            answered(tab.mouse, "click", place["x"], place["y"])
            self.driver.settle()
            # Its start may come by a timer of the page's.
            for _ in range(GLIMPSES):
                if any(entry.kind == "job.started" for entry in self.journal()[before:]):
                    break
                self.driver.advance_to(self.driver.now + self.suite.config.slack / GLIMPSES)

    @contextmanager
    def _opening(self) -> Iterator[int]:
        """Yields how many entries the journal has by then."""
        before = len(self.journal())
        yield before
        self._openings.append(range(before, len(self.journal())))

    def run_button(
        self, page: Page, enough: Callable[[str | None], bool] = lambda hindrance: hindrance is None
    ) -> dict[str, Any]:
        """Where a user would click to run, or the `hindrance`: as it is when that is `enough` and the button
        stands still, or else when the slack is over, since a page may be faded in."""
        place: dict[str, Any] = page.evaluate(RUN_BUTTON)
        for _ in range(GLIMPSES):
            if enough(place.get("hindrance")) and not place.get("moving"):
                break
            self.driver.advance_to(self.driver.now + self.suite.config.slack / GLIMPSES)
            place = page.evaluate(RUN_BUTTON)
        return place

    def close(self) -> None:
        for tab in self.driver.observation.tabs:
            tab.close()
        self.suite.control.end(self.session)


def cookies(session: str, addresses: Addresses) -> list[Any]:
    """By which each listener of the backend knows the session; sent across sites where there are several."""
    named = hosts(addresses)
    several = len({urlsplit(f"//{host}").hostname for host in named}) > 1
    # Browsers send a secure cookie to loopback without TLS too, and across sites no other.
    scheme, across = ("https", {"sameSite": "None", "secure": True}) if several else ("http", {})
    return [{"name": COOKIE, "value": session, "url": f"{scheme}://{host}", **across} for host in named]


READ = """(finds) => {
    for (const [field, { css, text, name }] of finds) {
        try {
            if (css) document.querySelector(css);
            for (const pattern of [text, name]) if (pattern) new RegExp(pattern, "im");
        } catch (error) {
            return `locators.${field}: ${error.message.replace(/\\.?$/, ".")}`;
        }
    }
    return null;
}"""
_READ: set[Locators] = set()


def _read_by_browser(locators: Locators, page: Page) -> None:
    """Raises ConfigError for a selector or a pattern that the browser knows nothing of; asked for once."""
    if locators in _READ:
        return
    named = {name: getattr(locators, name) for name in ("run", "progress", "step", "outcome", "failure")}
    finds = [(name, find.described()) for name, found in named.items() for find in found]
    wrong = page.evaluate(READ, [*finds, ("busy", {"text": locators.busy})])
    if wrong:
        raise ConfigError(f"{wrong} The browser reads what `locators` say, patterns as JavaScript has them.")
    _READ.add(locators)


def observed(suite: Suite, virtual: bool) -> dict[str, object]:
    """What `observer.js` is told to look for."""
    locators = suite.config.locators
    return {
        "socketPath": urlsplit(suite.addresses.socket_url).path,
        "hosts": sorted(hosts(suite.addresses)),
        "virtual": virtual,
        "run": [find.described() for find in locators.run],
        "busy": locators.busy,
        "progress": [find.described() for find in locators.progress],
        "step": [find.described() for find in locators.step],
        "outcome": [find.described() for find in locators.outcome],
        "results": None if locators.outcome else as_javascript(suite.config.page.results),
        "failure": [find.described() for find in locators.failure],
    }


def as_javascript(pattern: str | None) -> str | None:
    return pattern and pattern.replace("(?P<", "(?<").replace(r"\Z", "$")


def habits(suite: Suite, browser: str) -> Habits:
    firefox = browser == "firefox"
    files = served(suite.config, port_of(suite.addresses.backend))
    return Habits(hosts(suite.addresses), keeps_handshakes=firefox, tells_late=firefox, lazy=lazy(files))


def hosts(addresses: Addresses) -> frozenset[str]:
    """host:port of each listener of the backend, as a page names it (the browser may map one to another)."""
    return frozenset(
        urlsplit(url).netloc for url in (addresses.backend, addresses.page_url, addresses.socket_url)
    )
