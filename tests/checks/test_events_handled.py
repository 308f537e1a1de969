import pytest

from e2e.checks.events_handled import events_handled
from e2e.evidence import Press, ResultsText
from tests.checks.story import Story, dropped, failure, running, said, success


def begun() -> Story:
    return Story().start(0).connect(0).polls(0, 2, 4)


def told(percent: float) -> Story:
    """An event at 2.5 s."""
    return begun().step(2.5, percent).event(2.5, "progress", progress=percent)


def test_events_and_answers_with_their_effects_pass() -> None:
    assert said(events_handled(success().evidence(12))) == (
        "passed: each of 6 events and answers from 1 s to 6 s had its effect within 0.5 s"
    )


def test_a_failed_job_passes() -> None:
    assert events_handled(failure().evidence(12)).result == "passed"


def test_polling_alone_passes() -> None:
    assert events_handled(dropped().evidence(12)).result == "passed"


def test_progress_over_the_socket_that_is_not_shown_fails() -> None:
    verdict = events_handled(told(40).evidence(5))
    assert said(verdict) == ("failed: an event told 40% at 2.5 s, promised to be shown by 3 s; 0% was shown")
    assert verdict.pieces[-1] == "    0.000  page.shows             /test  0%  busy"


def test_progress_that_waits_for_the_next_poll_fails() -> None:
    assert events_handled(told(40).shows(4, "40").evidence(5)).result == "failed"


def test_progress_over_polling_that_is_not_shown_fails() -> None:
    story = Story().start(0).refused(0).polls(0).step(1, 40).poll(2, progress=40).polls(4, progress=40)
    assert said(events_handled(story.evidence(5))) == (
        "failed: an answer told 40% at 2 s, promised to be shown by 2.5 s; 0% was shown"
    )


def test_no_percentage_at_all_fails() -> None:
    assert said(events_handled(told(40).shows(2.5, None).evidence(5))) == (
        "failed: an event told 40% at 2.5 s, promised to be shown by 3 s; "
        "no percentage was shown from 2.5 s, right after the `progress` event at 2.5 s"
    )


def test_fractions_may_be_rounded_either_way() -> None:
    for shown in ("33", "34"):
        assert events_handled(told(33.6).shows(2.5, shown).evidence(5)).result == "passed"
    assert events_handled(told(33.6).shows(2.5, "32").evidence(5)).result == "failed"


def test_more_than_was_told_is_not_older() -> None:
    assert events_handled(told(40).shows(2.4, "60").evidence(5)).result == "passed"


def test_progress_shown_and_taken_back_had_its_effect() -> None:
    """That it went back is another check's."""
    assert events_handled(told(40).shows(2.5, "40").shows(2.6, "20").evidence(5)).result == "passed"


def test_progress_out_of_range_may_be_ignored() -> None:
    story = begun()
    for progress in (None, "50", 250, -5, float("nan"), True, {"of": 100}):
        story.event(2.5, "progress", progress=progress)
    assert events_handled(story.evidence(5)).result == "not applicable"


def test_completed_over_the_socket_that_waits_for_the_next_poll_fails() -> None:
    story = begun().completes(4.5).event(4.5, "completed").poll(6, "completed", 100).finishes(6)
    assert said(events_handled(story.evidence(12))) == (
        "failed: an event told that the job completed at 4.5 s, promised to be shown by 5 s; "
        "it was shown at 6 s, on the answer to the results call at 6 s"
    )


def test_failed_over_the_socket_that_is_not_shown_fails() -> None:
    story = begun().fails(4.5).event(4.5, "failed", error="no").close(4.5).shows(4.5, "0", runnable=True)
    assert said(events_handled(story.evidence(12))) == (
        "failed: an event told that the job failed at 4.5 s, promised to be shown by 5 s; it never was"
    )


def test_completed_over_polling_that_is_not_shown_fails() -> None:
    story = Story().start(0).refused(0).polls(0, 2).completes(3).poll(4, "completed", 100).shows(4, "100")
    assert said(events_handled(story.evidence(12))) == (
        "failed: an answer told that the job completed at 4 s, promised to be shown by 4.5 s; it never was"
    )


