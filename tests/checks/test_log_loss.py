import pytest

from e2e.checks.log_loss import log_loss
from e2e.evidence import Level
from tests.checks.story import Story, dropped, said, success


def lost(code: int = 1006) -> Story:
    """Open from 0 s, lost at 2 s; nothing is said of it yet."""
    story = Story().start(0).connect(0).polls(0, 2, 4)
    return story._saw(closed_at=2.0, code=code)


@pytest.mark.parametrize("level", ["warning", "error"])
@pytest.mark.parametrize("text", ["WebSocket closed 1006", "WebSocket connection lost", "WebSocket lost"])
def test_a_loss_that_is_told_passes(level: Level, text: str) -> None:
    assert log_loss(lost().says(2, text, level).evidence(5)).result == "passed"


def test_a_drop_passes() -> None:
    assert said(log_loss(dropped().evidence(12))) == "passed: each of 1 losses at 2.5 s was told"


def test_a_loss_that_is_not_told_fails() -> None:
    verdict = log_loss(lost().evidence(5))
    assert said(verdict) == (
        "failed: the loss of a socket at 2 s, code 1006, was promised to be told; "
        "no warning and no error says so"
    )


def test_a_plain_line_is_no_warning() -> None:
    assert log_loss(lost().says(2, "WebSocket closed 1006").evidence(5)).result == "failed"


@pytest.mark.parametrize("code", [1000, 1001, 1011, 4000])
def test_a_loss_is_one_whatever_the_code(code: int) -> None:
    assert log_loss(lost(code).evidence(5)).result == "failed"


def test_the_browser_s_own_line_is_not_the_page_s() -> None:
    story = lost().says(2, "WebSocket connection lost", "error", own=False)
    assert log_loss(story.evidence(5)).result == "failed"


def test_each_loss_needs_its_own_line() -> None:
    story = lost().says(2, "WebSocket connection lost", "warning").connect(2.1)._saw(closed_at=2.2, code=1006)
    assert log_loss(story.evidence(5)).result == "failed"


def test_the_page_s_own_close_is_no_loss() -> None:
    assert log_loss(success().evidence(12)).result == "not applicable"


def test_a_connection_that_was_never_made_is_none_to_lose() -> None:
    assert log_loss(Story().start(0).refused(0).polls(0, 2).evidence(4)).result == "not applicable"


def test_a_loss_once_the_end_is_known_needs_no_line() -> None:
    story = Story().start(0).connect(0).polls(0, 2).completes(3).event(3, "completed")
    assert log_loss(story._saw(closed_at=3.2, code=1006).evidence(8)).result == "not applicable"


def test_what_was_said_instead_is_shown() -> None:
    story = lost().says(0.5, "earlier").says(2, "closed").says(2, "network", "error", own=False)
    assert log_loss(story.evidence(5)).pieces[1:] == ("    2.000  console.log            closed",)


def test_a_warning_of_something_else_tells_nothing() -> None:
    assert log_loss(lost().says(2, "Deprecated", "warning").evidence(5)).result == "failed"


def test_a_warning_long_after_tells_nothing() -> None:
    assert log_loss(lost().says(4, "WebSocket connection lost", "warning").evidence(5)).result == "failed"


def test_a_socket_that_stays_open_is_not_lost() -> None:
    assert log_loss(Story().start(0).connect(0).polls(0, 2).evidence(3)).result == "not applicable"


def test_a_close_of_the_page_s_own_in_mid_run_is_no_loss() -> None:
    assert log_loss(Story().start(0).connect(0).polls(0, 2).close(2).evidence(3)).result == "not applicable"


def test_a_loss_at_the_very_start_is_told_too() -> None:
    story = Story().start(0).connect(0)._saw(closed_at=0.0, code=1011)
    assert log_loss(story.evidence(5)).result == "failed"
