"""The fixtures of pytest-playwright that are others here: how the browser is launched."""

from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType

from e2e.browsers.browser import launch_arguments, remote_arguments
from e2e.browsers.nagle import launched
from e2e.browsers.remote import connected
from e2e.browsers.renewed import LIFETIMES, renewed
from e2e.errors import BrowserMissing, SuiteError
from e2e.plugin import MISSING, end_run, needs_hosting
from e2e.servers import Addresses


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_name: str, request: pytest.FixtureRequest
) -> dict[str, Any]:
    """The browser that is there, led to the backend where the page can't be. A run without scenarios starts
    nothing for it, and where there is no browser Playwright says so."""
    hosted = needs_hosting(request.session)
    headed = not browser_type_launch_args.get("headless", True)
    found: Addresses | None = request.getfixturevalue("addresses") if hosted else None
    mapped, certificate = (found.mapped, found.certificate) if found else ((), None)
    try:
        server: str | None = request.config.getoption("--runner-connect")
        own = (
            launch_arguments(browser_name, headed, mapped, certificate)
            if server is None
            else remote_arguments(server, browser_name, mapped, certificate)
        )
    except BrowserMissing as error:
        if not hosted:
            return browser_type_launch_args
        if len(request.config.getoption("--browser")) == 1:
            end_run(request.session, error)
        request.config.stash.setdefault(MISSING, {})[browser_name] = str(error)
        pytest.skip(str(error))
    except SuiteError as error:
        end_run(request.session, error)
    return {**browser_type_launch_args, **own}


@pytest.fixture(scope="session")
def launch_browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], request: pytest.FixtureRequest
) -> Callable[..., Browser]:
    """On this machine, or by a Playwright server; takes more of Playwright's launch options."""
    server: str | None = request.config.getoption("--runner-connect")

    def launch(**more: Any) -> Browser:
        options = {**browser_type_launch_args, **more}
        if server is None:
            return launched(browser_type, options)
        try:
            return connected(browser_type, server, options)
        except SuiteError as error:
            end_run(request.session, error)

    return launch


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[..., Browser], browser_name: str) -> Iterator[Browser]:
    with renewed(launch_browser, LIFETIMES.get(browser_name, inf)) as browser:
        yield browser
