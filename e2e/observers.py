"""What a page cannot tell of itself: the browser's own console lines, and dialogs."""

from playwright.sync_api import ConsoleMessage, Page
from playwright.sync_api import Dialog as PageDialog

from e2e.driver import Driver
from e2e.evidence import ConsoleLine, Dialog, Level

LEVELS: dict[str, Level] = {
    "debug": "debug",
    "log": "log",
    "info": "info",
    "warning": "warning",
    "error": "error",
}


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


class Dialogs:
    """Every dialog of the page, accepted at once so that the page goes on."""

    def __init__(self, page: Page, driver: Driver) -> None:
        self.seen: list[Dialog] = []
        self._driver = driver
        page.on("dialog", self._note)

    def _note(self, dialog: PageDialog) -> None:
        self.seen.append(Dialog(self._driver.now, dialog.message))
        dialog.accept()
