import pytest

from e2e.checks.leave_clean import leave_clean
from e2e.evidence import Absence
from tests.checks.story import Story, said, success


def left() -> Story:
    """Left at 3 s."""
    return Story(left_at=3).start(0).connect(0).polls(0, 2)


def test_a_socket_that_closes_and_polling_that_ends_pass() -> None:
    assert said(leave_clean(left().close(3).evidence(8))) == (
        "passed: the page was left at 3 s, its socket closed and its polling ended"
    )


def test_a_closed_tab_says_1001_and_passes() -> None:
    assert leave_clean(left().close(3, code=1001).evidence(8)).result == "passed"


def test_a_socket_that_stays_open_fails() -> None:
    assert said(leave_clean(left().evidence(8))) == (
        "failed: the page was left at 3 s, and its socket was promised to close; connection 1 stayed open"
    )


def test_a_socket_that_closes_late_fails() -> None:
    assert leave_clean(left().close(5).evidence(8)).result == "failed"


def test_a_failure_that_is_told_when_the_user_has_left_fails() -> None:
    told = left().close(3).alerts(3.1, "signal is aborted without reason")
    assert said(leave_clean(told.evidence(8))) == (
        "failed: the page was left at 3 s, and nothing of its run was promised to follow; "
        "at 3.1 s it told its user 'signal is aborted without reason'"
    )


@pytest.mark.parametrize("text", ["Test failed: canceled", "Failed to fetch"])
def test_so_does_what_libraries_and_networks_say_of_it(text: str) -> None:
    assert leave_clean(left().close(3).alerts(3, text).evidence(8)).result == "failed"


@pytest.mark.parametrize(
    "story",
    [
        Story(absences=(Absence(3),)).alerts(3, "signal is aborted"),
        Story(absences=(Absence(7),))
        .start(0)
        .connect(0)
        .completes(6)
        .event(6, "completed")
        .alerts(7, "AbortError"),
    ],
    ids=["while a job is started", "while the results load"],
)
def test_so_it_does_before_and_after_the_job(story: Story) -> None:
    assert leave_clean(story.evidence(8)).result == "failed"


def test_that_the_network_failed_may_be_told_once_the_job_has_ended() -> None:
    story = Story(absences=(Absence(7),)).start(0).connect(0).completes(6).event(6, "completed")
    assert leave_clean(story.alerts(7, "Failed to fetch").evidence(8)).result == "not applicable"


@pytest.mark.parametrize(
    "at, text",
    [(2.5, "signal is aborted"), (3, "You left: the test was aborted"), (3, "2 homes have problems")],
)
def test_another_notice_about_leaving_passes(at: float, text: str) -> None:
    assert leave_clean(left().close(3).alerts(at, text).evidence(8)).result == "passed"


def test_a_failure_that_is_told_offline_passes() -> None:
    story = left().close(3).offline(2.9, 6).alerts(3.1, "Failed to fetch")
    assert leave_clean(story.evidence(8)).result == "passed"


def test_polling_that_goes_on_fails() -> None:
    assert said(leave_clean(left().close(3).poll(4).evidence(8))) == (
        "failed: the page was left at 3 s, and its polling was promised to end; a request came at 4 s"
    )


def test_a_socket_lost_before_has_nothing_to_close() -> None:
    assert leave_clean(left().reset(2.5).evidence(8)).result == "passed"


def test_a_page_left_after_the_end_is_not_applicable() -> None:
    story = success()
    story.left_at = 8
    assert said(leave_clean(story.evidence(12))) == "not applicable: the page was not left in mid-run"


def test_a_page_that_was_not_left_is_not_applicable() -> None:
    assert leave_clean(success().evidence(12)).result == "not applicable"


def test_a_look_that_ends_too_soon_is_not_applicable() -> None:
    assert leave_clean(left().evidence(3.5)).result == "not applicable"


def test_polling_within_the_slack_passes() -> None:
    assert leave_clean(left().close(3).poll(3.4).evidence(8)).result == "passed"


