"""What the browser or its machine does for a while: a moment at which it begins, a moment at which it ends.

offline   the browser's own switch        sockets stall, requests fail           Chromium
freeze    the browser's own life cycle    no task runs                           Chromium, see `own_browser`
hide      imitated in the page            its timers are not slowed down
sleep     the page's clock stands still   scenarios make the sockets half-open
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from playwright.sync_api import CDPSession, Page

from e2e.errors import Unavailable
from e2e.evidence import SpellSeen
from e2e.visit.driver import Driver
from mock_backend.visit import Freeze, Hide, Offline, Sleep, Spell

HIDDEN = "hide: the page was told that it is hidden; its timers ran as in the foreground"

HIDE = """(hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    Object.defineProperty(document, "visibilityState", {
        configurable: true,
        get: () => (hidden ? "hidden" : "visible"),
    });
    document.hasFocus = () => !hidden;
    window.dispatchEvent(new Event(hidden ? "blur" : "focus"));
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}"""

# Danger: the clock has to be right before any task of the page runs. The browser fires `resume` before them,
# and the window hears of it before the document.
JUMP_ON_RESUME = """(wall) => addEventListener("resume", () => void __pwClock.controller.pauseAt(wall), {
    capture: true,
    once: true,
})"""

UNFROZEN = (
    "The browser did not freeze the page: it takes it for one that has the focus. Play the scenario by the "
    "`scenario` fixture, which launches a browser for it."
)


class Spells:
    """Those of one page, performed; `seen` and `imitated` are evidence."""

    def __init__(self, page: Page, driver: Driver) -> None:
        self.seen: list[SpellSeen] = []
        self.imitated: list[str] = []
        self._page = page
        self._driver = driver
        self._cdp: CDPSession | None = None

    def begin(self, spell: Spell) -> None:
        """Raises Unavailable where the browser does not do it."""
        at = self._driver.now
        self._begun(spell)()
        self.seen.append(SpellSeen(at, spell.act))

    def end(self, spell: Spell) -> None:
        self._over(spell.act)
        self._ended(spell)()

    def _begun(self, spell: Spell) -> Callable[[], None]:
        match spell:
            case Offline():
                return self._go_offline
            case Freeze():
                return self._freeze
            case Hide():
                return self._hide
            case Sleep():
                return self._driver.fall_asleep

    def _ended(self, spell: Spell) -> Callable[[], None]:
        match spell:
            case Offline():
                return self._go_online
            case Freeze():
                return self._resume
            case Hide():
                return self._show
            case Sleep():
                return self._driver.wake

    def _over(self, kind: Literal["offline", "freeze", "hide", "sleep"]) -> None:
        """That one which is not over yet is, now."""
        for number, seen in enumerate(self.seen):
            if seen.kind == kind and seen.until > self._driver.now:
                self.seen[number] = replace(seen, until=self._driver.now)

    # offline

    def _go_offline(self) -> None:
        self._page.context.set_offline(True)
        self._without_network(True)

    def _go_online(self) -> None:
        self._page.context.set_offline(False)
        self._without_network(False)

    def _without_network(self, offline: bool) -> None:
        observation = self._driver.observation
        observation.habits = replace(observation.habits, offline=offline)
        self._driver.settle()

    # frozen

    def _freeze(self) -> None:
        self._in_foreground(False)
        self._session().send("Page.setWebLifecycleState", {"state": "frozen"})
        if self._page.evaluate("document.visibilityState") != "hidden":
            raise Unavailable(UNFROZEN)
        self._driver.fall_asleep()

    def _resume(self) -> None:
        self._driver.wake(self._set_going)
        self._in_foreground(True)
        self._driver.settle()

    def _set_going(self, wall: float | None) -> None:
        if wall is not None:
            self._page.evaluate(JUMP_ON_RESUME, wall)
        self._session().send("Page.setWebLifecycleState", {"state": "active"})

    def _in_foreground(self, shown: bool) -> None:
        """A page that was frozen stays hidden unless the browser takes it for one that has the focus."""
        self._session().send("Emulation.setFocusEmulationEnabled", {"enabled": shown})

    def _session(self) -> CDPSession:
        if self._cdp is None:
            self._cdp = self._page.context.new_cdp_session(self._page)
        return self._cdp

    # hidden

    def _hide(self) -> None:
        self._tell_hidden(True)
        if HIDDEN not in self.imitated:
            self.imitated.append(HIDDEN)

    def _show(self) -> None:
        self._tell_hidden(False)

    def _tell_hidden(self, hidden: bool) -> None:
        self._page.evaluate(HIDE, hidden)
        self._driver.settle()
