"""A browser that a new one takes the place of: when it has crashed, so that the visits after that take place;
and after a while, where it keeps what was closed. Firefox keeps some 10 MiB of each context, slows down, and
after some hundred of them leaves a page without an answer for seconds.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from math import inf
from typing import Any

from playwright.sync_api import Browser, BrowserContext

LIFETIMES = {"firefox": 30}
"""Contexts that one browser makes: of 20, 30 and 50 the quickest, see bench/README.md."""


@contextmanager
def renewed(launch: Callable[[], Browser], lifetime: float = inf) -> Iterator[Browser]:
    """The first of several: when it is gone, or has made so many contexts and none is open, its `new_context`
    asks a new one."""
    with launch() as first, closing(_Contexts(first, launch, lifetime)) as contexts:
        first.new_context = contexts.new  # type: ignore[method-assign]
        yield first


class _Contexts:
    def __init__(self, first: Browser, launch: Callable[[], Browser], lifetime: float) -> None:
        self._launch = launch
        self._lifetime = lifetime
        self._first = self._browser = first
        self._new = first.new_context
        self._made = 0

    def new(self, **options: Any) -> BrowserContext:
        if not self._browser.is_connected() or (self._made >= self._lifetime and not self._browser.contexts):
            self.close()
            self._browser = self._launch()
            self._new, self._made = self._browser.new_context, 0
        self._made += 1
        return self._new(**options)

    def close(self) -> None:
        """The first stays: it is whoever asked's."""
        if self._browser is not self._first:
            self._browser.close()
