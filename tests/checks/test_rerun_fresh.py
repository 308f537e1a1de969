from dataclasses import replace

import pytest

from e2e.checks.rerun_fresh import rerun_fresh
from e2e.evidence import Absence, Press, ResultsText, Terms
from tests.checks.story import JOB, Story, failure, running, said, success

FAILED = "Test failed: the cqc API is down"


def again() -> Story:
    return success().start(20, "job-2").connect(20).polls(20, 22)


def test_a_second_run_that_begins_at_0_passes() -> None:
    assert said(rerun_fresh(again().evidence(24))) == "passed: the run of 20 s began afresh"


def test_the_old_job_s_polling_fails() -> None:
    assert said(rerun_fresh(again().poll(23, "completed", 100, job=JOB).evidence(24))) == (
        "failed: the run of 20 s was promised to begin afresh; the page asked for the old job at 23 s"
    )


def test_the_old_job_s_percentage_fails() -> None:
    assert said(rerun_fresh(again().shows(20, "90").evidence(24))) == (
        "failed: the run of 20 s was promised to begin afresh; at 20.5 s 90% was shown from 20 s, "
        "right after the poll answer at 20 s"
    )


def test_progress_that_the_new_job_already_made_passes() -> None:
    story = again().step(20.3, 30).event(20.3, "progress", progress=30).shows(20.3, "30")
    assert rerun_fresh(story.evidence(24)).result == "passed"


def test_an_old_event_that_touches_the_new_run_fails() -> None:
    story = again().event(22.5, "failed", job=JOB, error="no").alerts(22.5, "no")
    assert said(rerun_fresh(story.evidence(24))) == (
        "failed: the `failed` event of the earlier job at 22.5 s was promised not to touch the new run; "
        "the page told its user 'no' in mid-run at 22.5 s"
    )


def test_an_old_notice_that_stays_fails() -> None:
    story = failure().start(20, "job-2").shows(20, "0", alerts=(FAILED,))
    assert said(rerun_fresh(story.evidence(24))) == (
        "failed: the run of 20 s was promised to begin afresh; "
        "'Test failed: the cqc API is down' was still shown at 20.5 s"
    )


def fails_again(told: str, error: str = "the fsa API is full") -> Story:
    return failure().start(20, "job-2").fails(22.5, error).alerts(22.5, told)


def test_a_failure_that_is_told_by_the_old_error_fails() -> None:
    assert said(rerun_fresh(fails_again(FAILED).evidence(24))) == (
        "failed: the failure of the run of 20 s was promised to be its own; "
        "the page told the old job's error at 22.5 s: 'Test failed: the cqc API is down'"
    )


@pytest.mark.parametrize(
    "told, error",
    [
        ("Test failed: the fsa API is full", "the fsa API is full"),
        ("Test failed", "the fsa API is full"),
        (f"the fsa API is full; before it {FAILED}", "the fsa API is full"),
        (FAILED, "the cqc API is down"),
        (FAILED, "the cqc API is down again"),
        (FAILED, ""),
    ],
)
def test_a_failure_that_is_told_by_its_own_error_or_by_none_passes(told: str, error: str) -> None:
    assert rerun_fresh(fails_again(told, error).evidence(24)).result == "passed"


def test_an_old_notice_that_goes_passes() -> None:
    assert rerun_fresh(failure().start(20, "job-2").evidence(24)).result == "passed"


def test_old_results_that_stay_fail() -> None:
    assert rerun_fresh(again().navigates(20.1, f"/results/{JOB}").evidence(24)).result == "failed"


def test_one_run_is_not_applicable() -> None:
    assert said(rerun_fresh(success().evidence(12))) == "not applicable: there was no second run"


def test_a_foreign_event_in_the_second_run_is_another_check_s() -> None:
    story = again().event(22.5, "failed", job="job-0", error="no").alerts(22.5, "no")
    assert rerun_fresh(story.evidence(24)).result == "passed"


def test_progress_that_is_told_later_does_not_excuse_it() -> None:
    story = again().shows(20, "30").step(23, 40).event(23, "progress", progress=40)
    assert rerun_fresh(story.evidence(24)).result == "failed"


def test_a_look_that_ends_too_soon_is_not_applicable() -> None:
    story = success().start(20, "job-2").shows(20, "90")
    assert rerun_fresh(story.evidence(20.2)).result == "not applicable"


def test_a_page_that_was_never_seen_is_not_applicable() -> None:
    story = again()
    story.pictures.clear()
    assert rerun_fresh(story.evidence(24)).result == "not applicable"


