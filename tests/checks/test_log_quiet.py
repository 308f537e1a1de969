from typing import Any

import pytest

from e2e.checks.log_quiet import log_quiet
from e2e.evidence import Level
from tests.checks.story import Story, dropped, failure, said, success


def test_a_quiet_run_passes() -> None:
    assert said(log_quiet(success().evidence(12))) == (
        "passed: until 12 s no warning and no error among 3 lines of a run without faults"
    )


@pytest.mark.parametrize("level", ["warning", "error"])
def test_a_warning_or_an_error_of_the_page_s_own_fails(level: Level) -> None:
    verdict = log_quiet(success().says(3, "Polling error: late", level).evidence(12))
    assert said(verdict) == (
        f"failed: a run without faults was promised to log no {level}; the page did at 3 s"
    )
    assert verdict.pieces == (f"    3.000  {'console.' + level:<21}  Polling error: late",)


@pytest.mark.parametrize("level", ["debug", "log", "info"])
def test_other_levels_pass(level: Level) -> None:
    assert log_quiet(success().says(3, "Polling status for job", level).evidence(12)).result == "passed"


def test_lines_that_are_not_the_page_s_own_pass() -> None:
    story = success().says(3, "Failed to load resource", "error", own=False)
    assert log_quiet(story.evidence(12)).result == "passed"


def test_warnings_of_a_run_with_faults_pass() -> None:
    assert said(log_quiet(dropped().evidence(12))) == (
        "passed: until 12 s never more than 100 lines in 5 s; warnings may tell of the run's faults"
    )


def test_a_warning_of_a_connection_that_could_not_be_made_passes() -> None:
    """Whatever the reason was: another check demands it."""
    story = success().asks(7, error_at=7.0, closed_at=7.0, code=1006).says(7, "failed", "warning")
    assert log_quiet(story.evidence(12)).result == "passed"


def test_the_error_line_of_a_failed_job_passes() -> None:
    assert log_quiet(failure().says(6, "Test failed", "error").evidence(12)).result == "passed"


def test_an_error_line_before_a_job_fails_does_not() -> None:
    assert log_quiet(failure().says(5, "Polling error", "error").evidence(12)).result == "failed"


def lines(count: int, every: float) -> Story:
    story = dropped()
    for number in range(count):
        story.says(20 + number * every, "Polling status for job: job-1")
    return story


def test_a_hundred_lines_in_five_seconds_pass() -> None:
    assert log_quiet(lines(100, 0.01).evidence(40)).result == "passed"


def test_one_more_fails_whatever_the_faults() -> None:
    assert said(log_quiet(lines(101, 0.01).evidence(40))) == (
        "failed: no more than 100 lines in 5 s were promised; 101 came from 20 s to 21 s"
    )


def test_as_many_over_a_longer_time_pass() -> None:
    assert log_quiet(lines(400, 0.05).evidence(60)).result == "passed"
    assert log_quiet(lines(400, 0.0495).evidence(60)).result == "failed"


def test_a_flood_of_the_browser_s_own_passes() -> None:
    story = success()
    for _ in range(200):
        story.says(3, "Failed to load resource", "error", own=False)
    assert log_quiet(story.evidence(12)).result == "passed"


def test_no_run_is_not_applicable() -> None:
    assert log_quiet(Story().says(1, "hello", "error").evidence(12)).result == "not applicable"


def test_a_warning_of_a_failing_answer_passes() -> None:
    story = success().poll_fails(5.5).says(5.5, "Polling error: 500", "error")
    assert log_quiet(story.evidence(12)).result == "passed"


@pytest.mark.parametrize(
    "seen",
    [{"threw": "SecurityError"}, {"error_at": 7.0}, {"opened_at": 7.0, "closed_at": 8.0, "code": 1006}],
    ids=["thrown", "error", "lost"],
)
def test_a_warning_of_a_socket_that_went_wrong_passes(seen: dict[str, Any]) -> None:
    story = success().asks(7, **seen).says(8, "WebSocket connection failed", "warning")
    assert log_quiet(story.evidence(12)).result == "passed"


def test_an_error_line_after_a_job_completed_fails() -> None:
    assert log_quiet(success().says(8, "Polling error", "error").evidence(12)).result == "failed"


def test_an_error_in_the_run_after_a_failure_fails() -> None:
    again = failure().says(6, "Test failed", "error").start(9, "job-2").polls(9, 11)
    assert log_quiet(again.evidence(12)).result == "passed"
    assert log_quiet(again.says(9, "No run there", "error").evidence(12)).result == "failed"
