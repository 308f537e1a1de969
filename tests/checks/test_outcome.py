"""Results that are known by what is in sight: at their address, or where they have none."""

from dataclasses import replace

import pytest

from e2e.checks.ack_handled import ack_handled
from e2e.checks.channels_agree import ending
from e2e.checks.events_handled import events_handled
from e2e.checks.failure_shown import failure_shown
from e2e.checks.leave_clean import leave_clean
from e2e.checks.outcome_once import outcome_once
from e2e.checks.polling_survives import polling_survives
from e2e.checks.rerun_fresh import rerun_fresh
from e2e.checks.socket_optional import socket_optional
from e2e.checks.terminal_final import terminal_final
from e2e.evidence import Picture, Terms
from e2e.evidence.shown import results_of, results_sights
from tests.checks.story import JOB, Story, said

AT_ADDRESS = Terms(results_found=True)
IN_PLACE = Terms(results_path=None, results_found=True)


def completed(terms: Terms) -> Story:
    """Completed at 3 s, results fetched; where they are shown is still to be told."""
    story = Story(terms=terms).start(0).connect(0).polls(0).progress(1, 40).poll(2, progress=40)
    return story.completes(3).event(3, "completed").fetches(3).close(3)


def drawn(story: Story, at: float) -> Story:
    story.navigates(at)
    story.pictures.append(replace(story.pictures[-1], outcome=True))
    return story


def test_results_at_their_address_pass() -> None:
    evidence = drawn(completed(AT_ADDRESS), 3).evidence(6)
    assert {sight.at for sight in results_sights(evidence, JOB)} == {3}
    assert events_handled(evidence).result == socket_optional(evidence).result == "passed"


def test_an_address_where_nothing_is_drawn_fails() -> None:
    evidence = completed(AT_ADDRESS).navigates(3).evidence(9)
    assert said(events_handled(evidence)) == (
        "failed: an event told that the job completed at 3 s, promised to be shown by 3.5 s; it never was"
    )
    assert socket_optional(evidence).result == "failed"


def test_results_that_are_drawn_late_fail() -> None:
    assert events_handled(drawn(completed(AT_ADDRESS), 5).evidence(9)).result == "failed"


def in_place() -> Story:
    return completed(IN_PLACE).shows(3, None, runnable=True, outcome=True)


def test_results_without_an_address_pass() -> None:
    evidence = in_place().evidence(6)
    verdicts = [each(evidence) for each in (events_handled, socket_optional, outcome_once, terminal_final)]
    assert [verdict.result for verdict in verdicts] == ["passed", "passed", "passed", "not applicable"]
    assert results_of(evidence, evidence.pictures[-1]) == JOB
    end = ending(evidence)
    assert end is not None
    assert end.last == "/test, ready to run, results"


def test_without_an_address_nothing_in_sight_fails() -> None:
    evidence = completed(IN_PLACE).shows(3, None, runnable=True).evidence(9)
    assert events_handled(evidence).result == "failed"


def test_results_in_mid_run_fail() -> None:
    story = Story(terms=IN_PLACE).start(0).connect(0).polls(0).progress(1, 40).poll_fails(2)
    story.shows(2, "40", outcome=True)
    assert said(polling_survives(story.evidence(3))) == (
        "failed: trouble with polling, first at 2 s, was promised not to end the run; "
        "the page showed results in mid-run at 2 s, right after the poll answer 500 at 2 s"
    )


@pytest.mark.parametrize("gone_at, result", [(10, "passed"), (12, "failed")])
def test_the_old_results_make_room_for_a_new_run(gone_at: float, result: str) -> None:
    story = in_place().start(10, "job-2").connect(10).polls(10)
    story.pictures[-1] = replace(story.pictures[-1], outcome=gone_at > 10)
    story.shows(gone_at, "0").step(13, 20).event(13, "progress", progress=20).shows(13, "20")
    assert rerun_fresh(story.evidence(14)).result == result


