import pytest

from e2e.checks.error_contained import error_contained
from tests.checks.story import Story, dropped, said, success


def begun() -> Story:
    return Story().start(0).connect(0).polls(0).progress(1, 40).polls(2, progress=40)


def test_a_run_without_errors_passes() -> None:
    assert said(error_contained(success().evidence(12))) == (
        "passed: nothing was thrown until 12 s, and 0 messages that are none had no effect"
    )


def test_a_drop_passes() -> None:
    assert error_contained(dropped().evidence(12)).result == "passed"


def test_where_nothing_was_thrown_and_nothing_was_run_it_is_not_applicable() -> None:
    assert said(error_contained(Story().evidence(4))) == (
        "not applicable: nothing was thrown, and no run: the page was never told of a job"
    )


def test_a_malformed_message_without_effect_passes() -> None:
    assert said(error_contained(begun().message(2.5, "{broken").evidence(4))) == (
        "passed: nothing was thrown until 4 s, and 1 messages that are none had no effect"
    )


def test_of_many_alike_each_is_counted() -> None:
    flood = begun().message(2.5, "{broken", times=150).message(3, "{broken")
    assert said(error_contained(flood.evidence(4))) == (
        "passed: nothing was thrown until 4 s, and 151 messages that are none had no effect"
    )


def test_an_uncaught_exception_fails() -> None:
    verdict = error_contained(begun().message(2.5, "{broken").throws(2.5, "SyntaxError: oops").evidence(4))
    assert said(verdict) == (
        "failed: nothing was promised to be thrown, ever; "
        "an uncaught exception came at 2.5 s, on the message at 2.5 s: SyntaxError: oops"
    )
    assert verdict.pieces == (
        "    2.500  socket.sent            connection 1  raw  {broken  by malformed-1",
        "    2.500  page.error             SyntaxError: oops",
    )


def test_an_unhandled_rejection_fails_without_any_message() -> None:
    assert said(error_contained(Story().throws(0.5, "TypeError: Failed to fetch", True).evidence(4))) == (
        "failed: nothing was promised to be thrown, ever; "
        "an unhandled rejection came at 0.5 s: TypeError: Failed to fetch"
    )


@pytest.mark.parametrize(
    "payload",
    ["{broken", "", "null", "[]", "42", {"event": "paused", "job_id": "job-1"}, {"event": ["progress"]}, {}],
)
def test_whatever_is_no_message_must_not_touch_progress(payload: object) -> None:
    verdict = error_contained(begun().message(2.5, payload).shows(2.5, "0").evidence(4))
    assert said(verdict) == (
        "failed: the message at 2.5 s that is none was promised to have no effect; "
        "the page showed 0% after 40% at 2.5 s"
    )


def test_a_notice_about_it_fails() -> None:
    assert error_contained(begun().message(2.5, "{broken").alerts(2.6, "Oops").evidence(4)).result == "failed"


def test_a_run_ended_by_it_fails() -> None:
    story = begun().message(2.5, "{broken").shows(2.5, "40", runnable=True)
    assert error_contained(story.evidence(4)).result == "failed"


def test_progress_told_after_it_passes() -> None:
    story = begun().message(2.5, "{broken").step(2.6, 60).event(2.6, "progress", progress=60).shows(2.6, "60")
    assert error_contained(story.evidence(4)).result == "passed"


def test_what_comes_long_after_is_not_laid_to_it() -> None:
    assert error_contained(begun().message(2.5, "{broken").shows(3.5, "0").evidence(4)).result == "passed"


def test_progress_that_creeps_on_by_itself_is_not_laid_to_it() -> None:
    story = begun().message(3.2, "{broken").shows(3.4, "46")
    assert error_contained(story.evidence(4)).result == "failed"
    assert error_contained(story.shows(2.9, "43").evidence(4)).result == "passed"


def test_what_it_says_is_laid_to_it_where_progress_creeps_on() -> None:
    own = {"event": "progress", "data": {"progress": 77}}
    story = begun().shows(2.9, "43").message(3.2, own).shows(3.2, "77")
    assert error_contained(story.evidence(4)).result == "failed"


def test_events_of_other_jobs_are_well_formed() -> None:
    """They are another check's."""
    story = begun().event(2.5, "progress", job="job-0", progress=77).shows(2.5, "77")
    assert error_contained(story.evidence(4)).result == "passed"


def test_a_message_without_a_run_is_not_applicable_unless_something_was_thrown() -> None:
    story = Story().connect(0, subscribed=False).message(1, "{broken")
    assert error_contained(story.evidence(5)).result == "not applicable"
    assert error_contained(story.throws(1).evidence(5)).result == "failed"
