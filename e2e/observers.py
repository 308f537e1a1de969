"""Console lines and dialogs of one page. The rest is seen by `observer.js`.

What a page says at an instant arrives before the driver has settled it, so `driver.now` is its time.
"""

import re
from collections.abc import Iterable

from playwright.sync_api import ConsoleMessage, Page
from playwright.sync_api import Dialog as PageDialog

from e2e.driver import Driver
from e2e.evidence import ConsoleLine, Dialog, Level

LEVELS: dict[str, Level] = {"debug": "debug", "info": "info", "warning": "warning", "error": "error"}


class Console:
    """Every console line of the page. The browser's own lines carry no arguments; `ignored` lines are
    those of a development server."""

    def __init__(self, page: Page, driver: Driver, ignored: Iterable[str]) -> None:
        self.lines: list[ConsoleLine] = []
        self._driver = driver
        self._ignored = [re.compile(pattern) for pattern in ignored]
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        own = bool(message.args) and not any(pattern.search(message.text) for pattern in self._ignored)
        level = LEVELS.get(message.type, "log")
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
