"""What an outage excuses, and what it does not."""

import pytest

from e2e.checks.close_clean import close_clean
from e2e.checks.events_handled import events_handled
from e2e.checks.log_loss import log_loss
from e2e.checks.log_quiet import log_quiet
from e2e.checks.polling_always import polling_always
from e2e.checks.polling_survives import polling_survives
from e2e.checks.progress_fresh import progress_fresh
from e2e.checks.run_independent import run_independent
from e2e.checks.socket_optional import socket_optional
from e2e.checks.terminal_final import terminal_final
from e2e.evidence import SpellSeen
from e2e.evidence.outages import NEVER, arrivals, doubtful, put_off, within_reach
from e2e.verdict import Verdict
from tests.checks.story import Story, running, said, without

OFFLINE = (SpellSeen(4.0, "offline", 14.0),)


@pytest.mark.parametrize(
    "since, due, put_off_to",
    [
        (1.0, 3.5, 3.5),  # over before it
        (2.0, 4.5, 16.5),
        (10.0, 12.5, 16.5),
        (13.0, 15.5, 16.5),
        (14.0, 16.5, 16.5),  # began after it
        (2.0, 20.0, 20.0),  # late enough anyway
    ],
)
def test_a_deadline_is_put_off_by_what_comes_before_it(since: float, due: float, put_off_to: float) -> None:
    assert put_off(OFFLINE, since, due, 2.5) == put_off_to


def test_one_outage_may_put_a_deadline_off_into_the_next() -> None:
    spells = (SpellSeen(4.0, "offline", 6.0), SpellSeen(8.0, "freeze", 20.0))
    assert put_off(spells, 3.0, 5.5, 2.5) == 22.5


def test_what_an_outage_leaves_of_a_span() -> None:
    assert list(within_reach(OFFLINE, 2, 16)) == [(2, 4.0), (14.0, 16)]
    assert list(within_reach(OFFLINE, 5, 9)) == [(5, 5), (9, 9)]
    assert list(within_reach(OFFLINE, 0, 3)) == [(0, 3)]


def cut_off() -> Story:
    """Offline from 2.5 s to 8.5 s: a step and the end come in it, and are told when it is over."""
    story = Story().start(0).connect(0).polls(0).progress(1, 20).poll(2, progress=20)
    story.offline(2.5, 8.5).says(4, "Polling error: the server cannot be reached", "error")
    story.step(3, 60).stuck(3, 8.5, "progress", progress=60)
    return story.completes(6).stuck(6, 8.5, "completed", results={})


def still_running() -> Story:
    """Offline from 2.5 s to 8.5 s; the end comes at 20 s."""
    story = Story().start(0).connect(0).polls(0).progress(1, 20).poll(2, progress=20)
    story.offline(2.5, 8.5).step(3, 60).stuck(3, 8.5, "progress", progress=60)
    return story


def frozen() -> Story:
    """Frozen from 2.5 s to 8.5 s: the browser gives the socket up as the page goes on."""
    story = Story().start(0).connect(0).polls(0).progress(1, 20).poll(2, progress=20)
    story.frozen(2.5, 8.5).step(3, 60).stuck(3, None, "progress", progress=60)
    story._wire(8.5, "socket.close_received", code=1001)._wire(8.5, "socket.ended", code=1001, clean=True)
    story._saw(error_at=8.5, closed_at=8.5, code=1006)
    return story.says(8.5, "WebSocket connection lost (code 1006)", "warning")


def test_what_was_written_in_an_outage_came_when_the_page_saw_it() -> None:
    evidence = cut_off().finishes(8.5).evidence(14)
    assert list(arrivals(evidence).values()) == [8.5, 8.5]
    assert doubtful(evidence) == frozenset()


def test_what_the_page_never_saw_is_sure_of_nothing() -> None:
    evidence = frozen().evidence(14)
    assert list(arrivals(evidence).values()) == [NEVER]
    assert doubtful(evidence) == frozenset(arrivals(evidence))


