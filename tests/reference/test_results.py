"""The results of the reference page: whatever was found is shown, what is missing is asked for again."""

import json

import pytest

from e2e.evidence.in_words import masked
from e2e.fixtures import Visit
from e2e.plugin import SLOW
from e2e.runner_page import RunnerPage
from mock_backend.scenario import Scenario

pytestmark = getattr(pytest.mark, SLOW)

FOUND = {
    "results": {
        "cqc": {"overall_rating": "Good", "beds": 42, "services": ["care", "respite"], "mixed": ["a", 1]},
        "besttime": "closed on Sundays",
        "somebody": "x" * 2000,
        "another": "y" * 2001,
    },
    "fusion_analysis": {"trust_score": 87},
    "total_cost": 0.129,
}

EACH_SHAPE = Scenario.model_validate(
    {
        "cause": "Each source answers in a shape of its own.",
        "job": [{"at": 1, "progress": 50, "api": "cqc"}, {"at": 3, "completed": FOUND}],
    }
)

SAID = f"""Test results
Job <job>
Status
completed
Started
2026-01-01 00:00:00 UTC
Completed
2026-01-01 00:00:03 UTC
Total cost
0.13
Data sources
Care Quality Commission
Overall rating
Good
Beds
42
Services
care, respite
Mixed
["a",1]
BestTime
closed on Sundays
somebody
{"x" * 2000}
another
{"y" * 2000}…
Analysis across the sources
Trust score
87
The whole answer as JSON
Start another test"""

LOST_FOR_A_WHILE = Scenario.model_validate(
    {
        "cause": "The results are moved to another store, which knows less of them.",
        "job": [{"at": 1, "progress": 50, "api": "cqc"}, {"at": 3, "completed": {}}],
        "faults": [
            {
                "fault": "error-answer",
                "call": "results",
                "status": 404,
                "body": '{"detail": ""}',
                "requests": [2],
            },
            {"fault": "answer-hold", "call": "results", "seconds": 2, "requests": [3]},
            {
                "fault": "altered-answer",
                "call": "results",
                "set": {"results": [], "started_at": "soon", "completed_at": 5, "total_cost": None},
            },
        ],
    }
)

MAIN = "() => document.querySelector('main')?.innerText ?? ''"

HEAD = "Test results\nJob <job>\n"
FOOT = "\nStart another test"
NOTHING = "Data sources\nNo source gave an answer.\nThe whole answer as JSON"


def test_findings_of_each_shape_are_shown(scenario: Visit) -> None:
    runner = scenario(EACH_SHAPE)
    runner.run()
    runner.reach(4)
    assert text(runner) == SAID
    assert json.loads(runner.page.locator("pre").text_content() or "")["results"] == FOUND["results"]
    open_anew(runner)
    assert text(runner) == SAID


def test_results_that_cannot_be_loaded_can_be_asked_for_again(scenario: Visit) -> None:
    runner = scenario(LOST_FOR_A_WHILE)
    runner.run()
    runner.reach(4)
    assert text(runner) == f"{HEAD}Status\ncompleted\n{NOTHING}{FOOT}"
    open_anew(runner)
    assert text(runner) == f"{HEAD}Could not load the results: HTTP 404\nTry again{FOOT}"
    runner.page.get_by_role("button", name="Try again").dispatch_event("click")
    runner.driver.settle()
    assert text(runner) == f"{HEAD}Loading the results…{FOOT}"
    runner.reach(8)
    assert text(runner).endswith(f"Total cost\n0.00\n{NOTHING}{FOOT}")


def open_anew(runner: RunnerPage) -> None:
    """By its address, after having been elsewhere: nothing is handed over."""
    results = runner.page.url
    runner.leave()
    runner.page.goto(results)
    runner.driver.settle()


def text(runner: RunnerPage) -> str:
    said = masked(runner.page.evaluate(MAIN))
    return "\n".join(line.strip() for line in said.splitlines() if line.strip())
