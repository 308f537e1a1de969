from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from e2e.checks.polling_measured import polling_measured
from e2e.evidence import AnswerSeen
from tests.checks.story import Story, said, success


def test_two_within_an_interval_pass() -> None:
    assert said(polling_measured(success().evidence(12))) == (
        "passed: 4 status requests from 0 s to 6 s, never more than 2 within 2 s"
    )
    assert polling_measured(Story().start(0).polls(0, 0.1, 2, 2.1, 4).evidence(5)).result == "passed"


def test_three_within_an_interval_fail() -> None:
    verdict = polling_measured(Story().start(0).polls(0, 1, 1.9).evidence(5))
    assert said(verdict) == (
        "failed: no more than 2 status requests within 2 s were promised; 3 came from 0 s to 1.9 s"
    )
    assert len(verdict.pieces) == 3


def test_a_second_run_that_polls_twice_as_often_fails() -> None:
    story = success().start(20, "job-2").polls(20, 20.5, 21, 21.5)
    assert polling_measured(story.evidence(22)).result == "failed"


def test_requests_that_the_browser_repeats_after_a_reset_are_not_the_page_s() -> None:
    """The page is told of one end, however many were sent for it."""
    story = Story().start(0).polls(0)
    for _ in range(5):
        number = story._request(2, "status", "/api/test/status/job-1", "job-1")
        story._http(2, "http.reset", number, "status", fault="answer-reset-1")
    seen = AnswerSeen(2, "/api/test/status/job-1", None)
    for ends, result in ((1, "passed"), (2, "passed"), (3, "failed")):
        evidence = replace(story.polls(4).evidence(5), answers=(seen,) * ends)
        assert polling_measured(evidence).result == result, ends


def test_no_request_is_not_applicable() -> None:
    assert polling_measured(Story().start(0).evidence(5)).result == "not applicable"


@settings(deadline=None)
@given(st.floats(0.01, 1.9), st.integers(3, 9))
def test_any_faster_pace_fails(pace: float, count: int) -> None:
    times = [number * pace for number in range(count)]
    wanted = "failed" if 2 * pace < 1.98 else "passed"
    if abs(2 * pace - 1.98) > 1e-6:
        assert polling_measured(Story().start(0).polls(*times).evidence(30)).result == wanted


def test_requests_that_are_all_reset_count_like_others() -> None:
    story = Story().start(0)
    for at in (2, 2.5, 3):
        number = story._request(at, "status", "/api/test/status/job-1", "job-1")
        story._http(at, "http.reset", number, "status", fault="answer-reset-1")
    assert polling_measured(story.evidence(5)).result == "failed"


def test_requests_long_after_a_reset_count() -> None:
    story = Story().start(0)
    number = story._request(2, "status", "/api/test/status/job-1", "job-1")
    story._http(2, "http.reset", number, "status", fault="answer-reset-1")
    assert polling_measured(story.polls(4, 4.2, 4.4).poll_hangs(8).evidence(9)).result == "failed"


@pytest.mark.parametrize(
    "call, apart, result", [("results", 0.05, "failed"), ("results", 0.06, "passed"), ("health", 0, "failed")]
)
def test_a_storm_of_other_calls_fails(call: str, apart: float, result: str) -> None:
    story = Story().start(0).polls(0, 2).completes(3)
    for number in range(20):
        story._http(
            4 + number * apart,
            "http.answered",
            story._request(4 + number * apart, call, f"/{call}", None),
            call,
            status=500,
        )
    verdict = polling_measured(story.evidence(9))
    assert verdict.result == result
    if call == "results" and result == "failed":
        assert said(verdict) == (
            "failed: no call was promised to come 20 times within 1 s; results did, from 4 s to 4.95 s"
        )


def test_a_crowd_is_shown_alone() -> None:
    verdict = polling_measured(Story().start(0).polls(0, 2, 4, 4.1, 4.2, 8).evidence(9))
    assert [piece.split()[0] for piece in verdict.pieces] == ["4.000", "4.100", "4.200"]
