from dataclasses import replace

import pytest

from e2e.checks.log_lifecycle import log_lifecycle
from e2e.evidence import Absence, Evidence, Level, Terms, Words
from tests.checks.story import URL, Story, at_once, dropped, said, success

LIFE = "opened at 0 s  close() called at 6 s  closed 1005 at 6 s"
FALLBACK = "WebSocket connection failed, using polling instead"


def hushed(evidence: Evidence, part: str) -> Evidence:
    """The same evidence without the lines that contain that."""
    return replace(evidence, console=tuple(line for line in evidence.console if part not in line.text))


def test_a_line_for_each_happening_passes() -> None:
    assert said(log_lifecycle(success().evidence(12))) == (
        "passed: each of 3 happenings from 0 s to 6 s has its line in the console"
    )


def test_a_drop_is_told_by_its_code() -> None:
    assert log_lifecycle(dropped().evidence(12)).result == "passed"


def test_a_refusal_is_told_by_a_warning() -> None:
    assert log_lifecycle(Story().start(0).refused(0).evidence(5)).result == "passed"


@pytest.mark.parametrize("part", ["connected for", "confirmed", "closed"])
def test_each_line_is_missed(part: str) -> None:
    assert log_lifecycle(hushed(success().evidence(12), part)).result == "failed"


def test_a_missing_line_is_named_by_what_happened() -> None:
    verdict = log_lifecycle(hushed(success().evidence(12), "closed"))
    assert said(verdict) == (
        "failed: a line was promised for a connection that closed, with its code, at 6 s; "
        "none with code 1005 came"
    )
    assert verdict.pieces == (f"    0.000  page.socket            {URL}  {LIFE}",)


def test_a_closed_line_without_its_code_fails() -> None:
    story = Story().start(0).connect(0).reset(2)
    evidence = hushed(story.says(2, "WebSocket closed").evidence(5), "1006")
    assert said(log_lifecycle(evidence)) == (
        "failed: a line was promised for a connection that closed, with its code, at 2 s; "
        "its line has no code 1006: log: WebSocket closed"
    )


def closing(asked: float, closed: float, code: int) -> Story:
    """The page closes its socket, and is told so later."""
    story = Story().start(0).connect(0)._saw(close_called_at=asked)
    return story._saw(closed_at=closed, code=code)


@pytest.mark.parametrize("at, code", [(6, 1000), (6, 1005), (8.5, 1005), (8.5, 1000)])
def test_a_page_that_closes_its_socket_may_say_so_at_once(at: float, code: int) -> None:
    story = closing(6, 8.5, 1005).says(at, f"WebSocket closed {code}")
    assert log_lifecycle(story.evidence(12)).result == "passed"


def test_a_line_before_the_page_closes_is_none_of_that() -> None:
    story = closing(6, 8.5, 1005).says(5, "WebSocket closed 1005")
    assert said(log_lifecycle(story.evidence(12))) == (
        "failed: a line was promised for a connection that closed, with its code, at 8.5 s; "
        "none with code 1005 came then, but one at 5 s: WebSocket closed 1005"
    )


def test_a_connection_that_cannot_be_made_needs_a_line() -> None:
    evidence = hushed(Story().start(0).refused(0).evidence(5), "failed")
    assert said(log_lifecycle(evidence)) == (
        "failed: a line was promised for a connection that could not be made, "
        "as a warning or an error, at 0 s; none came"
    )


def test_a_line_in_other_words_than_the_configuration_s_is_named_as_the_one_that_may_be_meant() -> None:
    refused = hushed(
        Story().start(0).refused(0).says(0, "Канал не открылся", "warning").evidence(5), "failed"
    )
    assert said(log_lifecycle(refused)).endswith(
        "at 0 s; none came; `words.failed` does not fit warning: Канал не открылся"
    )
    closed = hushed(success().says(6, "Канал закрыт: 1005").says(6, "40 %").evidence(12), "closed")
    assert said(log_lifecycle(closed)).endswith(
        "none with code 1005 came; `words.closed` does not fit log: Канал закрыт: 1005"
    )


@pytest.mark.parametrize("level, result", [("error", "passed"), ("log", "failed"), ("info", "failed")])
def test_a_connection_that_cannot_be_made_is_a_warning_or_an_error(level: Level, result: str) -> None:
    story = Story().start(0).asks(0, error_at=0.0, closed_at=0.0, code=1006).says(0, FALLBACK, level)
    assert log_lifecycle(story.evidence(5)).result == result


def test_the_browser_s_own_line_is_not_the_page_s() -> None:
    story = Story().start(0).asks(0, error_at=0.0, closed_at=0.0, code=1006)
    story.says(0, "WebSocket connection failed", "error", own=False)
    assert log_lifecycle(story.evidence(5)).result == "failed"


def test_a_constructor_that_throws_is_a_connection_that_could_not_be_made() -> None:
    story = Story().start(0).asks(0, threw="SecurityError")
    assert log_lifecycle(story.evidence(5)).result == "failed"
    story.says(0, "Failed to create WebSocket, using polling only: SecurityError", "warning")
    assert log_lifecycle(story.evidence(5)).result == "passed"


def test_each_failed_attempt_needs_its_line() -> None:
    story = Story().start(0).refused(0).refused(1).refused(3)
    assert log_lifecycle(story.evidence(5)).result == "passed"
    evidence = story.evidence(5)
    assert log_lifecycle(replace(evidence, console=evidence.console[:2])).result == "failed"


def test_a_closed_line_after_a_failed_attempt_is_allowed() -> None:
    story = Story().start(0).refused(0).says(0, "WebSocket closed 1006")
    assert log_lifecycle(story.evidence(5)).result == "passed"


