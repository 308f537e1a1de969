"""A browser that is given up after a while for a new one. Firefox keeps some 10 MiB of each context that was
closed, slows down, and after some hundred of them leaves a page without an answer for seconds.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext

LIFETIME = 50
"""Contexts that one browser makes."""


@contextmanager
def renewed(launch: Callable[[], Browser], lifetime: int = LIFETIME) -> Iterator[Browser]:
    """The first of several: after so many contexts `new_context` asks a new one, as soon as none is open."""
    with launch() as first, closing(_Contexts(first, launch, lifetime)) as contexts:
        first.new_context = contexts.new  # type: ignore[method-assign]
        yield first


class _Contexts:
    def __init__(self, first: Browser, launch: Callable[[], Browser], lifetime: int) -> None:
        self._launch = launch
        self._lifetime = lifetime
        self._first = self._browser = first
        self._new = first.new_context
        self._made = 0

    def new(self, **options: Any) -> BrowserContext:
        if self._made >= self._lifetime and not self._browser.contexts:
            self.close()
            self._browser = self._launch()
            self._new, self._made = self._browser.new_context, 0
        self._made += 1
        return self._new(**options)

    def close(self) -> None:
        """The first stays: it is whoever asked's."""
        if self._browser is not self._first:
            self._browser.close()
