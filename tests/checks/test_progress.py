import json

import pytest

from e2e.checks.events_handled import events_handled
from e2e.checks.progress_fresh import progress_fresh
from e2e.checks.progress_monotone import progress_monotone
from e2e.checks.progress_range import progress_range
from tests.checks.story import Story, dropped, failure, running, said, success


def begun() -> Story:
    """A hanging socket; the truth is at 40% from 1 s on."""
    return Story().start(0).hangs(0).polls(0).step(1, 40)


def test_fresh_progress_passes() -> None:
    assert (
        said(progress_fresh(success().evidence(12)))
        == "passed: each of 2 steps from 1 s to 3 s was shown in time"
    )


def test_fresh_by_polling_alone_passes() -> None:
    assert progress_fresh(dropped().evidence(12)).result == "passed"
    assert progress_fresh(begun().poll(2, progress=40).shows(2, "40").polls(4).evidence(5)).result == "passed"


def test_stale_progress_fails() -> None:
    verdict = progress_fresh(begun().polls(2, 4, progress=40).evidence(5))
    assert said(verdict) == "failed: 40% at 1 s was promised to be shown by 3.5 s; 0% was shown"


@pytest.mark.parametrize("bar", ["40", "39.6", "66", "of two", None])
def test_a_bar_that_tells_no_less_passes(bar: str | None) -> None:
    story = begun().poll(2, progress=40).shows(2, "40", bar=bar)
    assert progress_fresh(story.polls(4, progress=40).evidence(5)).result == "passed"


@pytest.mark.parametrize("bar", ["0", "39.4"])
def test_a_bar_that_stands_still_fails(bar: str) -> None:
    story = begun().poll(2, progress=40).shows(2, "40", bar=bar)
    assert said(progress_fresh(story.polls(4, progress=40).evidence(5))) == (
        "failed: 40% at 1 s was promised to be shown by 3.5 s; "
        f"40%, with a bar at {bar}%, was shown from 2 s, on the poll answer at 2 s"
    )


def test_a_bar_on_a_spring_goes_beyond_its_end_for_some_frames() -> None:
    story = begun().poll(2, progress=40).shows(2, "40", bar="102").shows(2.1, "40", bar="40")
    assert progress_range(story.evidence(5)).result == "passed"


def test_a_bar_beyond_its_end_fails() -> None:
    story = begun().poll(2, progress=40).shows(2, "40", bar="4000")
    assert said(progress_range(story.evidence(5))) == (
        "failed: a share from 0 to 100 was promised; a bar at 4000% was shown at 2 s"
    )
    assert progress_range(begun().shows(2, "40", bar="33.3").evidence(5)).result == "passed"


def test_polling_too_seldom_makes_it_stale() -> None:
    story = begun().poll(4, progress=40).shows(4, "40")
    assert progress_fresh(story.evidence(5)).result == "failed"


def test_failing_answers_put_freshness_off() -> None:
    story = begun().poll_fails(2).poll(4, progress=40).shows(4, "40").polls(6, progress=40)
    assert progress_fresh(story.evidence(7)).result == "passed"


def test_more_than_the_truth_is_not_older() -> None:
    assert progress_fresh(begun().polls(2, 4, progress=40).shows(2, "60").evidence(5)).result == "passed"


def test_a_truth_that_goes_back_may_be_shown_as_it_is() -> None:
    story = begun().step(3, 20).polls(2, 4, progress=20).shows(2, "20")
    assert progress_fresh(story.evidence(8)).result == "passed"


def test_a_step_just_before_the_end_may_never_be_seen() -> None:
    story = begun().poll(2, progress=0).completes(3).poll(4, "completed", 100).fetches(4).navigates(4)
    assert progress_fresh(story.evidence(12)).result == "not applicable"


def asked(*told: str, shown: str, progress: str = "40") -> Story:
    """`cqc` is asked at 1 s, `fsa` at 3 s; the socket hangs, each poll from 2 s on tells the next word."""
    story = Story().start(0).hangs(0).polls(0).step(1, 40, "cqc").step(3, 40, "fsa")
    for second, step in zip((2, 4, 6), told, strict=False):
        story.poll(second, progress=40, step=step)
    story.shows(2, "40", step="Testing: CQC").shows(4, progress, step=shown)
    return story.shows(6.9, progress, step="Testing: FSA")


@pytest.mark.parametrize(
    "shown", ["Testing: FSA", "Testing: food", "polling fails", "cqc, then fsa", "Ratings by CQC"]
)
def test_a_step_in_any_words_passes(shown: str) -> None:
    assert progress_fresh(asked("cqc", "fsa", "fsa", shown=shown).evidence(7)).result == "passed"


def test_a_step_that_is_past_fails() -> None:
    assert said(progress_fresh(asked("cqc", "fsa", "fsa", shown="Testing: CQC").evidence(7))) == (
        "failed: the step 'fsa' at 3 s was promised to be shown by 5.5 s; 'Testing: CQC' was, and that had "
        "been 'cqc'"
    )


