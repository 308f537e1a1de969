"""What the reference page says in words, where the contract asks only that something is said, or nothing."""

import re

import pytest

from e2e.evidence.in_words import masked
from e2e.fixtures import Visit
from e2e.plugin import SLOW
from e2e.runner_page import RunnerPage

pytestmark = getattr(pytest.mark, SLOW)

NO_START = "Could not start the test: "

NOTICES = {
    "health-503": f"{NO_START}the backend is not available (HTTP 503)",
    "health-never-answered": f"{NO_START}the backend is not available (no answer within 3 s)",
    "start-400": f"{NO_START}No care home of that name is registered",
    "start-422": f"{NO_START}Field required; String should have at least 2 characters",
    "start-502-html": f"{NO_START}HTTP 502",
    "start-html": f"{NO_START}the answer is not JSON",
    "start-names-no-job": f"{NO_START}the answer names no job",
    "start-never-answered": f"{NO_START}no answer within 30 s",
    "start-reset": f"{NO_START}the server cannot be reached",
    "job-fails": "Test failed: fsa: 401 Unauthorized",
    "failed-without-error": "Test failed: unknown error",
}

LINES = {
    "every-odd-frame": [
        "error: Error parsing WebSocket message: no JSON",
        "error: Error parsing WebSocket message: a binary frame",
    ],
    "status-wrong-shape": [],
    "status-of-another-job": [],
    "leave-while-polling": [],
    "status-never-answered-six-times": ["error: Polling error: no answer within 8 s"] * 5,
    "results-unanswered-at-first": ["log: Results not ready: no answer within 10 s"],
    "results-of-no-shape": ["log: Results not ready: the answer holds no results"] * 2,
}
"""What it has to say besides that it asks, and how the socket comes and goes."""

EXPECTED = "(connected|confirmed|closed|Polling status)"

PARSER = re.compile(r"(?<=message: ).*JSON.*")
"""Each browser has words of its own for what it cannot parse."""


@pytest.mark.parametrize("name, notice", NOTICES.items())
def test_a_notice_says_what_is_wrong(scenario: Visit, name: str, notice: str) -> None:
    runner = scenario(name)
    runner.run()
    runner.finish()
    assert runner.failure() == notice
    assert links_to_results(runner) == []


@pytest.mark.parametrize("name, lines", LINES.items())
def test_the_console_says_what_is_wrong(scenario: Visit, name: str, lines: list[str]) -> None:
    runner = scenario(name)
    runner.run()
    runner.finish()
    told = runner.console(about=f"^(?!.*{EXPECTED})")
    assert [PARSER.sub("no JSON", line) for line in told] == lines


def test_values_of_an_odd_type_are_passed_over(scenario: Visit) -> None:
    runner = scenario("every-odd-frame")
    runner.run()
    runner.reach(4)
    assert "progress: 20%\nstep: cqc\n" in runner.picture()


def test_a_flood_of_messages_is_cut_short(scenario: Visit) -> None:
    runner = scenario("malformed-flood")
    runner.run()
    runner.reach(3)
    assert len(runner.console(about="^Error parsing WebSocket message: .")) == 39
    assert runner.console(about="^Further") == ["log: Further lines about WebSocket messages are left out"]


def test_polls_that_fail_leave_a_line(scenario: Visit) -> None:
    runner = scenario("status-everything")
    runner.run()
    runner.finish()
    assert "error: Polling error: HTTP 502" in runner.console(about="Polling error")
    assert "error: Polling error: the server cannot be reached" in runner.console(about="Polling error")
    assert "error: Polling error: the answer is not JSON" in runner.console(about="Polling error")


def test_polling_ends_where_the_page_is_left(scenario: Visit) -> None:
    runner = scenario("leave-mid-run")
    runner.run()
    runner.finish()
    assert runner.console(about="Polling") == ["log: Polling status for job: <job>"] * 3


def test_results_that_are_late_leave_a_line(scenario: Visit) -> None:
    runner = scenario("results-not-ready")
    runner.run()
    runner.finish()
    assert set(runner.console(about="Results")) == {"log: Results not ready: Test not completed yet"}


def test_results_that_cannot_be_loaded_can_be_tried_again(scenario: Visit) -> None:
    runner = scenario("results-never-500")
    assert runner.page.get_by_role("alert").count() == 0
    runner.run()
    runner.finish()
    assert runner.failure() == "Could not load the results: Results are not serialisable"
    assert links_to_results(runner) == ["/results/<job>"]
    assert len(runner.console(about="Results not ready")) == 30


def links_to_results(runner: RunnerPage) -> list[str]:
    links = runner.page.get_by_role("link", name="Try its results again")
    return [masked(str(link.get_attribute("href"))) for link in links.all()]
