"""What the reference page says in words, where the contract asks only that something is said, or nothing."""

import pytest

from e2e.plugin import SLOW, Visit

pytestmark = getattr(pytest.mark, SLOW)


def test_messages_that_cannot_be_read_leave_a_line(scenario: Visit) -> None:
    runner = scenario("every-odd-frame")
    runner.run()
    runner.finish()
    told = runner.console(about="^Error parsing WebSocket message: .")
    assert any(line.endswith("a binary frame") for line in told)


def test_polls_that_fail_leave_a_line(scenario: Visit) -> None:
    runner = scenario("status-everything")
    runner.run()
    runner.finish()
    assert "error: Polling error: HTTP 502" in runner.console(about="Polling error")
    assert "error: Polling error: the server cannot be reached" in runner.console(about="Polling error")
    assert "error: Polling error: the answer is not JSON" in runner.console(about="Polling error")


def test_results_that_are_late_leave_a_line(scenario: Visit) -> None:
    runner = scenario("results-not-ready")
    runner.run()
    runner.finish()
    assert set(runner.console(about="Results")) == {"log: Results not ready: Test not completed yet"}


def test_results_that_cannot_be_loaded_can_be_tried_again(scenario: Visit) -> None:
    runner = scenario("results-never-500")
    runner.run()
    runner.finish()
    assert runner.failure() == "Could not load the results: Results are not serialisable"
    assert runner.page.get_by_role("link", name="Try its results again").count() == 1
    assert runner.page.get_by_text("You can run another test.").count() == 1


def test_a_start_that_is_refused_offers_no_results(scenario: Visit) -> None:
    runner = scenario("health-503")
    runner.run()
    runner.finish()
    assert runner.failure() == "Could not start the test: the backend is not available (HTTP 503)"
    assert runner.page.get_by_role("link", name="Try its results again").count() == 0
