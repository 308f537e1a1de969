"""Of what a browser calls an error, what the page did is kept, and what the browser says of itself is not."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Page

from e2e.evidence import PageError
from e2e.visit.driver import Driver
from e2e.visit.observers import BrowserErrors


def heard(browser: str, name: str | None, message: str) -> list[PageError]:
    listening: dict[str, Any] = {}
    page = SimpleNamespace(on=listening.__setitem__)
    errors = BrowserErrors(cast("Page", page), cast("Driver", SimpleNamespace(now=2.0)), browser)
    listening["pageerror"](SimpleNamespace(name=name, message=message))
    return errors.beyond([])


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_an_error_of_the_page_is_kept(browser: str) -> None:
    assert heard(browser, "TypeError", "x is null") == [PageError(2, "TypeError: x is null")]


def test_a_rejection_is_told_from_an_exception() -> None:
    assert heard("chromium", "Uncaught (in promise) SyntaxError", "no JSON") == [
        PageError(2, "SyntaxError: no JSON", rejection=True)
    ]


@pytest.mark.parametrize("name", [None, "", "Content-Security-Policy", "Cross-Origin Request Blocked"])
def test_what_firefox_says_of_a_connection_is_not_the_page_s(name: str | None) -> None:
    assert heard("firefox", name, "The page's settings blocked the loading of a resource") == []