def test_where_sockets_cannot_be_paired_it_may_have_come_when_the_outage_was_over() -> None:
    story = cut_off()
    story.sockets.clear()
    evidence = story.evidence(14)
    assert set(arrivals(evidence).values()) == {8.5}
    assert doubtful(evidence) == frozenset(arrivals(evidence))


# polling-always


@pytest.mark.parametrize("kind", ["offline", "frozen", "asleep"])
def test_nobody_polls_in_an_outage(kind: str) -> None:
    story = running()
    getattr(story, kind)(6.5, 30.5)
    story.completes(40).polls(*range(32, 40, 2))
    assert said(polling_always(story.evidence(41))).startswith("passed")


@pytest.mark.parametrize("spell", ["offline", "frozen", "asleep"])
def test_polling_that_does_not_begin_again_is_caught(spell: str) -> None:
    story = running()
    getattr(story, spell)(6.5, 30.5)
    assert said(polling_always(story.evidence(41))) == (
        "failed: a status request was promised at least every 2.5 s while the job ran; "
        "none was sent or outstanding from 30.5 s to 41 s"
    )


def test_polling_that_had_ended_before_the_outage_is_caught() -> None:
    story = running().offline(9.5, 12).polls(12, 14).completes(15)
    assert said(polling_always(story.evidence(16))).endswith("from 6 s to 9.5 s")


def test_a_hidden_page_polls_like_any_other() -> None:
    story = running().hidden(6.5, 30.5).polls(32)
    assert polling_always(story.evidence(33)).result == "failed"


# socket-optional and progress-fresh


def test_an_outcome_is_due_when_it_can_be_asked_for_again() -> None:
    story = cut_off().poll(10, "completed", 100).fetches(10).navigates(10)
    assert said(socket_optional(story.evidence(14))).startswith("passed")
    late = cut_off().poll(10, "completed", 100).fetches(12).navigates(12)
    assert said(socket_optional(late.evidence(14))) == (
        "failed: the job completed at 6 s, and that was promised to be shown by 11 s; it was shown at 12 s, "
        "on the answer to the results call at 12 s"
    )


def test_an_outage_after_the_deadline_excuses_nothing() -> None:
    story = running().completes(6).offline(9, 12).navigates(13)
    assert socket_optional(story.evidence(14)).result == "failed"


def test_progress_may_be_as_old_as_the_outage_is_long() -> None:
    story = still_running().polls(10, 12, progress=60).shows(10, "60")
    assert said(progress_fresh(story.evidence(14))).startswith("passed")
    stale = still_running().polls(10, 12, progress=60)
    assert said(progress_fresh(stale.evidence(14))) == (
        "failed: 60% at 3 s was promised to be shown by 11 s; 20% was shown"
    )


# events-handled and terminal-final


def test_a_burst_has_its_effect_when_it_comes() -> None:
    story = still_running().shows(8.5, "60").polls(10, progress=60)
    assert said(events_handled(story.evidence(12))).startswith("passed")
    without_effect = still_running().polls(10, progress=60).shows(10, "60")
    assert said(events_handled(without_effect.evidence(12))) == (
        "failed: an event told 60% at 8.5 s, promised to be shown by 9 s; 20% was shown"
    )


def test_an_end_that_comes_in_the_burst_has_its_effect_at_once() -> None:
    assert said(events_handled(cut_off().shows(8.5, "60").finishes(8.5).evidence(14))).startswith("passed")
    by_polling = cut_off().shows(8.5, "60").poll(10, "completed", 100).finishes(10)
    assert said(events_handled(by_polling.evidence(14))) == (
        "failed: an event told that the job completed at 8.5 s, promised to be shown by 9 s; "
        "it was shown at 10 s, on the answer to the results call at 10 s"
    )


def test_what_a_page_never_got_owes_no_effect() -> None:
    story = frozen().polls(10, progress=60).shows(10, "60")
    assert said(events_handled(story.evidence(12))).startswith("passed")


def test_what_comes_late_must_change_nothing_either() -> None:
    story = running().completes(6).event(6, "completed", results={}).fetches(6).navigates(6)
    story.frozen(7, 9).stuck(8, 9, "progress", progress=40)
    assert said(terminal_final(story.evidence(12))).startswith("passed")
    assert terminal_final(story.shows(9, "40").evidence(12)).result == "failed"