def test_a_socket_that_was_never_open_has_nothing_to_close() -> None:
    assert leave_clean(Story(left_at=3).start(0).hangs(0).polls(0, 2).evidence(8)).result == "passed"


def test_a_socket_of_the_next_visit_is_not_the_old_one() -> None:
    story = Story(absences=(Absence(3, until=5),)).start(0).connect(0).polls(0, 2).close(3).connect(5)
    assert leave_clean(story.evidence(8)).result == "passed"


def test_a_page_left_between_the_end_and_its_news_was_not_left_in_mid_run() -> None:
    assert leave_clean(left().completes(2.5).evidence(8)).result == "not applicable"


def test_a_page_left_once_it_was_told_an_end_was_not_left_in_mid_run() -> None:
    assert leave_clean(left().event(2.5, "failed").evidence(8)).result == "not applicable"


def test_of_a_half_open_socket_the_backend_cannot_tell() -> None:
    story = Story().start(0).connect(0).polls(0, 2)._wire(2.5, "socket.stalled", fault="half-open-1")
    story.left_at = 3
    assert leave_clean(story.evidence(8)).result == "passed"


def test_a_job_that_is_taken_up_again_after_coming_back_passes() -> None:
    story = Story(absences=(Absence(3, 5),)).start(0).connect(0).polls(0, 2).close(3).connect(5).polls(5, 7)
    assert leave_clean(story.evidence(8)).result == "passed"


def test_polling_that_goes_on_until_the_user_comes_back_fails() -> None:
    story = Story(absences=(Absence(3, 5),)).start(0).connect(0).polls(0, 2).close(3).polls(4, 6)
    assert said(leave_clean(story.evidence(8))) == (
        "failed: the page was left at 3 s, and its polling was promised to end; a request came at 4 s"
    )


def test_a_reloaded_page_that_takes_its_job_up_at_once_passes() -> None:
    story = Story(absences=(Absence(3, 3),)).start(0).connect(0).polls(0, 2).close(3, code=1001)
    assert leave_clean(story.connect(3).polls(3, 5).evidence(8)).result == "passed"


def test_a_start_that_goes_on_after_the_page_was_left_fails() -> None:
    story = Story(absences=(Absence(1),)).start(0, answered=2).polls(2, 4)
    assert leave_clean(story.evidence(8)).result == "failed"


def test_a_socket_that_opens_after_leaving_fails() -> None:
    story = left().close(3).connect(5)
    assert said(leave_clean(story.evidence(8))) == (
        "failed: the page was left at 3 s, and its socket was promised to close; "
        "connection 2 opened at 5 s and stayed open"
    )


def test_a_socket_that_opens_after_leaving_and_closes_at_once_passes() -> None:
    assert leave_clean(left().close(3).connect(5).close(5).evidence(8)).result == "passed"


def test_a_socket_that_opened_just_before_the_last_look_may_still_be_closed() -> None:
    assert leave_clean(left().close(3).connect(7.5).evidence(8)).result == "passed"


def test_who_has_left_is_not_taken_to_the_results() -> None:
    story = Story(left_at=6.5).start(0).connect(0).polls(0).completes(6).event(6, "completed").close(6)
    assert leave_clean(story.evidence(12)).result == "not applicable"
    assert said(leave_clean(story.navigates(9).evidence(12))) == (
        "failed: the page was left at 6.5 s, and its run was promised to show no more; "
        "it went to /results/job-1 at 9 s"
    )


def test_for_who_has_left_no_job_is_started() -> None:
    story = Story(left_at=1.2).start(2)
    assert said(leave_clean(story.evidence(8))) == (
        "failed: the page was left at 1.2 s, and no job was promised to be started then; "
        "it asked for one at 2 s"
    )


def test_a_job_that_is_started_once_the_user_is_back_passes() -> None:
    story = Story(absences=(Absence(1.2, 1.9),)).start(2).connect(2).polls(2)
    assert leave_clean(story.evidence(8)).result == "not applicable"
