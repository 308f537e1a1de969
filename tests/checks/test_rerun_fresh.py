from e2e.checks.rerun_fresh import rerun_fresh
from e2e.evidence import Absence, Press
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
