"""The fixture of pytest-playwright that is another here: how the browser is launched."""

from typing import Any

import pytest

from e2e.browser import launch_arguments
from e2e.errors import SuiteError
from e2e.plugin import end_run, needs_hosting
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
        return {**browser_type_launch_args, **launch_arguments(browser_name, headed, mapped, certificate)}
    except SuiteError as error:
        if not hosted:
            return browser_type_launch_args
        end_run(request.session, error)