# close-clean


def test_a_socket_is_closed_when_the_end_came_through() -> None:
    assert said(close_clean(cut_off().finishes(8.5).evidence(14))).startswith("passed")
    kept = cut_off().fetches(8.5).navigates(8.5)
    assert said(close_clean(kept.evidence(14))) == (
        "failed: a Close frame was promised within 1 s of the page knowing the end, at 8.5 s; "
        "on connection 1 none came"
    )


def test_a_close_frame_that_the_network_keeps_back_is_late_for_that_reason() -> None:
    story = running().completes(6).event(6, "completed", results={}).offline(6.1, 16).fetches(6)
    assert said(close_clean(story.close(16).navigates(6).evidence(20))).startswith("passed")


def test_a_page_may_give_up_a_socket_that_was_cut_off() -> None:
    assert said(close_clean(still_running().close(8.5).evidence(14))).startswith("not applicable")
    assert close_clean(still_running().close(9.5).evidence(14)).result == "failed"
    assert close_clean(running().hidden(4.5, 8).close(4.5).evidence(14)).result == "failed"


def test_a_browser_that_gives_up_the_socket_of_a_frozen_page_is_not_the_page() -> None:
    story = frozen().completes(8.2).poll(8.5, "completed", 100).fetches(8.5).navigates(8.5)
    assert said(close_clean(story.evidence(14))) == (
        "not applicable: the browser gave up the socket of a frozen page at 8.5 s"
    )


# what a page may say of it


def test_a_run_that_is_given_up_while_offline_is_caught() -> None:
    story = still_running().shows(4, "20", runnable=True, busy=False, alerts=("Test failed",))
    assert said(polling_survives(story.evidence(14))) == (
        "failed: trouble with polling, first at 2.5 s, was promised not to end the run; "
        "the page no longer showed the run as running at 4 s"
    )


def with_notice(at: float, text: str = "The live connection is gone") -> Verdict:
    """The socket, reset while the network was away, is lost at 8.5 s; and the page alerts."""
    story = still_running()
    story._wire(5, "socket.reset", fault="reset-1")._wire(5, "socket.ended", code=1006, clean=False)
    story._saw(closed_at=8.5, code=1006).says(8.5, "WebSocket connection lost", "warning")
    story.alerts(at, text).polls(10, 12, progress=60)
    return run_independent(story.evidence(14))


def test_a_page_may_tell_that_there_is_no_network_but_not_what_becomes_of_its_socket() -> None:
    assert said(with_notice(6)).startswith("passed")
    assert with_notice(8.5).result == "failed"


@pytest.mark.parametrize("text", ["You are back online", "Your network connection is restored"])
def test_a_page_may_tell_that_the_network_is_back(text: str) -> None:
    assert said(with_notice(8.5, text)).startswith("passed")


def test_that_there_is_no_network_is_not_said_for_good() -> None:
    story = still_running().shows(3, "20", alerts=("No network",))
    assert said(run_independent(story.evidence(14))) == (
        "failed: the network was back at 8.5 s, and the page was promised to go on; "
        "it still told its user 'No network' at 9 s"
    )
    assert run_independent(story.shows(8.6, "20").evidence(14)).result != "failed"


def test_polls_that_fail_may_be_warned_of() -> None:
    assert said(log_quiet(cut_off().finishes(8.5).evidence(14))).startswith("passed")
    story = cut_off().finishes(8.5)
    story.spells.clear()
    assert log_quiet(story.evidence(14)).result == "failed"
    assert log_quiet(story.hidden(2.5, 8.5).evidence(14)).result == "failed"


def test_a_socket_that_was_lost_with_the_page_frozen_is_told_of() -> None:
    assert said(log_loss(frozen().evidence(14))).startswith("passed")
    silent = frozen()
    silent.console.clear()
    assert log_loss(silent.evidence(14)).result == "failed"


def test_without_an_outage_nothing_is_late() -> None:
    evidence = without(running().evidence(6), lambda entry: False)
    assert (dict(arrivals(evidence)), doubtful(evidence)) == ({}, frozenset())