def test_a_step_that_was_told_once_more_passes() -> None:
    story = asked("cqc", "cqc", "fsa", shown="Testing: CQC").shows(6, "40", step="FSA")
    assert progress_fresh(story.evidence(7)).result == "passed"
    late = asked("cqc", "fsa", shown="Testing: CQC").poll(5, progress=40, step="cqc")
    assert progress_fresh(late.evidence(7)).result == "passed"


def test_a_step_that_is_past_though_newly_told_fails() -> None:
    assert progress_fresh(asked("cqc", "cqc", "fsa", shown="Testing: CQC").evidence(7)).result == "failed"


@pytest.mark.parametrize("progress", ["40", None, 250])
def test_a_step_told_with_what_is_no_progress_may_be_ignored(progress: object) -> None:
    story = Story().start(0).hangs(0).polls(0).step(1, 40, "cqc").step(3, 40, "fsa")
    story.poll(2, progress=40, step="cqc").poll(4, progress=progress, step="fsa").poll(
        6, progress=40, step="fsa"
    )
    story.shows(2, "40", step="cqc").shows(6, "40", step="fsa")
    assert progress_fresh(story.evidence(7)).result == "passed"


def test_a_step_that_is_no_name_throws_nothing() -> None:
    story = asked("cqc", shown="Testing: FSA").poll(4, progress=40, step=["fsa"])
    assert progress_fresh(story.evidence(7)).result == "passed"


def test_a_step_of_less_progress_than_is_shown_passes() -> None:
    story = asked("cqc", "fsa", "fsa", shown="Testing: CQC", progress="60")
    assert progress_fresh(story.evidence(7)).result == "passed"


def test_a_step_that_comes_back_passes() -> None:
    story = asked("cqc", "fsa", "cqc", shown="Testing: CQC").step(5, 60, "cqc").shows(6, "60", step="CQC")
    assert progress_fresh(story.evidence(7)).result == "passed"


def test_progress_that_goes_up_passes() -> None:
    assert (
        said(progress_monotone(success().evidence(12)))
        == "passed: progress went up to 90% at 5 s and never back"
    )


def test_progress_that_goes_back_fails() -> None:
    story = Story().start(0).connect(0).progress(1, 60).poll(1.5, progress=40).shows(1.5, "40")
    verdict = progress_monotone(story.evidence(3))
    assert said(verdict) == (
        "failed: progress was promised not to go back; 40% came after 60% at 1.5 s, "
        "on the poll answer at 1.5 s"
    )
    body = {"job_id": "job-1", "status": "running", "progress": 40, "current_api": None}
    assert verdict.pieces == (
        "    1.000  page.shows             /test  60%  busy",
        f"    1.500  http.answered          status  request 2  status 200  {json.dumps(body)}",
        "    1.500  page.shows             /test  40%  busy",
    )


def test_what_raised_it_falsely_is_named_too() -> None:
    story = Story().start(0).connect(0).progress(1, 20).event(2, "progress", job="job-9", progress=77)
    verdict = progress_monotone(story.shows(2, "77").progress(3, 40).evidence(4))
    assert said(verdict) == (
        "failed: progress was promised not to go back; 40% came after 77% at 3 s, on the `progress` event at "
        "3 s; 77% had come on the `progress` event of another job at 2 s"
    )
    assert [piece.split()[:2] for piece in verdict.pieces] == [
        ["2.000", "socket.sent"],
        ["2.000", "page.shows"],
        ["3.000", "socket.sent"],
        ["3.000", "page.shows"],
    ]


def test_progress_that_goes_back_over_a_gap_fails() -> None:
    story = Story().start(0).shows(1, "60").shows(2, None).shows(3, "40")
    assert progress_monotone(story.evidence(5)).result == "failed"


def test_a_second_run_begins_again() -> None:
    story = success().shows(20, "90").start(20, "job-2").shows(20, "90").shows(20.3, "0").shows(22, "20")
    assert progress_monotone(story.evidence(24)).result == "passed"


def test_a_form_that_is_reset_at_the_end_passes() -> None:
    story = (
        Story().start(0).connect(0).progress(1, 60).fails(2).event(2, "failed").shows(2, "0", runnable=True)
    )
    assert progress_monotone(story.evidence(5)).result == "passed"


def test_a_flash_that_nobody_can_see_passes() -> None:
    story = Story().start(0).connect(0).progress(1, 60).shows(2, "0").shows(2, "80")
    assert progress_monotone(story.evidence(5)).result == "passed"


def test_progress_overwritten_in_its_instant_by_an_older_event_fails() -> None:
    """Nobody can see the flash, but the page was told 60% and goes on showing less."""
    story = Story().start(0).connect(0).progress(1, 20).progress(3, 60)
    story.event(3, "progress", progress=40).shows(3, "40")
    assert said(progress_monotone(story.evidence(5))) == (
        "failed: progress was promised not to go back; 40% came after 60% at 3 s, "
        "on the `progress` event at 3 s"
    )


def test_a_flash_of_more_than_was_told_passes() -> None:
    story = Story().start(0).connect(0).progress(1, 60).shows(2, "100").shows(2, "60")
    assert progress_monotone(story.evidence(5)).result == "passed"


