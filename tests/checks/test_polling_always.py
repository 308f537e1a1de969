from hypothesis import given, settings
from hypothesis import strategies as st

from e2e.checks.polling_always import polling_always
from e2e.evidence import Terms
from tests.checks.story import Story, dropped, said, success


def test_a_request_every_interval_passes() -> None:
    assert said(polling_always(success().evidence(12))) == (
        "passed: never more than 2 s without a status request from 0 s to 6 s"
    )


def test_polling_goes_on_after_a_drop() -> None:
    assert polling_always(dropped().evidence(12)).result == "passed"


def test_a_page_that_trusts_its_socket_alone_fails() -> None:
    verdict = polling_always(Story().start(0).connect(0).progress(3, 40).completes(6).evidence(12))
    assert said(verdict) == (
        "failed: a status request was promised at least every 2.5 s while the job ran; "
        "none was sent or outstanding from 0 s to 6 s"
    )


def test_a_gap_in_the_middle_fails_and_shows_its_edges() -> None:
    verdict = polling_always(Story().start(0).polls(0, 2, 7).completes(8).evidence(12))
    assert (verdict.result, verdict.at) == ("failed", 4.5)
    assert verdict.pieces == (
        "    2.000  http.request           status GET /api/test/status/job-1  request 3  by listener front",
        "    7.000  http.request           status GET /api/test/status/job-1  request 4  by listener front",
    )


def test_polling_that_stops_before_the_end_fails() -> None:
    assert polling_always(Story().start(0).polls(0, 2, 4).completes(7).evidence(12)).result == "failed"


def test_polling_for_another_job_is_none() -> None:
    story = Story().start(0)
    for at in (0, 2, 4, 6):
        story.poll(at, job="job-0")
    assert polling_always(story.completes(8).evidence(12)).result == "failed"


def test_the_gap_counts_from_when_the_job_is_known() -> None:
    story = Story().start(0, answered=4).polls(6, 8).completes(9)
    assert polling_always(story.evidence(12)).result == "passed"


def test_a_request_that_is_outstanding_leaves_no_gap() -> None:
    story = Story().start(0).poll(2, answered=9).poll(11).completes(12)
    assert polling_always(story.evidence(20)).result == "passed"


def test_a_request_that_is_never_answered_is_another_check_s() -> None:
    assert polling_always(Story().start(0).poll_hangs(2).completes(60).evidence(60)).result == "passed"


def test_a_gap_after_an_abandoned_request_fails() -> None:
    story = Story().start(0).poll_hangs(2, abandoned=4).completes(8)
    assert polling_always(story.evidence(12)).result == "failed"


def test_failing_answers_are_requests_all_the_same() -> None:
    story = Story().start(0).poll_fails(2).poll_fails(4, 503).completes(6)
    assert polling_always(story.evidence(12)).result == "passed"


def test_no_request_is_due_once_the_page_may_know_the_end() -> None:
    story = Story().start(0).polls(0, 2).poll(3, "completed", 100).completes(30)
    assert polling_always(story.evidence(40)).result == "passed"


def test_no_request_is_due_once_the_page_is_left() -> None:
    story = Story(left_at=5).start(0).polls(0, 2, 4).completes(30)
    assert polling_always(story.evidence(40)).result == "passed"


def test_each_run_is_judged() -> None:
    story = success().start(20, "job-2").polls(20).completes(26)
    assert said(polling_always(story.evidence(30))) == (
        "failed: a status request was promised at least every 2.5 s while the job ran; "
        "none was sent or outstanding from 20 s to 26 s"
    )


def test_a_run_shorter_than_the_interval_is_not_applicable() -> None:
    assert said(polling_always(Story().start(0).completes(2).evidence(12))) == (
        "not applicable: the run lasted no longer than 2.5 s: no status request was due"
    )


def test_no_run_is_not_applicable() -> None:
    assert polling_always(Story().polls(1).evidence(12)).result == "not applicable"


STEPS = st.lists(st.floats(0.01, 4, allow_nan=False), min_size=2, max_size=30)


@settings(deadline=None)
@given(STEPS)
def test_it_fails_exactly_where_a_gap_is_longer_than_interval_and_slack(steps: list[float]) -> None:
    times = [sum(steps[: number + 1]) for number in range(len(steps))]
    longest = max(steps)
    evidence = Story().start(0).polls(*times).completes(times[-1]).evidence(times[-1] + 1)
    wanted = "failed" if longest > 2.52 else "passed" if times[-1] > 2.5 else "not applicable"
    if not 2.5 < longest <= 2.52 and abs(times[-1] - 2.5) > 1e-6:
        assert polling_always(evidence).result == wanted


@settings(deadline=None)
@given(st.floats(1, 20), st.integers(4, 12))
def test_the_interval_is_the_configured_one(interval: float, count: int) -> None:
    times = [interval * number for number in range(count)]
    story = Story(terms=Terms(poll_interval=interval)).start(0).polls(*times).completes(times[-1])
    assert polling_always(story.evidence(times[-1])).result == "passed"


def test_a_request_long_after_the_end_makes_no_gap() -> None:
    assert (
        polling_always(Story().start(0).polls(0, 2, 4).completes(5).poll(20).evidence(30)).result == "passed"
    )


def test_interval_and_slack_to_the_instant_pass() -> None:
    assert polling_always(Story().start(0).polls(2.5, 5).completes(7.51).evidence(12)).result == "passed"


def test_an_answer_in_between_does_not_end_a_request_that_is_outstanding() -> None:
    story = Story().start(0).poll(2, answered=9).polls(3, 4).completes(11)
    assert polling_always(story.evidence(12)).result == "passed"


def test_times_count_from_the_job_s_start() -> None:
    assert said(polling_always(Story().start(10).polls(11, 13, 15).completes(16).evidence(20))) == (
        "passed: never more than 2 s without a status request from 10 s to 16 s"
    )
    assert polling_always(Story().start(10).completes(12).evidence(20)).result == "not applicable"


def test_a_page_that_polls_for_another_job_is_told_so() -> None:
    story = Story().start(0).polls(0)
    for at in (2, 4):
        story.poll(at, "completed", 100, job="job-0")
    verdict = polling_always(story.completes(6).evidence(12))
    assert verdict.sentence.endswith(
        "none was sent or outstanding from 0 s to 6 s, but for 2 of another job, job-0"
    )
