"""Pages that keep the contract raise no alarm, whatever they are built like.

A part of the catalogue; `python -m tests.pages.alarms` plays the whole.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserType

from e2e.report.explanation import explanation
from tests.pages.served import NAMES, Served, configured, served

SCENARIOS = (
    "told-by-both",
    "both-at-once-polling-first",
    "results-not-ready",
    "results-of-no-shape",
    "reset-mid-run",
    "late-handshake",
    "second-handshake-refused",
    "half-open",
    "event-after-end",
    "events-before-job-id",
    "malformed-flood",
    "progress-garbage",
    "status-out-of-order",
    "status-never-answered-silent-socket",
    "status-of-another-job",
    "start-never-answered",
    "run-again-after-failure",
    "leave-and-return",
    "leave-while-polling",
    "second-tab",
    "offline-mid-run",
)
"""Those in which a check is likeliest to ask for more than was promised."""


@pytest.fixture(scope="module", params=NAMES)
def page_served(request: pytest.FixtureRequest, browser_type: BrowserType) -> Iterator[Served]:
    with served(configured(request.param), browser_type) as page:
        yield page


@pytest.mark.parametrize("scenario_name", SCENARIOS)
def test_a_page_that_keeps_the_contract_raises_no_alarm(page_served: Served, scenario_name: str) -> None:
    _, outcome = page_served.visit(scenario_name)
    assert (outcome.failures, outcome.unstaged) == ((), ()), explanation(outcome)