def test_no_percentage_is_not_applicable() -> None:
    story = Story().start(0).connect(0)
    story.pictures.clear()
    assert progress_monotone(story.evidence(5)).result == "not applicable"
    assert progress_range(story.evidence(5)).result == "not applicable"
    assert progress_fresh(story.evidence(5)).result == "not applicable"


@pytest.mark.parametrize("shown", ["0", "7", "100", "٣", "٤٣"])
def test_whole_percentages_pass(shown: str) -> None:
    assert progress_range(Story().start(0).shows(1, shown).evidence(2)).result == "passed"


@pytest.mark.parametrize(
    "shown",
    ["NaN", "-5", "250", "101", "33.3", "null", "1e1", "²", "45,5", "٤\u066b٣", "٤٣٢", "", "undefined"],
)
def test_all_else_fails(shown: str) -> None:
    verdict = progress_range(Story().start(0).shows(1, shown).evidence(2))
    assert said(verdict) == (
        f"failed: a whole number from 0 to 100 was promised; {shown}% was shown at 1 s, "
        "on nothing that reached the page then"
    )


@pytest.mark.parametrize("zero, then", [("0,0", "43,0"), ("\u0660", "٤٣"), ("\u0660\u066b٢", "٤٣\u066b٢")])
def test_a_number_in_another_language_is_no_other_number(zero: str, then: str) -> None:
    story = Story().start(0).connect(0).shows(0, zero).polls(0, 2).event(1, "progress", progress=43)
    evidence = story.shows(1, then).polls(4).evidence(4)
    assert events_handled(evidence).result == "passed"


def test_what_was_sent_is_told() -> None:
    story = Story().start(0).connect(0).event(1, "progress", progress=33.3).shows(1, "33.3")
    assert progress_range(story.evidence(2)).sentence.endswith("at 1 s, on the `progress` event at 1 s")


def test_a_flash_of_nonsense_fails_too() -> None:
    assert progress_range(Story().start(0).shows(1, "NaN").shows(1, "20").evidence(2)).result == "failed"


def test_a_percentage_behind_the_second_step_is_stale() -> None:
    story = Story().start(0).hangs(0).step(1, 20).poll(2, progress=20).shows(2, "20").step(3, 60)
    story.polls(4, 6, progress=60)
    assert said(progress_fresh(story.evidence(8))) == (
        "failed: 60% at 3 s was promised to be shown by 5.5 s; 20% was shown"
    )


def test_a_step_that_says_nothing_of_progress_asks_for_nothing() -> None:
    story = Story().start(0).hangs(0).polls(0, 2, 4)
    story.journal.add(1, "job.progress", job="job-1", payload={"progress": None, "current_api": "cqc"})
    assert progress_fresh(story.evidence(5)).result == "not applicable"


def test_freshness_counts_from_when_the_job_is_known() -> None:
    story = Story().start(0, answered=4).step(1, 40).poll(6, progress=40).shows(6, "40").polls(8, progress=40)
    assert progress_fresh(story.evidence(9)).result == "passed"


def test_no_progress_is_due_once_the_job_has_ended() -> None:
    story = Story().start(0).hangs(0).polls(0).step(2, 40).completes(3).poll(5.4, "completed", 100)
    assert progress_fresh(story.evidence(9)).result == "not applicable"


def test_no_progress_is_due_once_the_page_is_left() -> None:
    story = begun().polls(2)
    story.left_at = 3
    assert progress_fresh(story.evidence(9)).result == "not applicable"


def test_a_page_that_was_never_seen_is_stale() -> None:
    story = begun().polls(2, 4, progress=40)
    story.pictures.clear()
    assert said(progress_fresh(story.evidence(5))) == (
        "failed: 40% at 1 s was promised to be shown by 3.5 s; no percentage was shown"
    )


def test_progress_that_goes_back_to_0_fails() -> None:
    story = Story().start(0).connect(0).progress(1, 60).shows(2, "0")
    assert progress_monotone(story.evidence(3)).result == "failed"


def test_progress_that_goes_back_a_little_at_the_start_fails() -> None:
    story = Story().start(0).connect(0).progress(0.1, 60).shows(0.3, "40")
    assert progress_monotone(story.evidence(3)).result == "failed"


def test_progress_that_goes_back_while_the_results_are_loaded_fails() -> None:
    story = running().shows(5, "90").completes(6).event(6, "completed").close(6).fetches(6, answered=8)
    verdict = progress_monotone(story.shows(6, "0").navigates(8).evidence(12))
    assert said(verdict).startswith("failed: progress was promised not to go back; 0% came after 90% at 6 s")


def test_what_is_shown_once_the_outcome_is_in_sight_is_of_no_run() -> None:
    assert progress_monotone(success().shows(8, "0").evidence(12)).result == "passed"
    assert progress_monotone(failure().shows(6, "0").evidence(12)).result == "passed"


def test_a_form_that_is_reset_just_before_the_outcome_comes_passes() -> None:
    story = running().shows(5, "90").fails(6).event(6, "failed", error="no").close(6)
    story.shows(6, "0", runnable=True).shows(6.1, "0", runnable=True, alerts=("no",))
    assert progress_monotone(story.evidence(12)).result == "passed"