def test_results_that_are_not_ready_are_waited_for() -> None:
    story = begun().completes(4.5).event(4.5, "completed").fetches(4.5, 400).close(4.5)
    story.fetches(6.5).navigates(6.5)
    assert events_handled(story.evidence(12)).result == "passed"


def test_progress_taken_for_the_end_fails() -> None:
    story = told(100).shows(2.5, "100").navigates(2.6)
    assert said(events_handled(story.evidence(5))) == (
        "failed: `progress` at 2.5 s was promised to show progress and no more; "
        "the page showed results in mid-run at 2.6 s"
    )


def test_an_event_just_before_a_reset_in_the_same_instant_obliges_to_nothing() -> None:
    assert events_handled(told(40).reset(2.5).evidence(3.5)).result == "not applicable"


def test_an_event_before_a_cut_in_the_same_instant_has_arrived() -> None:
    """A FIN comes after all that was written."""
    assert events_handled(told(40).cut(2.5).evidence(3.5)).result == "failed"


def test_an_event_before_the_job_was_known_obliges_to_nothing() -> None:
    story = Story().connect(0, subscribed=False).event(1, "progress", job="job-1", progress=40)
    assert events_handled(story.start(0.5, answered=2).evidence(5)).result == "not applicable"


def test_an_event_that_was_withheld_obliges_to_nothing() -> None:
    assert events_handled(begun().withholds(2.5, progress=40).evidence(5)).result == "not applicable"


def test_an_event_of_another_job_obliges_to_nothing() -> None:
    story = begun().event(2.5, "progress", job="job-0", progress=40)
    assert events_handled(story.evidence(5)).result == "not applicable"


def test_an_answer_overtaken_by_a_newer_request_obliges_to_nothing() -> None:
    story = Story().start(0).refused(0).poll(1, progress=40, answered=3).poll(2).poll(4)
    assert events_handled(story.evidence(5)).result == "not applicable"


def test_an_answer_as_old_as_an_interval_obliges_to_nothing() -> None:
    """A page that aborts then has aborted."""
    story = Story().start(0).refused(0).poll(1, progress=40, answered=3)
    assert events_handled(story.evidence(5)).result == "not applicable"


def test_progress_just_before_the_end_may_never_be_seen() -> None:
    story = told(90).completes(2.7).event(2.7, "completed").finishes(2.7)
    assert said(events_handled(story.evidence(12))) == (
        "passed: each of 1 events and answers at 2.7 s had its effect within 0.5 s"
    )


def test_an_end_told_after_the_page_was_left_obliges_to_nothing() -> None:
    story = begun().completes(5).event(5, "completed")
    story.left_at = 4.5
    assert events_handled(story.evidence(12)).result == "not applicable"


def test_an_end_that_is_not_the_truth_is_not_held_against_the_page() -> None:
    story = begun().event(4.5, "failed", error="no").alerts(4.5).completes(6).poll(6, "completed", 100)
    assert events_handled(story.evidence(12)).result == "not applicable"


def test_a_completed_event_too_large_for_the_journal_is_one_all_the_same() -> None:
    cut = '{"job_id":"job-1","event":"completed","data":{"results":{"a":"' + "x" * 2000
    story = begun().completes(4.5)
    story._wire(4.5, "socket.sent", message="event", payload=cut[:2000], job="job-1", size=9000)
    assert events_handled(story.evidence(12)).result == "failed"
    assert events_handled(story.finishes(4.5).evidence(12)).result == "passed"


def test_no_run_is_not_applicable() -> None:
    assert events_handled(Story().evidence(12)).result == "not applicable"


def test_an_end_that_is_not_due_yet_may_be_missing() -> None:
    story = begun().completes(4.5).event(4.5, "completed")
    assert events_handled(story.evidence(4.8)).result == "not applicable"


def test_a_page_that_was_never_seen_shows_no_percentage() -> None:
    story = told(40)
    story.pictures.clear()
    assert events_handled(story.evidence(5)).result == "failed"