def test_the_old_results_in_the_new_run_fail() -> None:
    story = again().navigates(23, f"/results/{JOB}")
    assert said(rerun_fresh(story.evidence(24))) == (
        "failed: nothing of the old job was promised to touch the run of 20 s; "
        "the page showed its results at 23 s"
    )


def test_the_old_results_once_the_user_has_left_pass() -> None:
    story = again().navigates(23, f"/results/{JOB}")
    story.absences = (Absence(22.5),)
    assert rerun_fresh(story.evidence(24)).result == "passed"


def test_a_button_that_stays_dead_after_a_failure_fails() -> None:
    story = failure()
    story.again = (Press(20, "it is disabled"),)
    assert said(rerun_fresh(story.evidence(24))) == (
        "failed: a new run was promised to be possible after the end, known at 6 s; "
        "at 20 s Run could not be pressed: it is disabled"
    )


def test_a_button_that_does_nothing_fails() -> None:
    story = success()
    story.again = (Press(20),)
    assert said(rerun_fresh(story.evidence(24))) == (
        "failed: a new run was promised to be possible after the end, known at 6 s; "
        "Run was pressed at 20 s, and the page asked for nothing"
    )


def test_a_button_that_cannot_be_pressed_in_mid_run_is_none_to_blame() -> None:
    story = running()
    story.again = (Press(5.5, "it is disabled"),)
    assert rerun_fresh(story.evidence(8)).result == "not applicable"


def test_a_page_that_takes_up_the_job_it_was_left_with_need_not_start_another() -> None:
    story = running().completes(6).event(6, "completed")
    story.absences, story.again = (Absence(3, 3),), (Press(7, "it is disabled"),)
    assert rerun_fresh(story.evidence(12)).result == "not applicable"


def test_a_second_run_that_cannot_start_was_asked_for() -> None:
    story = failure()
    story.again = (Press(20),)
    story._request(20, "health", "/health", None)
    assert rerun_fresh(story.evidence(24)).result == "not applicable"


def stepped() -> Story:
    """The first run was told of a step, and the page showed it."""
    story = running().event(4, "progress", progress=70, current_api="fsa").shows(4, "70", step="fsa")
    return story.completes(6).event(6, "completed").close(6).finishes(6).start(20, "job-2").polls(20)


def test_an_old_step_that_is_shown_in_the_new_run_fails() -> None:
    assert said(rerun_fresh(stepped().shows(20, "0", step="fsa").evidence(24))) == (
        "failed: the run of 20 s was promised to begin afresh; "
        "the old job's step, 'fsa', was still shown at 20.5 s"
    )


def test_a_step_that_the_new_job_was_told_passes() -> None:
    story = stepped().event(20.2, "progress", progress=10, current_api="fsa").shows(20.2, "10", step="fsa")
    assert rerun_fresh(story.evidence(24)).result == "passed"


def reloaded(pressed: float, hindrance: str | None = "it is disabled") -> Story:
    story = running().completes(6)
    story.absences = (Absence(3, 3.2),)
    story.again = (Press(pressed, hindrance),)
    return story


def test_a_button_that_stays_dead_after_a_reload_fails() -> None:
    assert said(rerun_fresh(reloaded(9.5).evidence(12))) == (
        "failed: a new run was promised to be possible after the end, at 6 s; "
        "at 9.5 s Run could not be pressed: it is disabled"
    )


def reloaded_at_the_start(pressed: float, hindrance: str | None) -> Story:
    """The start call went with the document, and no job was known."""
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(1.5, "http.abandoned", number, "start")
    story.absences, story.again = (Absence(1.5, 1.5),), (Press(pressed, hindrance),)
    return story


def test_a_button_that_is_dead_since_a_reload_before_any_job_was_known_fails() -> None:
    assert said(rerun_fresh(reloaded_at_the_start(4.2, "it is disabled").evidence(6))) == (
        "failed: a run was promised to be possible after the reload at 1.5 s; "
        "at 4.2 s Run could not be pressed: it is disabled"
    )


def test_a_run_after_a_reload_before_any_job_was_known_passes() -> None:
    for story in (
        reloaded_at_the_start(1.8, "it is disabled"),
        reloaded_at_the_start(4.2, None).start(4.2, "job-2").polls(4.2),
    ):
        assert rerun_fresh(story.evidence(6)).result == "not applicable"
    left = reloaded_at_the_start(4.2, "it is disabled")
    left.absences = (Absence(1.5, 2),)
    assert rerun_fresh(left.evidence(6)).result == "not applicable"


def test_a_run_that_is_taken_up_again_has_to_learn_its_end_first() -> None:
    assert rerun_fresh(reloaded(8.5).evidence(12)).result == "not applicable"


