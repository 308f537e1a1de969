import pytest

from e2e.checks.ack_handled import ack_handled
from tests.checks.story import Story, dropped, said, success

OLD_FORM = {"message": "connected", "connection_id": "c-1"}


def test_an_initial_message_that_changes_nothing_passes() -> None:
    assert said(ack_handled(success().evidence(12))) == (
        "passed: the initial connection message came at 0 s and changed nothing"
    )


def test_its_other_form_is_known_too() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0).message(1, OLD_FORM).polls(2)
    assert said(ack_handled(story.evidence(3))) == (
        "passed: the initial connection message came at 1 s and changed nothing"
    )


@pytest.mark.parametrize("shown", ["NaN", "100", None, "undefined"])
def test_progress_taken_from_it_fails(shown: str | None) -> None:
    story = (
        Story().start(0).connect(0, ack=None).polls(0).progress(1, 40).greets(3).shows(3, shown).polls(2, 4)
    )
    assert ack_handled(story.evidence(5)).result == "failed"


def test_progress_set_back_by_a_late_one_fails() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0).progress(1, 40).greets(3).shows(3, "0").polls(2, 4)
    verdict = ack_handled(story.evidence(5))
    assert said(verdict) == (
        "failed: the initial connection message at 3 s was promised to change nothing; "
        "the page showed 0% after 40% at 3 s"
    )
    assert verdict.pieces[-1] == "    3.000  page.shows             /test  0%  busy"


def test_a_frame_drawn_later_is_its_effect_all_the_same() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0).progress(1, 40).greets(3).shows(3.016, "0")
    assert ack_handled(story.polls(2, 4).evidence(5)).result == "failed"


def test_what_the_run_before_had_left_is_not_its_effect() -> None:
    for percent, result in (("90", "passed"), ("91", "failed")):
        story = success().start(20, "job-2").connect(20, ack=None).polls(20, 22).greets(21)
        assert ack_handled(story.shows(21, percent).evidence(24)).result == result, percent


def test_progress_that_starts_over_in_the_first_run_is_its_effect_whatever_stood_there_before() -> None:
    story = Story().shows(-1, "0", runnable=True).start(0).connect(0, ack=None).polls(0).progress(1, 40)
    assert ack_handled(story.greets(3).shows(3, "0").polls(2, 4).evidence(5)).result == "failed"


def test_progress_of_the_run_before_is_its_effect_once_another_was_told() -> None:
    story = success().start(20, "job-2").connect(20, ack=None).polls(20).progress(21, 40)
    assert ack_handled(story.greets(22.5).shows(22.5, "90").evidence(24)).result == "failed"


def test_a_run_ended_by_it_fails() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).greets(3).shows(3, "0", runnable=True)
    assert said(ack_handled(story.evidence(4))) == (
        "failed: the initial connection message at 3 s was promised to change nothing; "
        "the page no longer showed the run as running at 3 s"
    )


def test_a_notice_about_it_fails() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).greets(3).alerts(3, "Unknown message")
    assert ack_handled(story.evidence(4)).result == "failed"


def test_progress_told_in_the_same_instant_passes() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).greets(3).progress(3, 40)
    assert ack_handled(story.evidence(4)).result == "passed"


def test_progress_on_its_way_to_what_was_told_passes() -> None:
    """A page may count up."""
    story = Story().start(0).connect(0, ack=None).polls(0).progress(1, 20).polls(2)
    story.step(3, 60).event(3, "progress", progress=60).shows(3, "30").greets(3.1).shows(3.2, "45")
    assert ack_handled(story.shows(3.4, "60").evidence(4)).result == "passed"


def test_a_first_number_on_its_way_from_nothing_passes() -> None:
    """A page that learns of a job under way counts up from 0, though it has not shown a 0."""
    story = Story().start(0, answered=1).step(0.2, 20).shows(0.5, None)
    story.connect(1, ack=None).poll(1, progress=20).greets(1)
    for shown, result in (("4", "passed"), ("22", "failed")):
        ended = story.shows(1.032, shown).shows(1.2, "20").polls(3, progress=20).evidence(4)
        assert ack_handled(ended).result == result, shown