def test_an_end_in_the_instant_of_a_reset_may_be_shown_by_the_next_poll() -> None:
    story = begun().completes(4.5).event(4.5, "completed").reset(4.5)
    story.poll(6, "completed", 100).fetches(6).navigates(6)
    assert events_handled(story.evidence(12)).result == "passed"


def test_a_frame_later_is_no_later() -> None:
    story = begun().completes(4.5).event(4.5, "completed").fetches(4.5).close(4.5).navigates(5.016)
    assert events_handled(story.evidence(12)).result == "passed"


def test_progress_overwritten_in_its_instant_had_its_effect() -> None:
    assert events_handled(told(40).shows(2.5, "40").shows(2.5, "20").evidence(5)).result == "passed"


def test_an_answer_about_another_job_obliges_to_nothing() -> None:
    def answered(named: str) -> Story:
        body = {"job_id": named, "status": "running", "progress": 88, "current_api": None}
        return Story().start(0).refused(0).polls(0).poll_fails(2, status=200, payload=body).polls(4)

    assert events_handled(answered("job-1").evidence(5)).result == "failed"
    assert events_handled(answered("job-2").evidence(5)).result != "failed"


def test_more_than_was_told_right_when_it_is_told_fails() -> None:
    verdict = events_handled(told(40).shows(2.5, "100").evidence(5))
    assert said(verdict) == (
        "failed: no more was promised to be shown than was told, 40% by then; "
        "the page showed 100% after 0% at 2.5 s"
    )


def test_what_a_value_out_of_range_is_read_as_is_no_more_than_was_told() -> None:
    story = begun().event(2.5, "progress", progress=250).shows(2.5, "100")
    assert events_handled(story.evidence(5)).result == "not applicable"


def test_what_the_page_s_own_timers_add_is_its_own_affair() -> None:
    story = told(40).shows(2.5, "40").shows(2.7, "44").shows(2.9, "48")
    assert events_handled(story.evidence(5)).result == "passed"


def stepping(*steps: tuple[float, str, str]) -> Story:
    """Events at those times, each with its source, and what the page then says is being tested."""
    story = begun()
    for number, (at, source, shown) in enumerate(steps, 1):
        story.event(at, "progress", progress=10 * number, current_api=source)
        story.shows(at, f"{10 * number}", step=shown)
    return story


def test_steps_in_words_of_the_page_s_own_pass() -> None:
    story = stepping((1, "cqc", "Care Quality Commission"), (3, "fsa", "Food Standards"))
    assert events_handled(story.evidence(5)).result == "passed"


def test_two_steps_that_look_alike_fail() -> None:
    assert said(events_handled(stepping((1, "cqc", "a source"), (3, "fsa", "a source")).evidence(5))) == (
        "failed: the step 'fsa' was told at 3 s and promised to be shown; "
        "at 3.5 s the page showed 'a source', as for 'cqc'"
    )


def test_a_step_that_is_shown_as_nothing_fails() -> None:
    story = stepping((1, "cqc", "undefined (1 of 2)"), (3, "fsa", "undefined (2 of 2)"))
    assert said(events_handled(story.evidence(5))) == (
        "failed: the step 'cqc' was told at 1 s and promised to be shown; "
        "at 1.5 s the page showed 'undefined (1 of 2)'"
    )


def test_nothing_in_the_place_of_a_step_that_is_not_told_yet_fails() -> None:
    story = begun().shows(0, "0", step="null").event(1, "progress", progress=10, current_api="cqc")
    assert said(events_handled(story.shows(1, "10", step="cqc").evidence(3))) == (
        "failed: no step was told yet, and none promised to be shown; the page showed 'null' at 0 s"
    )


@pytest.mark.parametrize("since,until", [(0, 0.7), (0.8, 1)])
def test_nothing_for_a_moment_before_the_first_step_passes(since: float, until: float) -> None:
    story = begun().shows(since, "0", step="null").shows(until, "0", step=None)
    story.event(1, "progress", progress=10, current_api="cqc").shows(1, "10", step="cqc")
    assert events_handled(story.evidence(3)).result == "passed"


