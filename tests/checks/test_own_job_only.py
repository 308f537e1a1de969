from e2e.checks.own_job_only import own_job_only
from tests.checks.story import Story, said, success


def begun() -> Story:
    return Story().start(0).connect(0).polls(0, 2, 4).progress(1, 20).polls(2.1, 4.1, progress=20)


def test_events_of_others_without_effect_pass() -> None:
    story = (
        begun().event(3, "progress", job="job-0", progress=77).event(3.5, "failed", job="job-0", error="no")
    )
    assert said(own_job_only(story.evidence(5))) == "passed: 2 events of other jobs had no effect"


def test_progress_of_another_job_fails() -> None:
    story = begun().event(3, "progress", job="job-0", progress=77).shows(3, "77")
    assert said(own_job_only(story.evidence(5))) == (
        "failed: the `progress` event of another job at 3 s was promised to have no effect; "
        "the page showed 77% after 20% at 3 s"
    )


def test_the_failure_of_another_job_fails() -> None:
    story = begun().event(3, "failed", job="job-0", error="no").shows(3, "20", runnable=True, alerts=("no",))
    assert own_job_only(story.evidence(5)).result == "failed"


def test_the_end_of_another_job_fails_by_a_fetch_alone() -> None:
    story = begun().event(3, "completed", job="job-0").fetches(3, 400)
    assert said(own_job_only(story.evidence(5))) == (
        "failed: the `completed` event of another job at 3 s was promised to have no effect; "
        "the page asked for the results in mid-run at 3 s"
    )


def test_the_results_of_another_job_fail_whenever_they_are_shown() -> None:
    story = begun().event(3, "completed", job="job-0").navigates(8, "/results/job-0")
    assert own_job_only(story.evidence(12)).result == "failed"


def test_a_harm_in_the_instant_of_a_reset_is_not_laid_to_it() -> None:
    story = begun().event(3, "failed", job="job-0", error="no").reset(3.1).shows(3.1, "20", runnable=True)
    assert own_job_only(story.evidence(5)).result == "passed"


def test_events_that_never_reached_the_page_are_not_applicable() -> None:
    story = begun().event(3, "progress", job="job-0", progress=77).reset(3)
    assert own_job_only(story.evidence(5)).result == "not applicable"


def test_no_event_of_others_is_not_applicable() -> None:
    assert said(own_job_only(success().evidence(12))) == (
        "not applicable: no event of another job reached the page in the run"
    )
