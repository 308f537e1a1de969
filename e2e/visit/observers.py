"""What a page cannot tell of itself: the browser's own console lines, errors that the window never hears
of, and dialogs."""

import re

from playwright.sync_api import ConsoleMessage, Error, Page
from playwright.sync_api import Dialog as PageDialog

from e2e.evidence import ConsoleLine, Dialog, Level, PageError
from e2e.visit.driver import Driver

LEVELS: dict[str, Level] = {
    "debug": "debug",
    "log": "log",
    "info": "info",
    "warning": "warning",
    "error": "error",
}


IN_PROMISE = "Uncaught (in promise) "
ERROR = re.compile(rf"({re.escape(IN_PROMISE)})?[\w$]+")
"""The name of an error, as JavaScript may have one; "Content-Security-Policy" is none."""


class BrowserConsole:
    """The lines of the browser itself, which carry no arguments, and those of `console.assert`, `trace` and
    the like. The page's other lines are on the driver's tape."""

    def __init__(self, page: Page, driver: Driver) -> None:
        self.lines: list[ConsoleLine] = []
        self._driver = driver
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        own = bool(message.args)
        if own and message.type in LEVELS:
            return
        level = "error" if message.type == "assert" else LEVELS.get(message.type, "log")
        self.lines.append(ConsoleLine(self._driver.now, level, message.text, own))


class BrowserErrors:
    """Uncaught errors as the browser reports them. The window itself hears of nearly all, and those are on
    the driver's tape; not, in Chromium, of an unhandled rejection of `response.json()`."""

    def __init__(self, page: Page, driver: Driver, browser: str) -> None:
        self._told: list[tuple[PageError, str]] = []
        self._driver = driver
        self._browser = browser
        page.on("pageerror", self._note)

    def _note(self, error: Error) -> None:
        if self._browser == "firefox" and not ERROR.fullmatch(error.name or ""):
            return  # the browser's own complaint about a connection, or its policy
        name = (error.name or "").removeprefix(IN_PROMISE)
        text = f"{name}: {error.message}".removeprefix(": ")
        rejection = "in promise" in (error.name or "")
        self._told.append((PageError(self._driver.now, text, rejection), error.message))

    def beyond(self, noted: list[PageError]) -> list[PageError]:
        """Those that are not among the noted ones."""
        left = [error.text for error in noted]
        unheard = []
        for error, message in self._told:
            same = next(
                (text for text in left if text.endswith(message) or text == f"[object {message}]"), None
            )
            if same is None:
                unheard.append(error)
            else:
                left.remove(same)
        return unheard


class Dialogs:
    """Every dialog of the page, accepted at once so that the page goes on."""

    def __init__(self, page: Page, driver: Driver) -> None:
        self.seen: list[Dialog] = []
        self._driver = driver
        page.on("dialog", self._note)

    def _note(self, dialog: PageDialog) -> None:
        self.seen.append(Dialog(self._driver.now, dialog.message))
        dialog.accept()