def test_a_second_line_for_one_happening_fails() -> None:
    story = success().says(0.1, "WebSocket connected for job: job-1")
    assert said(log_lifecycle(story.evidence(12))) == (
        "failed: one line was promised for each time it happens; this one at 0.1 s is one too many: "
        "WebSocket connected for job: job-1"
    )


def test_a_line_without_any_happening_fails() -> None:
    story = Story().start(0).hangs(0).says(0, "WebSocket connected for job: job-1")
    assert log_lifecycle(story.evidence(5)).result == "failed"


def test_a_line_long_after_its_happening_is_not_its_line() -> None:
    evidence = hushed(success().says(7, "WebSocket closed 1005").evidence(12), "closed 1005 ")
    assert log_lifecycle(evidence).result == "failed"


def test_a_fallback_warning_at_a_loss_is_allowed() -> None:
    """A browser that gives an error event on a reset lets the page log both."""
    story = Story().start(0).connect(0).reset(2)
    assert log_lifecycle(story.says(2, FALLBACK, "warning").evidence(5)).result == "passed"


def test_a_message_in_the_instant_of_a_reset_may_be_told_or_not() -> None:
    story = Story().start(0).connect(0).reset(0)
    assert log_lifecycle(story.evidence(5)).result == "passed"
    assert log_lifecycle(hushed(story.evidence(5), "confirmed")).result == "passed"


def test_the_initial_message_in_its_other_form_is_told_too() -> None:
    story = Story().start(0).connect(0, ack=None).message(1, {"message": "connected", "connection_id": "c"})
    assert log_lifecycle(story.evidence(5)).result == "failed"
    assert log_lifecycle(story.says(1, "WebSocket connection confirmed").evidence(5)).result == "passed"


def test_a_message_on_a_socket_that_never_opened_needs_no_line() -> None:
    assert log_lifecycle(at_once().evidence(6)).result != "failed"
    assert log_lifecycle(at_once()._saw(opened_at=0.0).evidence(6)).result == "failed"


def test_a_missing_initial_message_must_not_be_told() -> None:
    story = Story().start(0).connect(0, ack=None)
    assert log_lifecycle(story.evidence(5)).result == "passed"
    assert log_lifecycle(story.says(0, "WebSocket connection confirmed").evidence(5)).result == "failed"


def test_a_page_that_gives_up_connecting_may_say_so_or_not() -> None:
    story = Story().start(0).hangs(0)._saw(close_called_at=3.0, error_at=3.0, closed_at=3.0, code=1006)
    assert log_lifecycle(story.evidence(5)).result == "not applicable"
    assert log_lifecycle(story.says(3, FALLBACK, "warning").evidence(5)).result == "passed"


def test_a_close_that_the_browser_never_reports_needs_no_line() -> None:
    """The backend withheld its own Close frame."""
    story = Story().start(0).connect(0)._saw(close_called_at=3.0)
    assert log_lifecycle(story.evidence(5)).result == "passed"
    assert log_lifecycle(story.says(3, "WebSocket closed").evidence(5)).result == "passed"


def test_what_happens_once_the_page_is_left_needs_no_line() -> None:
    story = Story(left_at=3).start(0).connect(0)._saw(close_called_at=3.0, closed_at=3.0, code=1005)
    assert log_lifecycle(story.evidence(5)).result == "passed"


def test_real_time_grants_the_slack_at_the_last_moment() -> None:
    story = Story(real_time=True).start(0).connect(0)._saw(closed_at=4.9, code=1006)
    assert log_lifecycle(story.evidence(5)).result == "passed"
    story.real_time = False
    assert log_lifecycle(story.evidence(5)).result == "failed"


def test_in_real_time_a_message_counts_when_the_browser_delivered_it() -> None:
    story = Story(real_time=True).start(0).connect(0)
    assert log_lifecycle(hushed(story.evidence(5), "confirmed")).result == "failed"
    story._saw(messages=())
    assert log_lifecycle(hushed(story.evidence(5), "confirmed")).result == "passed"


def test_the_words_are_configured() -> None:
    words = Words(connected="opened!", acknowledged="hello", closed="gone", failed="no way")
    story = Story(terms=Terms(words=words)).start(0).asks(0, opened_at=0.0)
    assert log_lifecycle(story.evidence(5)).result == "failed"
    assert log_lifecycle(story.says(0, "opened!").evidence(5)).result == "passed"


def test_a_page_without_a_socket_is_not_applicable() -> None:
    assert said(log_lifecycle(Story().start(0).evidence(5))) == (
        "not applicable: nothing happened to a socket that is worth a line"
    )


def test_a_line_that_is_due_comes_before_one_that_is_allowed() -> None:
    """A loss may be told in the words of a failure, but need not."""
    story = Story().start(0).connect(0).reset(2).refused(2.1)
    assert log_lifecycle(story.evidence(5)).result == "passed"


def test_a_message_to_a_socket_that_the_page_closed_before_it_came_needs_no_line() -> None:
    story = Story().start(0).asks(0).handshake(0)._wire(0, "socket.accepted").greets(0)
    story._saw(messages=(), close_called_at=0.0, closed_at=0.0, code=1006)
    assert log_lifecycle(story.evidence(5)).result == "not applicable"
    story._saw(opened_at=0.0).says(0, "WebSocket connected").says(0, "WebSocket closed 1006")
    assert log_lifecycle(story.evidence(5)).result == "passed"
    story._saw(messages=(0.0,))
    assert log_lifecycle(story.evidence(5)).result == "failed"


def test_a_socket_opened_after_coming_back_has_its_lines() -> None:
    story = Story(absences=(Absence(2, 3),)).start(0).connect(0).close(2).connect(3)
    assert log_lifecycle(story.evidence(8)).result == "passed"
    assert log_lifecycle(hushed(story.evidence(8), "confirmed")).result == "failed"