def test_results_are_of_the_job_that_was_under_way_when_they_came() -> None:
    story = in_place().start(10, "job-2").connect(10).polls(10).completes(11).event(11, "completed")
    evidence = story.shows(11, None, runnable=True, outcome=True).evidence(14)
    assert [results_of(evidence, picture) for picture in evidence.pictures if picture.outcome] == [
        JOB,
        "job-2",
    ]


def test_results_before_any_job_are_nobodys() -> None:
    story = Story(terms=IN_PLACE)
    story.pictures.append(Picture(0, "/test", outcome=True))
    evidence = story.evidence(1)
    assert results_of(evidence, evidence.pictures[0]) == ""


def test_old_results_that_leave_within_the_slack_pass() -> None:
    story = in_place().start(10, "job-2").connect(10).polls(10)
    story.pictures[-1] = replace(story.pictures[-1], outcome=True)
    evidence = story.shows(10.1, "0", outcome=True).shows(10.3, "0").evidence(12)
    assert [check(evidence).result for check in (rerun_fresh, ack_handled)] == ["passed", "passed"]


def test_new_results_in_the_place_of_old_ones_pass() -> None:
    story = in_place().start(10, "job-2").connect(10).polls(10).completes(10.2).event(10.2, "completed")
    story.pictures[-1] = replace(story.pictures[-1], outcome=True)
    evidence = story.fetches(10.2).close(10.2).shows(10.2, None, runnable=True, outcome=True).evidence(14)
    assert events_handled(evidence).result == "passed"


def test_a_run_that_fails_may_bring_back_what_the_one_before_had_found() -> None:
    story = in_place().start(10, "job-2").connect(10).polls(10).fails(13).event(13, "failed").close(13)
    story.shows(13, None, runnable=True, outcome=True, alerts=("Test failed: the cqc API is down",))
    evidence = story.evidence(16)
    assert [check(evidence).result for check in (rerun_fresh, outcome_once)] == ["passed", "passed"]


@pytest.mark.parametrize("terms", [Terms(), AT_ADDRESS])
def test_the_address_of_results_of_a_failed_job_is_a_second_outcome(terms: Terms) -> None:
    story = Story(terms=terms).start(0).connect(0).polls(0).progress(1, 20).fails(2).event(2, "failed")
    story.close(2).alerts(2).shows(2, "20", runnable=True).navigates(2.1)
    assert outcome_once(story.evidence(6)).result == "failed"


def test_results_that_a_late_answer_takes_away_fail() -> None:
    story = in_place().poll(2.9, progress=40, answered=4).shows(4, None, runnable=True)
    assert said(terminal_final(story.evidence(6))) == (
        "failed: what was shown at 3 s was promised to stay; it changed at 4 s, right after the poll answer "
        "asked for at 2.9 s and held for 1.1 s"
    )


def test_results_that_are_shown_to_one_who_has_left_fail() -> None:
    story = Story(terms=IN_PLACE, left_at=2).start(0).connect(0).polls(0).progress(1, 20).close(2)
    evidence = story.completes(3).shows(3, None, path="/", outcome=True).evidence(6)
    assert said(leave_clean(evidence)) == (
        "failed: the page was left at 2 s, and its run was promised to show no more; "
        "results were shown at 3 s"
    )


def test_in_place_a_page_that_lost_the_results_need_not_offer_another_run() -> None:
    story = Story(terms=IN_PLACE).start(0).connect(0).polls(0).completes(1).event(1, "completed").close(1)
    story.fetches(1, status=500)
    story.pictures.append(Picture(1, "/test", alerts=("Could not load the results: 500",)))
    assert failure_shown(story.evidence(6)).result == "passed"


def test_results_that_only_flash_fail() -> None:
    evidence = in_place().shows(3.1, None, runnable=True).evidence(9)
    assert said(events_handled(evidence)) == (
        "failed: an event told that the job completed at 3 s, promised to be shown by 3.5 s; it never was"
    )