def test_a_first_step_that_the_page_knows_by_itself_passes() -> None:
    story = Story().start(0).connect(0).shows(0.016, "0", step="CQC").polls(0, 2)
    story.event(1, "progress", progress=10, current_api="cqc")
    story.completes(6).event(6, "completed").finishes(6).start(20, "job-2").polls(20)
    assert rerun_fresh(story.shows(20.016, "0", step="CQC").evidence(24)).result == "passed"


def test_a_press_on_which_health_alone_is_asked_for_fails() -> None:
    story = failure()
    number = story._request(20, "health", "/health", None)
    story._http(20, "http.answered", number, "health", status=200, payload={"status": "healthy"})
    story.again = (Press(20),)
    assert said(rerun_fresh(story.evidence(24))).endswith(
        "Run was pressed at 20 s, and the page asked for the health and started nothing"
    )


def test_results_that_were_asked_for_of_the_old_job_only_fail() -> None:
    story = success().start(20, "job-2").connect(20).polls(20)
    story.completes(26).event(26, "completed").close(26).navigates(26)
    assert said(rerun_fresh(story.evidence(32))) == (
        "failed: results of its own were promised to the run of 20 s; "
        "the page showed some at 26 s and had asked for the old job's only"
    )
    assert rerun_fresh(story.fetches(26).evidence(32)).result == "passed"


def test_a_refusal_that_is_still_told_in_the_run_that_follows_fails() -> None:
    story = Story().shows(0.1, None, runnable=True, alerts=("Could not start",)).start(3).connect(3).polls(3)
    kept = replace(story.shows(3, "0", alerts=("Could not start",)).evidence(8), again=(Press(3),))
    assert said(rerun_fresh(kept)) == (
        "failed: the run of 3 s was promised to begin afresh; 'Could not start' was still shown at 3.5 s"
    )
    assert rerun_fresh(replace(kept, standing=("Could not start",))).result != "failed"


def test_what_is_said_while_a_slow_start_is_waited_for_is_not_of_a_run_before() -> None:
    story = Story().shows(0.1, None, alerts=("Please wait",)).start(3).connect(3).polls(3)
    story.shows(3, "0", alerts=("Please wait",))
    assert rerun_fresh(story.evidence(8)).result == "not applicable"
    assert rerun_fresh(replace(story.evidence(8), again=(Press(3),))).result == "failed"


def came_back(at: float = 5) -> Story:
    """Left at 3 s in mid-run, and back then; the job completes at 6 s."""
    story = Story(absences=(Absence(3, at),)).start(0).connect(0).polls(0, 2).close(3)
    return story.completes(6).shows(at, "40")


def test_whoever_comes_back_to_a_run_that_never_ends_is_stuck() -> None:
    assert said(rerun_fresh(came_back().evidence(12))) == (
        "failed: a new run was promised to be possible after the end, at 6 s; the user was back at 5 s, "
        "and at 9 s the page still showed that job as running, and had asked for nothing of that job"
    )
    locked = came_back().shows(5, None, busy=True)
    assert "at 9 s the page still let nobody run, and had" in said(rerun_fresh(locked.evidence(12)))


def test_a_page_that_takes_up_its_run_again_is_not_stuck() -> None:
    assert rerun_fresh(came_back().polls(5, 7).evidence(12)).result == "not applicable"


def test_a_page_that_shows_no_run_when_its_user_is_back_is_not_stuck() -> None:
    story = came_back().shows(5, None, runnable=True)
    assert rerun_fresh(story.evidence(12)).result == "not applicable"


def test_a_page_that_shows_how_far_its_run_was_and_lets_start_another_shows_it_for_good() -> None:
    halfway = came_back().shows(5, "60", step="cqc", runnable=True)
    assert "still showed that job as running" in said(rerun_fresh(halfway.evidence(12)))
    for other in ({"step": None}, {"step": "cqc", "alerts": ("The check was interrupted",)}):
        story = came_back().shows(5, "60", runnable=True, **other)
        assert rerun_fresh(story.evidence(12)).result == "not applicable", other
    over = came_back().shows(5, "100", step="cqc", runnable=True)
    assert rerun_fresh(over.evidence(12)).result == "not applicable"


def test_a_page_that_asks_for_the_results_when_its_user_is_back_is_not_stuck() -> None:
    story = came_back().shows(5, "60", step="cqc", runnable=True).fetches(5, 404)
    assert rerun_fresh(story.evidence(12)).result == "not applicable"


def test_nobody_knows_yet_whether_a_page_is_stuck() -> None:
    assert rerun_fresh(came_back().evidence(8.5)).result == "not applicable"