def test_a_step_of_that_name_passes() -> None:
    assert events_handled(stepping((1, "null", "null"), (3, "fsa", "fsa")).evidence(5)).result == "passed"


def told_no_text(shown: str | None, step: object = None) -> Story:
    story = begun().event(1, "progress", progress=10, current_api="cqc").shows(1, "10", step="cqc")
    story.event(3, "progress", progress=10.4, current_api={"name": "fsa"} if step is None else step)
    return story.shows(3, "10", step=shown)


@pytest.mark.parametrize("shown", ["[object Object]", "[object", "[object Object] (2 of 7)"])
def test_a_step_that_is_no_text_and_shown_as_an_object_fails(shown: str) -> None:
    assert said(events_handled(told_no_text(shown).evidence(5))) == (
        "failed: a step that is no text was promised to be shown in words, or not at all; "
        f"at 3 s the page showed {shown!r}"
    )


def test_an_answer_s_step_that_is_shown_as_an_object_fails() -> None:
    story = Story().start(0).connect(0).polls(0).step(1, 40)
    body = {"job_id": "job-1", "status": "running", "progress": 40, "current_api": [{"name": "fsa"}]}
    story.poll_fails(2, 200, body).shows(2, "40", step="[object Object]")
    assert events_handled(story.evidence(5)).result == "failed"


@pytest.mark.parametrize("shown", [None, "cqc", "fsa", '{"name":"fsa"}', "an object"])
def test_a_step_that_is_no_text_may_be_left_out_or_worded(shown: str | None) -> None:
    assert events_handled(told_no_text(shown).evidence(5)).result == "passed"


def test_a_step_that_was_told_as_an_object_s_text_may_be_shown_so() -> None:
    assert events_handled(told_no_text("[object Object]", "[object Object]").evidence(5)).result == "passed"
    told = begun().event(1, "progress", progress=10, current_api="[object Object]")
    told.shows(1, "10", step="[object Object]").event(3, "progress", progress=10, current_api={})
    assert events_handled(told.evidence(5)).result == "passed"


def test_an_object_for_an_instant_or_of_a_channel_s_trouble_is_no_step() -> None:
    flashed = told_no_text("[object Object]").shows(3.01, "10", step="cqc")
    assert events_handled(flashed.evidence(5)).result == "passed"
    troubled = told_no_text("cqc").reset(3.5).shows(3.5, "10", step="lost: [object Event]")
    assert events_handled(troubled.evidence(5)).result == "passed"


def test_a_step_that_another_overtakes_need_not_be_seen() -> None:
    story = begun().event(1, "progress", progress=10, current_api="cqc").shows(1, "10", step="cqc")
    story.event(2.9, "progress", progress=20, current_api="fsa")
    story.event(3, "progress", progress=30, current_api="cqc").shows(3, "30", step="cqc")
    assert events_handled(story.evidence(5)).result == "passed"


def test_an_old_step_told_late_need_not_be_seen() -> None:
    story = begun().event(1, "progress", progress=30, current_api="fsa").shows(1, "30", step="fsa")
    story.event(3, "progress", progress=20, current_api="cqc")
    assert events_handled(story.evidence(5)).result == "passed"


def test_steps_told_without_a_progress_may_be_ignored() -> None:
    story = begun().event(1, "progress", progress=None, current_api="fsa").shows(1, "0", step="the first")
    story.event(3, "progress", progress=None, current_api="cqc")
    assert events_handled(story.evidence(5)).result == "not applicable"


def test_what_another_job_s_answer_brought_about_is_not_of_the_steps() -> None:
    story = begun().event(1, "progress", progress=10, current_api="cqc").shows(1, "10", step="cqc")
    other = {"job_id": "job-0", "status": "running", "progress": 88, "current_api": "autumna"}
    story.poll_fails(1.2, 200, other).shows(1.2, "88", step="autumna")
    for at, source in ((2, "fsa"), (3, "companies_house")):
        story.event(at, "progress", progress=10 * at, current_api=source)
    assert events_handled(story.evidence(5)).result == "passed"


