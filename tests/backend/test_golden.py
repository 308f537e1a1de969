"""The backend, on visits that were written by hand: its journal has to be the one written there."""

import pytest

from mock_backend.server import Server
from tests.backend.conftest import Visit
from tests.backend.page import Page
from tests.golden.reading import DIRECTORY, read, told


@pytest.mark.parametrize(
    "scenario", ["success", "reset-mid-run", "job-fails", "foreign-events", "results-not-ready"]
)
def test_its_journal_is_the_one_that_was_written_by_hand(visit: Visit, server: Server, scenario: str) -> None:
    golden = read(DIRECTORY / f"{scenario}.yaml")
    visitor = visit(scenario)
    assert server.front_port is not None
    page = Page(visitor, server.front_port)
    page.run()
    page.live(until=golden.until)
    assert told(visitor.control.journal(visitor.session)) == told(golden.journal)
