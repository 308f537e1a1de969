"""The scripts and style sheets that a page is loading.

No event in the page tells of an `import()`: the browser does, Chromium before it answers what is asked of the
page next, Firefox a little later.
"""

import re
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request

KINDS = ("script", "stylesheet")

LONGEST = 5.0
"""Real seconds after which a load is not waited for: its host cannot be reached, or nobody tells its end."""

READ = {".htm", ".html", ".js", ".mjs"}
LATER = re.compile(
    rb"""\bimport\s*\(\s*(/\*.*?\*/\s*)*["'`]|\bdocument\.createElement\(["'`](script|link)["'`]\)(?!\.relList)"""
)
"""What bundlers leave of a part that is loaded when it is needed. `import(x)` is in frameworks too, the
question for a `relList` in each page that Vite builds."""


class Loads:
    """Those of one page's own document, not of its inner frames.

    `lazy`: the page may load some at run time. Where it may not, hearing of each request is saved.
    """

    def __init__(self, page: Page, lazy: bool) -> None:
        self._page = page
        self._open: dict[Request, float] = {}
        """With the real second in which each began."""
        self._ended: list[Request] = []
        """Since the last look began."""
        self._left: set[Request] = set()
        """Those that were open when the page asked for another document."""
        self._document = 0.0
        if lazy:
            page.on("request", self._asked)
            page.on("requestfinished", self._over)
            page.on("requestfailed", self._over)

    def begin(self) -> None:
        """A look begins: what was loaded before it has its first turn in it."""
        self._ended.clear()

    def paths(self) -> tuple[str, ...]:
        """Of all that were on their way at any moment since the look began."""
        earliest = time.monotonic() - LONGEST
        recent = [request for request, began in self._open.items() if began > earliest]
        return tuple(urlsplit(request.url).path for request in (*recent, *self._ended))

    def seen(self, document: float) -> None:
        """The document that was looked at. Of the loads of one that was left Chromium tells no end."""
        if document != self._document:
            for request in self._left:
                self._open.pop(request, None)
            self._left.clear()
        self._document = document

    def _asked(self, request: Request) -> None:
        if request.resource_type in KINDS:
            # Chromium never tells of the end of a shared worker's script, which has hardly a header.
            if request.frame == self._page.main_frame and "user-agent" in request.headers:
                self._open[request] = time.monotonic()
        elif request.is_navigation_request() and request.frame == self._page.main_frame:
            self._left |= self._open.keys()

    def _over(self, request: Request) -> None:
        if self._open.pop(request, None) is not None:
            self._ended.append(request)


@cache
def lazy(folder: Path | None) -> bool:
    """Whether a page of these files may load scripts or style sheets at run time; if nobody knows, it may."""
    if folder is None or not folder.is_dir():
        return True
    files = (path for path in folder.rglob("*") if path.suffix in READ and path.is_file())
    return any(LATER.search(path.read_bytes()) for path in files)