def test_more_than_an_answer_told_fails_too() -> None:
    story = Story().start(0).refused(0).polls(0).step(1, 20).poll(2, progress=20).shows(2, "60")
    assert said(events_handled(story.evidence(5))).startswith("failed: no more was promised to be shown")


def test_a_bar_that_creeps_on_by_itself_may_creep_into_an_answer() -> None:
    story = told(20).shows(2.5, "20")
    for tick in range(1, 12):
        story.shows(2.5 + tick * 0.2, f"{20 + 3 * tick}")
    story.poll(4.7, progress=20).shows(4.7, "54")
    assert events_handled(story.evidence(6)).result == "passed"
    story.real_time = True
    assert events_handled(story.evidence(6)).result == "passed"


def test_where_a_page_says_what_is_wrong_no_steps_are_compared() -> None:
    story = begun().event(1, "progress", progress=10, current_api="cqc").shows(1, "10", step="cqc").reset(2)
    for at, source in ((4, "fsa"), (6, "besttime")):
        story.event(at, "progress", progress=10 * at, current_api=source)
        story.shows(at, f"{10 * at}", step="by polling")
    assert events_handled(story.evidence(8)).result == "passed"


def ends_in_failure(told: str, **data: str) -> Story:
    story = Story().start(0).connect(0).polls(0, 2, 4).fails(5, "the cqc API is down")
    return story.event(5, "failed", **data).alerts(5, told)


def test_a_failure_that_is_told_as_undefined_fails() -> None:
    story = ends_in_failure("Test failed: undefined", error="the cqc API is down")
    assert said(events_handled(story.evidence(8))) == (
        "failed: the failure was told as 'the cqc API is down' at 5 s and promised to be shown; "
        "at 5 s the page told its user 'Test failed: undefined'"
    )


def test_a_failure_that_is_told_by_a_template_that_nobody_filled_fails() -> None:
    story = ends_in_failure("Prüfung gescheitert: {grund}", error="the cqc API is down")
    assert "the page told its user 'Prüfung gescheitert: {grund}'" in said(events_handled(story.evidence(8)))


@pytest.mark.parametrize("error", [{}, {"error": ""}])
def test_a_failure_without_a_reason_that_is_told_as_undefined_fails(error: dict[str, str]) -> None:
    assert "the failure was told without a reason in words at 5 s" in said(
        events_handled(ends_in_failure("Test failed: undefined", **error).evidence(8))
    )


@pytest.mark.parametrize(
    "told, error",
    [
        ("Test failed", {"error": "the cqc API is down"}),
        ("Test failed.", {}),
        ("Test failed: x is undefined", {"error": "x is undefined"}),
        ("Test failed: no value for {home}. Try again.", {"error": "no value for {home}"}),
    ],
)
def test_a_failure_that_is_told_as_it_came_passes(told: str, error: dict[str, str]) -> None:
    assert events_handled(ends_in_failure(told, **error).evidence(8)).result == "passed"


def fails_and_shows(*alerts: tuple[float, str]) -> Story:
    story = Story().start(0).connect(0).polls(0, 2, 4).fails(5).event(5, "failed", error="no")
    for at, text in alerts:
        story.shows(at, "90", runnable=True, alerts=(text,) if text else ())
    return story


def test_a_failure_that_is_gone_before_it_is_read_fails() -> None:
    assert said(events_handled(fails_and_shows((5, "no"), (6, "")).evidence(9))) == (
        "failed: the job's failure, known at 5 s, was promised to be shown; "
        "the notice that came at 5 s did not stand for 2 s"
    )


def test_a_failure_that_goes_as_its_user_comes_back_to_the_tab_fails() -> None:
    """Nobody was there while it stood."""
    for back, result in ((9, "failed"), (10, "passed"), (4, "passed")):
        story = fails_and_shows((5, "no"), (9, "")).hidden(3, back)
        assert events_handled(story.evidence(14)).result == result, back
    story = fails_and_shows((5, "no"), (9, "")).hidden(3, 9)
    assert said(events_handled(story.evidence(14))).endswith(
        "the notice that came at 5 s did not stand for 2 s in sight: the page was hidden until 9 s"
    )


