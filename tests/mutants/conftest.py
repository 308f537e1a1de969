"""The workshop of a worker, whose defects are its own."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.mutants.workshop import Workshop


@pytest.fixture(scope="session")
def workshop(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    with ExitStack() as undo:
        yield Workshop(browser, tmp_path_factory.mktemp("workshop"), undo)
