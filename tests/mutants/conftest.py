"""The workshops of a worker, whose defects are its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, BrowserType

from e2e.browsers.browser import launch_arguments
from e2e.servers import Addresses
from tests.mutants.workshop import Workshop


@pytest.fixture(scope="session")
def workshop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with ExitStack() as undo:
        yield Workshop(lambda _: browser, tmp_path_factory.mktemp("workshop"), undo)


@pytest.fixture(scope="session")
def release_workshop(
    browser_type: BrowserType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    """For releases, in a browser that trusts their certificate."""
    with ExitStack() as undo:

        def launch(addresses: Addresses) -> Browser:
            arguments = launch_arguments(
                "chromium", mapped=addresses.mapped, certificate=addresses.certificate
            )
            browser = browser_type.launch(**arguments)
            undo.callback(browser.close)
            return browser

        yield Workshop(launch, tmp_path_factory.mktemp("releases"), undo, release=True)


@pytest.fixture
def workshop_for(request: pytest.FixtureRequest) -> Callable[[bool], Workshop]:
    """The one for releases, or the other."""
    return lambda release: request.getfixturevalue("release_workshop" if release else "workshop")
