"""A scenario whose faults are taken out, on a real page: none of them may be believed to have happened."""

import pytest
from playwright.sync_api import Page

from e2e.runner_page import RunnerPage
from e2e.staging import fault_ids, unstaged
from e2e.visit.stage import Stage, Suite

FAULTY = (
    "refused-handshake",
    "early-close-1013",
    "ack-twice",
    "reset-mid-run",
    "half-open",
    "malformed-frames",
    "duplicated-events",
    "status-500-five-times",
    "status-stale",
    "both-at-once-polling-first",
    "results-not-ready",
    "health-503",
    "start-slow",
    "both-broken-in-turn",
)
"""One scenario at least of each folder that has faults, and of each point at which a fault may stand."""


@pytest.mark.parametrize("name", FAULTY)
def test_a_scenario_without_its_faults_is_not_staged(
    suite: Suite, page: Page, browser_name: str, name: str
) -> None:
    whole = suite.control.scenario(name)
    stage = Stage(suite, page, whole.model_copy(update={"faults": ()}), browser_name, real=False)
    runner = RunnerPage(stage)
    runner.open()
    runner.run()
    runner.finish()
    missing = unstaged(whole, runner.evidence())
    stage.close()
    assert [sentence.split(";")[0] for sentence in missing] == [
        f"{fault} never acted: no entry of the journal carries it" for fault in fault_ids(whole)
    ]
