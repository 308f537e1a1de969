from e2e.checks.socket_single import socket_single
from e2e.evidence import Absence
from tests.checks.story import Story, dropped, said, success


def failing(*times: float) -> Story:
    story = Story().start(0)
    for at in times:
        story.refused(at)
    return story


def test_one_socket_passes() -> None:
    assert said(socket_single(success().evidence(12))) == "passed: 1 sockets at 0 s, one at a time"


def test_a_second_socket_beside_the_first_fails() -> None:
    assert said(socket_single(Story().start(0).connect(0).connect(3).evidence(5))) == (
        "failed: one progress socket at a time was promised; a second was asked for at 3 s"
    )


def test_a_second_socket_beside_a_hanging_one_fails() -> None:
    assert socket_single(Story().start(0).hangs(0).hangs(3).evidence(5)).result == "failed"


def test_a_reconnect_after_half_a_second_passes() -> None:
    assert socket_single(Story().start(0).connect(0).reset(2).connect(2.5).evidence(5)).result == "passed"


def test_a_reconnect_at_once_fails() -> None:
    assert said(socket_single(Story().start(0).connect(0).reset(2).connect(2.1).evidence(5))) == (
        "failed: 0.5 s at least were promised before the next attempt; the page waited 0.1 s"
    )


def test_waits_that_grow_pass() -> None:
    assert socket_single(failing(0, 1, 3, 7, 11).evidence(12)).result == "passed"


def test_waits_that_shrink_fail() -> None:
    assert said(socket_single(failing(0, 2, 3).evidence(12))) == (
        "failed: 2 s at least were promised before the next attempt; the page waited 1 s"
    )


def test_a_connection_that_was_open_resets_the_wait() -> None:
    story = failing(0, 2).connect(5).reset(6).connect(6.5)
    assert socket_single(story.evidence(12)).result == "passed"


def test_in_real_time_a_late_timer_does_not_bind_the_next() -> None:
    story = failing(0, 1.3, 2.35)
    assert socket_single(story.evidence(12)).result == "failed"
    story.real_time = True
    assert socket_single(story.evidence(12)).result == "passed"


def test_a_mount_that_is_undone_at_once_and_done_again_passes() -> None:
    story = Story().start(0).asks(0, close_called_at=0.0, closed_at=0.0, code=1006).connect(0)
    assert socket_single(story.evidence(5)).result == "passed"


def test_a_socket_for_each_run_passes() -> None:
    assert socket_single(success().start(20, "job-2").connect(20).evidence(24)).result == "passed"


def test_an_attempt_after_the_end_fails() -> None:
    assert said(socket_single(success().connect(8).evidence(12))) == (
        "failed: no attempt was promised after the end, known at 6 s; one came at 8 s"
    )


def test_a_socket_that_an_unloaded_document_took_with_it_is_over() -> None:
    story = Story(left_at=2).start(0).connect(0)._saw(unloaded_at=2.0).asks(3)
    assert socket_single(story.evidence(5)).result == "passed"


def test_a_drop_without_a_reconnect_passes() -> None:
    assert socket_single(dropped().evidence(12)).result == "passed"


def test_no_socket_is_not_applicable() -> None:
    assert said(socket_single(Story().start(0).evidence(5))) == "not applicable: the page opened no socket"


def test_a_constructor_that_threw_leaves_no_socket() -> None:
    story = Story().start(0).asks(0, threw="SecurityError").connect(1)
    assert socket_single(story.evidence(5)).result == "passed"


def test_a_socket_that_the_page_closed_is_not_open_though_it_still_closes() -> None:
    story = Story().start(0).connect(0)._saw(close_called_at=2.0, closed_at=9.0, code=1005).connect(3)
    assert socket_single(story.evidence(12)).result == "passed"


def test_a_socket_reopened_at_once_by_the_page_fails() -> None:
    story = Story().start(0).connect(0).close(0).connect(0.1)
    assert socket_single(story.evidence(5)).result == "failed"


def test_two_sockets_of_the_next_document_fail() -> None:
    story = Story(left_at=2).start(0).connect(0)._saw(unloaded_at=2.0).asks(3).asks(4)
    assert socket_single(story.evidence(5)).result == "failed"


def test_a_socket_that_a_page_left_by_its_own_link_kept_is_still_open() -> None:
    story = Story(absences=(Absence(2, 3),)).start(0).connect(0).start(4, "job-2").connect(4)
    assert said(socket_single(story.evidence(6))) == (
        "failed: one progress socket at a time was promised; a second was asked for at 4 s"
    )


def test_a_reloaded_page_that_takes_its_job_up_again_passes() -> None:
    story = Story(absences=(Absence(2, 2),)).start(0).connect(0)._saw(unloaded_at=2.0).connect(2)
    assert socket_single(story.evidence(6)).result == "passed"


def test_an_attempt_within_the_slack_of_the_end_passes() -> None:
    assert socket_single(success().connect(6.4).evidence(12)).result == "passed"


def test_an_error_of_an_open_socket_is_not_its_end() -> None:
    story = Story().start(0).connect(0)._saw(error_at=1.0).connect(2)
    assert socket_single(story.evidence(5)).result == "failed"