def test_results_without_words_fail() -> None:
    story = success()
    story.results = [ResultsText(6, "cqc: [object Object]")]
    assert said(events_handled(story.evidence(12))) == (
        "failed: what the job had found, known at 6 s, was promised to be shown; "
        "at 6 s the page showed '[object Object]' among it"
    )
    story.results = [ResultsText(5, "cqc: [object Object]"), ResultsText(6, "cqc: good")]
    assert events_handled(story.evidence(12)).result == "passed"


@pytest.mark.parametrize("text", ["Total cost: undefined", "undefined\nTest results", "£NaN"])
def test_results_that_name_what_no_answer_can_say_fail(text: str) -> None:
    story = success()
    story.results = [ResultsText(6, text)]
    assert events_handled(story.evidence(12)).result == "failed"


@pytest.mark.parametrize(
    "text",
    [
        '{"total_cost": null, "note": "undefined"}',
        "Total cost: null",
        "Could not be drawn: Cannot read properties of undefined (reading 'cqc')",
        "Not loaded: x is undefined",
        "undefinedness of NaNs",
        "fsa could not be drawn: Cannot convert undefined or null to object",
        "undefined is not iterable (cannot read property Symbol(Symbol.iterator))",
        "undefined has no properties",
        "Cannot use 'in' operator to search for 'cqc' in undefined",
        "no field “undefined”",
    ],
)
def test_what_an_answer_or_a_reason_may_say_passes(text: str) -> None:
    story = success()
    story.results = [ResultsText(6, text)]
    assert events_handled(story.evidence(12)).result == "passed"


def test_a_page_may_log_what_came_over_a_lost_socket_and_say_what_it_was_told() -> None:
    seen = [ResultsText(8, "Log: closed by undefined")]
    lost = running().reset(3).completes(6).poll(8, "completed", 100).fetches(8).finishes(8)
    lost.results = seen
    assert events_handled(lost.evidence(14)).result == "passed"
    whole = running().completes(6).poll(8, "completed", 100).fetches(8).finishes(8)
    whole.results = seen
    assert events_handled(whole.evidence(14)).result == "failed"
    failed_so = running().fails(6).event(6, "failed", error="fsa: undefined").close(6).alerts(6)
    failed_so.results = [ResultsText(6, "fsa: undefined")]
    assert "among it" not in events_handled(failed_so.evidence(12)).sentence


def test_what_a_page_was_told_so_it_may_show_so() -> None:
    story = Story().start(0).connect(0).polls(0, 2, 4).completes(5)
    story.event(5, "completed", results={"cqc": ["[object Object]"]}).finishes(5)
    story.results = [ResultsText(5, "cqc: [object Object]")]
    assert events_handled(story.evidence(12)).result == "passed"
    logged = dropped()
    logged.results = [ResultsText(6, "Log: ignored [object Object]")]
    assert events_handled(logged.evidence(12)).result == "passed"


def test_a_failure_that_its_user_puts_away_before_the_next_run_was_told() -> None:
    story = fails_and_shows((5, "no"), (6, ""))
    story.again = (Press(6.5, since=6),)
    assert events_handled(story.start(6.5, "b").evidence(9)).result == "passed"
    story.again = (Press(6.5, since=6.2),)
    assert "did not stand for 2 s" in said(events_handled(story.evidence(9)))


@pytest.mark.parametrize(
    "alerts",
    [((5, "no"), (8, "")), ((5, "no"), (6, ""), (6.5, "no")), ((5, "Failed"), (6, "no"), (8.5, ""))],
)
def test_a_failure_that_can_be_read_passes(alerts: tuple[tuple[float, str], ...]) -> None:
    assert events_handled(fails_and_shows(*alerts).evidence(9)).result == "passed"


def test_a_failure_that_a_new_run_puts_away_passes() -> None:
    story = fails_and_shows((5, "no"))
    story.again = (Press(6),)
    assert events_handled(story.start(6, "job-2").polls(6).evidence(7)).result == "passed"
