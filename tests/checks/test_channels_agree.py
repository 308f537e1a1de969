from dataclasses import replace

from e2e.checks.channels_agree import Ending, channels_agree, ending
from e2e.evidence import Evidence, ResultsText
from tests.checks.story import Story, dropped, failure, running, said, success

RESULTS = "/results/<job>, no run button"


def named(name: str, evidence: Evidence) -> Ending:
    found = ending(replace(evidence, scenario=name, browser="chromium"))
    assert found is not None
    return found


def both() -> Ending:
    return named("both", success().evidence(12))


def polled() -> Story:
    """The job of `success`, told by polling alone; the page has still to show how it ended."""
    story = Story(job="job-2").start(0, "job-2").refused(0).polls(0).step(1, 20).poll(2, progress=20)
    story.step(3, 60).poll(4, progress=60).step(5, 90).poll(6, progress=90).shows(6, "90").completes(6)
    return story.poll(8, "completed", 100)


def test_the_same_picture_by_each_channel_passes() -> None:
    endings = [
        both(),
        named("dropped", dropped().evidence(12)),
        named("polled", polled().fetches(8).navigates(8).evidence(12)),
    ]
    assert said(channels_agree("transport", endings)) == (
        "passed: 3 visits of the family transport ended from 6 s to 8 s in /results/<job>, no run button"
    )


def test_an_outcome_that_one_channel_does_not_bring_fails() -> None:
    """The socket's end leads to the results, polling's only to 100 %."""
    endings = [
        both(),
        named("dropped", dropped().evidence(12)),
        named("polled", polled().shows(8, "100", runnable=True).evidence(14)),
    ]
    verdict = channels_agree("transport", endings)
    assert said(verdict) == (
        "failed: the same end was promised whichever channel tells it; in polled the outcome was never in "
        "sight, and the page was looked at until 14 s; in both and 1 more /results/<job>, no run button"
    )
    assert verdict.pieces == (
        f"    6.000  both [chromium]  outcome: {RESULTS}; at last: {RESULTS}",
        "        -  polled [chromium]  outcome: never in sight; at last: /test, 100%, ready to run",
    )


def test_how_many_ended_alike_is_told() -> None:
    odd = named("polled", polled().shows(8, "100", runnable=True).evidence(14))
    endings = [both(), replace(both(), scenario="third"), both(), odd]
    assert channels_agree("transport", endings).sentence.endswith(
        "in polled the outcome was never in sight, and the page was looked at until 14 s; "
        "in both and 1 more /results/<job>, no run button"
    )


def test_a_picture_that_comes_to_differ_later_fails() -> None:
    late = dropped().shows(10, None, path="/results/job-1", busy=False, alerts=("Connection lost",))
    endings = [both(), both(), named("dropped", late.evidence(12))]
    assert said(channels_agree("transport", endings)) == (
        "failed: the same end was promised whichever channel tells it; in dropped the outcome at 8 s was "
        f"at last {RESULTS}, alert 'Connection lost'; in both {RESULTS}"
    )


def test_a_notice_that_is_gone_after_some_seconds_may_stand_where_it_came_later() -> None:
    toast = failure().evidence(12).pictures[-1]
    gone = failure().shows(11, toast.progress, path=toast.path, busy=toast.busy, runnable=toast.runnable)
    assert toast.alerts
    assert not gone.evidence(12).pictures[-1].alerts
    endings = [named("stands", failure().evidence(12)), named("gone", gone.evidence(12))]
    assert channels_agree("transport", endings).result == "passed"


def test_a_failure_told_twice_as_loud_fails() -> None:
    endings = [
        named("both", failure().evidence(12)),
        named("loud", failure().alerts(6).evidence(12)),
    ]
    assert channels_agree("transport", endings).result == "failed"


def test_the_way_there_may_differ() -> None:
    story = success().alerts(3, "Live updates are off").shows(3.5, "60", step="cqc")
    assert channels_agree("transport", [both(), named("other", story.evidence(12))]).result == "passed"


def test_what_stands_for_a_moment_at_the_outcome_may_differ() -> None:
    story = running().completes(6).event(6, "completed").shows(6, "100").fetches(6.2).close(6).navigates(6.2)
    assert channels_agree("transport", [both(), named("other", story.evidence(12))]).result == "passed"


def test_one_scenario_agrees_with_nothing_however_often_it_is_played() -> None:
    assert said(channels_agree("transport", [both(), both()])) == (
        "not applicable: of the family transport no two scenarios saw the job end"
    )


def test_different_jobs_are_not_compared() -> None:
    assert said(channels_agree("transport", [both(), named("fails", failure().evidence(12))])) == (
        "not applicable: the scenarios of the family transport are not of one job"
    )


def test_a_job_without_an_end_has_no_ending() -> None:
    assert ending(running().evidence(12)) is None


def test_a_page_that_was_left_has_no_ending() -> None:
    story = success()
    story.left_at = 5
    assert ending(story.evidence(12)) is None


def test_a_page_that_was_told_a_false_end_has_no_ending() -> None:
    assert ending(success().event(3, "failed", error="no").evidence(12)) is None


def test_a_look_that_ends_too_soon_shows_no_ending() -> None:
    assert ending(polled().evidence(8)) is None


def test_no_run_has_no_ending() -> None:
    assert ending(Story().evidence(5)) is None


def drawn(story: Story, at: float, text: str) -> Evidence:
    """The results have come, and that is what the page shows of them."""
    found = {"job_id": story.job, "results": {"fsa": {"rating": "Outstanding"}}}
    number = story._request(at, "results", f"/api/test/results/{story.job}", story.job)
    story._http(at, "http.answered", number, "results", status=200, payload=found)
    story.results = [ResultsText(at, text)]
    return story.navigates(at).evidence(14)


def test_results_that_are_drawn_empty_by_one_channel_fail() -> None:
    full = named("both", drawn(running().completes(6).event(6, "completed").close(6), 6, "fsa: Outstanding"))
    empty = named("polled", drawn(polled(), 8, "No source gave an answer"))
    assert said(channels_agree("transport", [full, replace(full, scenario="third"), empty])).endswith(
        "in polled the outcome at 8 s was at last /results/<job>, no run button, 0 words of what was found; "
        "in both and 1 more /results/<job>, no run button, 1 words of what was found"
    )
    alike = named("both", drawn(running().completes(6).event(6, "completed").close(6), 6, "Done"))
    assert channels_agree("transport", [alike, empty]).result == "passed"