def test_what_a_foreign_event_shows_is_not_laid_to_it() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).greets(3)
    story.event(3, "progress", job="job-0", progress=77).shows(3, "77")
    assert ack_handled(story.evidence(4)).result == "passed"


def test_what_a_reset_does_in_the_same_instant_is_not_laid_to_it() -> None:
    story = Story().start(0).connect(0).reset(0).shows(0, "0", runnable=True)
    assert ack_handled(story.evidence(2)).result == "passed"


def test_one_that_is_missing_changes_nothing() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).completes(3).event(3, "completed").finishes(3)
    assert said(ack_handled(story.evidence(12))) == (
        "passed: the initial connection message was missing in the run of 0 s and changed nothing"
    )


def test_a_page_that_waits_for_one_that_is_missing_fails() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).completes(3).poll(4, "completed", 100)
    assert said(ack_handled(story.evidence(12))) == (
        "failed: an initial connection message that is missing was promised to change nothing; "
        "by 5.5 s the outcome was not shown"
    )


def test_a_drop_passes() -> None:
    assert ack_handled(dropped().evidence(12)).result == "passed"


def test_a_socket_that_never_opened_is_not_applicable() -> None:
    story = Story().start(0).refused(0).polls(0, 2)
    assert said(ack_handled(story.evidence(4))) == "not applicable: no socket was open in the run"


def test_no_run_is_not_applicable() -> None:
    assert ack_handled(Story().evidence(12)).result == "not applicable"


def unseen(story: Story) -> Story:
    """Completed at 3 s, told by polling at 4 s, never shown."""
    return story.polls(0, 2).completes(3).poll(4, "completed", 100)


def test_an_outcome_that_is_missing_though_the_message_came_is_another_check_s() -> None:
    assert ack_handled(unseen(Story().start(0).connect(0)).evidence(12)).result == "passed"


def test_one_that_was_withheld_is_missing_too() -> None:
    story = Story().start(0).connect(0, ack=None)
    story._wire(0, "socket.withheld", message="connected", payload={"type": "connected"}, fault="silence-1")
    assert ack_handled(unseen(story).evidence(12)).result == "failed"


@pytest.mark.parametrize("trouble", ["withheld", "reset", "other socket"])
def test_other_trouble_may_be_why_the_outcome_is_missing(trouble: str) -> None:
    story = Story().start(0).connect(0, ack=None)
    if trouble == "withheld":
        story.withholds(1)
    elif trouble == "reset":
        story.reset(1)
    else:
        story.asks(1, error_at=1.0, closed_at=1.0, code=1006)
    assert ack_handled(unseen(story).evidence(12)).result == "passed"


def test_an_outcome_that_is_not_due_yet_may_be_missing() -> None:
    assert ack_handled(unseen(Story().start(0).connect(0, ack=None)).evidence(5)).result == "passed"


def test_an_end_that_was_told_wrongly_is_not_held_against_the_page() -> None:
    story = Story().start(0).connect(0, ack=None).event(2.5, "failed", error="no")
    assert ack_handled(unseen(story).evidence(12)).result == "passed"


def test_a_socket_that_opens_after_the_end_is_not_applicable() -> None:
    story = Story().start(0).refused(0).polls(0).completes(1).poll(2, "completed", 100).connect(3)
    assert ack_handled(story.evidence(12)).result == "not applicable"


@pytest.mark.parametrize("shown", ["undefined", "NaN", "100"])
def test_progress_taken_from_it_in_the_first_instant_fails(shown: str) -> None:
    story = Story().shows(0, None, runnable=True).start(0).connect(0).shows(0, shown).polls(0, 2)
    assert ack_handled(story.evidence(3)).result == "failed"


def test_what_is_said_of_the_start_itself_is_of_no_message() -> None:
    story = Story().start(0).connect(0).shows(0, "0", alerts=("Please wait, the test is being started",))
    assert ack_handled(story.shows(0.3, "0").evidence(5)).result == "passed"


def test_a_number_that_runs_back_by_itself_is_not_of_the_message() -> None:
    story = Story().start(0).connect(0, ack=None).polls(0, 2).progress(2.5, 40).shows(2.5, "40").greets(3)
    for tick, shown in enumerate(("31", "18", "7", "0")):
        story.shows(3.03 + tick * 0.05, shown)
    assert ack_handled(story.evidence(4)).result == "passed"
