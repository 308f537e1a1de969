from e2e.checks.own_job_only import own_job_only
from tests.checks.story import Story, said, success


def begun() -> Story:
    return Story().start(0).connect(0).polls(0, 2, 4).progress(1, 20).polls(2.1, 4.1, progress=20)


def test_events_of_others_without_effect_pass() -> None:
    story = (
        begun().event(3, "progress", job="job-0", progress=77).event(3.5, "failed", job="job-0", error="no")
    )
    assert (
        said(own_job_only(story.evidence(5)))
        == "passed: 2 events of other jobs from 3 s to 3.5 s had no effect"
    )


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


def test_the_step_of_another_job_fails_however_it_is_spelt() -> None:
    story = begun().event(3, "progress", job="job-0", progress=77, current_api="companies_house")
    assert said(own_job_only(story.shows(3, "20", step="Companies House").evidence(5))) == (
        "failed: the `progress` event of another job at 3 s was promised to have no effect; "
        "the page showed its step, 'Companies House', at 3 s"
    )


def test_a_step_that_both_jobs_were_told_passes() -> None:
    story = begun().event(3, "progress", job="job-0", progress=77, current_api="fsa")
    story.event(3.2, "progress", progress=40, current_api="fsa").shows(3.2, "40", step="fsa")
    assert own_job_only(story.evidence(5)).result == "passed"


def test_a_step_that_was_shown_before_passes() -> None:
    story = begun().shows(2.5, "20", step="fsa and others")
    story.event(3, "progress", job="job-0", progress=77, current_api="fsa")
    assert own_job_only(story.shows(3, "30", step="fsa and others").evidence(5)).result != "not applicable"
    assert "its step" not in said(own_job_only(story.evidence(5)))


def test_the_step_of_another_job_that_was_the_own_one_s_long_ago_fails() -> None:
    story = begun().event(1, "progress", progress=20, current_api="cqc").shows(1, "20", step="cqc")
    story.event(2.2, "progress", progress=40, current_api="fsa").shows(2.2, "40", step="fsa")
    story.event(6, "progress", job="job-0", progress=77, current_api="cqc").shows(6, "40", step="cqc")
    assert "its step, 'cqc', at 6 s" in said(own_job_only(story.evidence(8)))
