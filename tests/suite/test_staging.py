"""A scenario whose faults or acts are taken out, on a real page: none may be believed to have happened."""

from typing import Any

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


VISITED = {
    "double-click-slow-start": "double-click: the page was not clicked twice at 0 s",
    "slow-device-burst": "slow-device: the browser was not slowed down",
    "offline-mid-run": "offline at 4.5 s did not take place",
    "hidden-mid-run": "hide at 2.5 s did not take place",
    "frozen-mid-run": "freeze at 4.5 s did not take place",
    "sleep-a-minute": "sleep at 2.5 s did not take place",
    "socket-throws": "broken-socket: no WebSocket constructor of the page threw",
    "socket-forbidden": "forbidden-socket: a handshake reached the backend at 0 s",
    "reload-mid-run": "reload at 4.5 s led to no other page and to no new document",
    "leave-mid-run": "leave at 4.5 s led to no other page and to no new document",
    "run-again-after-success": "Run was not pressed again at 6.5 s",
    "second-tab": "no job was started in the second tab of 2.5 s",
}
"""One scenario at least of each act, and what is missed of it."""


def missing(suite: Suite, page: Page, browser_name: str, name: str, **less: Any) -> tuple[str, ...]:
    """What a scenario asks for and did not get where it was played without some of it."""
    whole = suite.control.scenario(name)
    stage = Stage(suite, page, whole.model_copy(update=less), browser_name, real=False)
    runner = RunnerPage(stage)
    runner.open()
    runner.run()
    runner.finish()
    evidence = runner.evidence()
    stage.close()
    return unstaged(whole, evidence)


@pytest.mark.parametrize("name", FAULTY)
def test_a_scenario_without_its_faults_is_not_staged(
    suite: Suite, page: Page, browser_name: str, name: str
) -> None:
    missed = missing(suite, page, browser_name, name, faults=())
    assert [sentence.split(";")[0] for sentence in missed] == [
        f"{fault} never acted: no entry of the journal carries it"
        for fault in fault_ids(suite.control.scenario(name))
    ]


@pytest.mark.parametrize("name, sentence", VISITED.items())
def test_a_scenario_without_its_acts_is_not_staged(
    suite: Suite, page: Page, browser_name: str, name: str, sentence: str
) -> None:
    assert sentence in missing(suite, page, browser_name, name, visit=())


@pytest.mark.parametrize("name", ["double-click", "double-click-slow-start", "slow-device"])
def test_what_the_user_and_the_browser_did_is_seen(
    suite: Suite, page: Page, browser_name: str, name: str
) -> None:
    assert missing(suite, page, browser_name, name) == ()