def two_homes(*seen: tuple[float, str], findings: tuple[str, str] = ("Outstanding", "Inadequate")) -> Story:
    """Two jobs, the second from 20 s to 26 s, each with its finding; what the page says then."""
    story = Story(terms=Terms(results_path=None, results_found=True))
    for number, (start, found) in enumerate(zip((0, 20), findings, strict=True)):
        story.start(start, f"job-{number}").connect(start).polls(start, start + 2, start + 4)
        story.completes(start + 6).event(start + 6, "completed", results={"cqc": [found]}).close(start + 6)
        story.shows(start + 6, "100", runnable=True, outcome=True)
    story.results = [ResultsText(at, text) for at, text in seen]
    return story


def test_the_old_job_s_findings_beside_the_new_one_fail() -> None:
    story = two_homes((6, "Findings: Outstanding"), (26, "Findings: Outstanding."))
    assert said(rerun_fresh(story.evidence(30))) == (
        "failed: results of its own were promised to the run of 20 s; "
        "from 26 s the page showed 'Outstanding', which the run before had found"
    )


@pytest.mark.parametrize(
    "seen",
    [
        ((6, "Findings: Outstanding"), (26, "Findings: Inadequate")),
        ((6, "Findings: Outstanding"), (26, "Findings: Inadequate. Before: Outstanding")),
        ((6, "Findings: Outstanding"), (26, "Outstanding"), (26.3, "Findings: Inadequate")),
        ((6, "Findings"), (26, "Findings.")),
    ],
)
def test_findings_of_its_own_pass(seen: tuple[tuple[float, str], ...]) -> None:
    assert rerun_fresh(two_homes(*seen).evidence(30)).result == "passed"


def at_an_address(*seen: tuple[float, str]) -> Story:
    """The same two jobs, of a page whose results are known by their address alone; those of the second come
    2 s after its end."""
    story = two_homes(*seen)
    story.terms = Terms()
    for start, path, had_at in ((0, "/results/job-0", 6), (20, "/results/job-1", 28)):
        story.job = path.removeprefix("/results/")
        story.shows(start + 6, None, path=path).fetches(start + 6, answered=had_at)
    return story


def test_results_that_load_at_their_address_are_not_the_old_ones() -> None:
    loading = (6, "Findings: Outstanding"), (26, "Loading… Outstanding, seen today")
    assert rerun_fresh(at_an_address(*loading, (28, "Findings: Inadequate")).evidence(30)).result == "passed"
    recent = (28, "Findings. Recent: Outstanding")
    assert rerun_fresh(at_an_address(*loading, recent).evidence(30)).result == "passed"
    assert "from 28 s the page showed 'Outstanding'" in said(
        rerun_fresh(at_an_address(*loading).evidence(30))
    )


def test_results_under_the_id_of_the_job_before_fail() -> None:
    story = two_homes((6, "Job job-0: Outstanding"), (26.6, "Job job-0: Inadequate"))
    assert said(rerun_fresh(story.evidence(30))) == (
        "failed: results of its own were promised to the run of 20 s; "
        "at 26.6 s the page named the job before with them, 'job-0'"
    )


@pytest.mark.parametrize(
    "seen",
    [
        ((6, "Outstanding"), (26.6, "Inadequate. Before: job-0")),
        ((6, "job-0: Outstanding"), (26.6, "job-1: Inadequate. Before: job-0")),
        ((6, "job-0: Outstanding"), (26.2, "job-0: Inadequate"), (26.4, "job-1: Inadequate")),
        ((6, "Outstanding. Recent: job-0"), (26.6, "Inadequate. Recent: job-0")),
        ((6, "Outstanding"), (19.9, "Before: job-0: Outstanding"), (26.6, "Inadequate. Before: job-0")),
    ],
)
def test_a_page_may_name_the_job_before_beside_the_new_one(seen: tuple[tuple[float, str], ...]) -> None:
    assert rerun_fresh(two_homes(*seen).evidence(30)).result == "passed"


def test_jobs_that_found_the_same_are_not_told_apart() -> None:
    seen = (6, "Findings: Good"), (26, "Findings: Good.")
    assert rerun_fresh(two_homes(*seen, findings=("Good", "Good")).evidence(30)).result == "passed"


def test_a_greeting_is_not_what_old_progress_came_from() -> None:
    story = success().start(20, "job-2").connect(20).shows(20, "90")
    assert said(rerun_fresh(story.evidence(24))).endswith(
        "at 20.5 s 90% was shown from 20 s, right after the answer to the start call at 20 s"
    )
