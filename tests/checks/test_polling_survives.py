import pytest

from e2e.checks.polling_survives import polling_survives
from tests.checks.story import Story, said, success

HTML = "<!doctype html><h1>Bad gateway</h1>"


def begun() -> Story:
    return Story().start(0).connect(0).polls(0)


@pytest.mark.parametrize(
    "status, payload", [(500, None), (503, {"detail": "busy"}), (200, HTML), (200, '{"sta')]
)
def test_polling_that_goes_on_after_a_bad_answer_passes(status: int, payload: object) -> None:
    story = begun().poll_fails(2, status, payload).polls(4, 6)
    assert said(polling_survives(story.evidence(7))) == (
        "passed: polling and the run went on after 1 answers that were late or none, at 2 s"
    )


@pytest.mark.parametrize(
    "status, payload", [(500, None), (503, {"detail": "busy"}), (200, HTML), (200, '{"sta')]
)
def test_polling_that_stops_after_a_bad_answer_fails(status: int, payload: object) -> None:
    verdict = polling_survives(begun().poll_fails(2, status, payload).evidence(7))
    assert said(verdict) == (
        "failed: the answer to the status request at 2 s went wrong at 2 s; "
        "the next request was promised by 4.52 s, and none came"
    )


def test_polling_that_stops_after_a_reset_fails() -> None:
    story = begun()
    number = story._request(2, "status", "/api/test/status/job-1", "job-1")
    story._http(2, "http.reset", number, "status", fault="answer-reset-1")
    assert polling_survives(story.evidence(7)).result == "failed"


def test_an_unknown_status_is_no_answer() -> None:
    story = begun().poll(2, status="paused")
    assert polling_survives(story.evidence(7)).result == "failed"
    assert polling_survives(story.polls(4, 6).evidence(7)).result == "passed"


def test_a_request_after_the_poll_timeout_passes() -> None:
    story = begun().poll_hangs(2, abandoned=12).poll(12.4)
    assert polling_survives(story.evidence(14)).result == "passed"


def test_a_page_that_waits_for_ever_fails() -> None:
    assert said(polling_survives(begun().poll_hangs(2).evidence(20))) == (
        "failed: the answer to the status request at 2 s did not come; "
        "the next request was promised by 12.52 s, and none came, or none that the browser let go: "
        "without `no-store` it keeps an identical GET back"
    )


def test_a_page_that_does_not_wait_for_a_held_answer_passes() -> None:
    assert polling_survives(begun().poll_hangs(2).polls(4, 6).evidence(20)).result == "passed"


def test_a_held_answer_that_comes_starts_the_interval() -> None:
    assert polling_survives(begun().poll(2, answered=5).poll(7).evidence(9)).result == "passed"
    assert polling_survives(begun().poll(2, answered=5).evidence(9)).result == "failed"


def test_a_run_ended_by_a_bad_answer_fails() -> None:
    story = begun().poll_fails(2).shows(2, "0", runnable=True).polls(4, 6)
    assert said(polling_survives(story.evidence(7))) == (
        "failed: trouble with polling, first at 2 s, was promised not to end the run; "
        "the page no longer showed the run as running at 2 s, on the poll answer 500 at 2 s"
    )


def test_a_notice_of_a_bad_answer_does_not_end_the_run() -> None:
    story = begun().poll_fails(2).alerts(2, "Polling error").polls(4, 6)
    assert polling_survives(story.evidence(7)).result == "passed"


def test_a_run_ended_by_its_socket_is_not_laid_to_polling() -> None:
    story = begun().poll_fails(2).polls(4).reset(5).shows(5, "0", runnable=True).polls(6)
    assert polling_survives(story.evidence(7)).result == "passed"


def test_no_request_is_due_after_the_end() -> None:
    story = begun().poll_fails(2).completes(3).event(3, "completed").finishes(3)
    assert polling_survives(story.evidence(12)).result == "passed"


def test_good_answers_are_not_applicable() -> None:
    assert said(polling_survives(success().evidence(12))) == (
        "not applicable: every answer to polling came at once and was well-formed"
    )


def test_a_run_that_ended_before_polling_had_trouble_is_not_laid_to_it() -> None:
    story = begun().shows(1, "0", runnable=True).poll_fails(2).polls(4, 6)
    assert polling_survives(story.evidence(7)).result == "passed"


def test_of_two_troubles_the_last_one_before_is_to_blame() -> None:
    story = begun().reset(1).poll_fails(2).shows(2.1, "0", runnable=True).polls(4, 6).connect(5).reset(6)
    assert polling_survives(story.evidence(7)).result == "failed"
    story = begun().poll_fails(2).reset(3).shows(3.1, "0", runnable=True).poll_fails(4).polls(6)
    assert polling_survives(story.evidence(7)).result == "passed"


def test_a_request_given_up_at_once_is_asked_again() -> None:
    story = begun().poll_hangs(2, abandoned=3)
    assert polling_survives(story.evidence(20)).result == "failed"


def overtaken() -> Story:
    """The answer of 2 s leaves at 5 s, after that of 4 s; the page shows 60 % by then."""
    story = begun().progress(1, 20).poll(2, progress=20, answered=5)
    return story.progress(3, 60).poll(4, progress=60)


def test_an_answer_that_was_overtaken_and_is_not_shown_passes() -> None:
    assert polling_survives(overtaken().poll(6, progress=60).evidence(7)).result == "passed"


def test_an_answer_that_was_overtaken_and_is_shown_fails() -> None:
    verdict = polling_survives(overtaken().shows(5, "20").poll(6, progress=60).evidence(7))
    assert said(verdict) == (
        "failed: the answer to the status request at 2 s came after a newer one's and was promised to do no "
        "harm; the page went back to 20% at 5 s"
    )
    assert len(verdict.pieces) == 3


def test_a_step_back_to_what_no_overtaken_answer_told_is_another_check_s() -> None:
    assert polling_survives(overtaken().shows(5, "40").poll(6, progress=60).evidence(7)).result == "passed"


def test_a_new_run_that_begins_when_an_overtaken_answer_comes_is_no_step_back() -> None:
    story = begun().poll(2, answered=5).progress(3, 60).poll(4, progress=60).completes(4.5)
    story.event(4.5, "completed").finishes(4.5).start(5.2, "job-2")
    assert polling_survives(story.evidence(7)).result == "passed"


def impatient(*waits: float) -> Story:
    story = Story().start(0).connect(0)
    for place, wait in enumerate(waits):
        story.poll_hangs(2 * place, abandoned=2 * place + wait)
    return story


def test_a_page_that_waits_for_no_answer_fails() -> None:
    """Its patience is in milliseconds where seconds were meant."""
    verdict = polling_survives(impatient(0.006, 0.006, 0.006).completes(9).evidence(12))
    assert said(verdict) == (
        "failed: 0.5 s at least were promised for the answer to a status request; "
        "the page gave up 3 of them sooner, from 0.006 s to 4.006 s"
    )


@pytest.mark.parametrize("waits", [(0.006,), (0.006, 0.006, 1)])
def test_one_that_waits_now_and_then_or_gave_up_once_passes(waits: tuple[float, ...]) -> None:
    assert "at least" not in said(polling_survives(impatient(*waits).evidence(6)))


def test_requests_that_are_given_up_as_the_end_is_told_pass() -> None:
    story = impatient(0.006, 0.006).completes(2.006).event(2.006, "completed")
    assert "at least" not in said(polling_survives(story.evidence(6)))
