"""The truth, what was told of it, and the deadlines that follow."""

from math import inf

import pytest

from e2e.evidence import Absence, Press
from e2e.evidence.lines import Piece, line, second
from e2e.evidence.shown import lasting, notices, number, picture_at, pictures_in
from e2e.evidence.told import percent, surely_read
from e2e.evidence.truth import Run, polling_deadline, runs
from e2e.evidence.wire import decoded, exchanges
from tests.checks.story import URL, Story, dropped, failure, success


def told(run: Run) -> list[tuple[float, str, str, object, bool]]:
    return [(one.at, one.channel, one.status, one.progress, one.sure) for one in run.told]


def test_a_run_is_told_of_by_both_channels_in_order() -> None:
    (run,) = runs(success().evidence(12))
    assert told(run) == [
        (0.0, "polling", "running", 0, True),
        (1.0, "socket", "running", 20, True),
        (2.0, "polling", "running", 20, True),
        (3.0, "socket", "running", 60, True),
        (4.0, "polling", "running", 60, True),
        (5.0, "socket", "running", 90, True),
        (6.0, "polling", "running", 90, True),
        (6.0, "socket", "completed", None, True),
    ]
    assert (run.job, run.known_at, run.end_at, run.knew_at, run.may_know_at, run.until) == (
        "job-1",
        0.0,
        6.0,
        6.0,
        6.0,
        12.0,
    )


def test_a_run_that_was_not_told_its_end_is_not_over() -> None:
    (run,) = runs(Story().start(1).completes(5).evidence(12))
    assert (run.end_at, run.knew_at, run.may_know_at, run.midway_until) == (5.0, inf, inf, 12.0)


def test_two_runs_are_parted_by_the_second_start() -> None:
    first, other = runs(success().start(20, "job-2").polls(20).evidence(24))
    assert (first.until < 20, round(first.until, 6), other.until) == (True, 20.0, 24.0)
    assert (other.job, other.known_at, len(other.polls)) == ("job-2", 20.0, 1)


def test_a_page_that_was_left_ends_its_run() -> None:
    story = Story(left_at=3).start(0)
    (run,) = runs(story.evidence(5))
    assert (run.until < 3, round(run.until, 6), run.left) == (True, 3.0, Absence(3))


def test_a_reloaded_page_ends_its_run_and_the_next_one_is_watched() -> None:
    story = Story(absences=(Absence(3, 3),)).start(0).start(5, "job-2")
    first, other = runs(story.evidence(9))
    assert (round(first.until, 6), first.left, other.until, other.left) == (3.0, Absence(3, 3), 9.0, None)


def test_a_page_left_before_its_start_was_answered_has_left_its_run() -> None:
    (run,) = runs(Story(absences=(Absence(1),)).start(0, answered=2).evidence(9))
    assert (run.known_at, round(run.until, 6), run.left) == (2.0, 1.0, Absence(1))


def test_a_run_ends_when_run_is_pressed_again() -> None:
    (run,) = runs(Story(again=(Press(8, "it is disabled"), Press(9))).start(0).evidence(12))
    assert round(run.until, 6) == 9.0


def test_a_job_whose_start_was_never_answered_is_no_run() -> None:
    story = Story()
    story._request(0, "start", "/api/test/comprehensive", None)
    story.journal.add(0, "job.started", job="job-1")
    assert runs(story.evidence(5)) == ()


def test_a_page_that_names_a_job_knows_it() -> None:
    story = Story()
    story.journal.add(0, "job.started", job="job-1")
    (run,) = runs(story.poll(2).evidence(5))
    assert run.known_at == 2.0


def test_an_end_that_is_not_the_truth_misleads() -> None:
    (run,) = runs(Story().start(0).connect(0).event(3, "failed", error="no").completes(5).evidence(12))
    assert (run.misled, run.may_know_at, run.knew_at) == (True, 3.0, inf)


def test_an_end_told_before_it_was_true_misleads() -> None:
    (run,) = runs(Story().start(0).poll(3, "completed", 100).completes(5).evidence(12))
    assert (run.misled, run.knew_at) == (True, inf)


@pytest.mark.parametrize(
    "payload",
    [
        {"job_id": "job-1", "event": "progress", "data": [40]},
        {"job_id": "job-1", "event": "progress"},
        {"job_id": "job-1", "event": "progress", "data": "40"},
    ],
)
def test_an_event_without_data_tells_no_progress(payload: object) -> None:
    (run,) = runs(Story().start(0).connect(0).message(1, payload).evidence(5))
    assert told(run) == [(1.0, "socket", "running", None, True)]


def test_progress_of_an_event_that_is_no_progress_is_none() -> None:
    (run,) = runs(Story().start(0).connect(0).event(1, "failed", progress=40).evidence(5))
    assert run.told[0].progress is None


@pytest.mark.parametrize("job", [None, 7, ["job-1"]])
def test_an_event_that_names_no_job_is_no_event(job: object) -> None:
    (run,) = runs(Story().start(0).connect(0).message(1, {"job_id": job, "event": "failed"}).evidence(5))
    assert run.told == ()


@pytest.mark.parametrize("progress", [None, "50", -5, 101, float("nan"), float("inf"), True, [], {}])
def test_no_percentage(progress: object) -> None:
    assert percent(progress) is None


@pytest.mark.parametrize("progress", [0, 33.3, 100])
def test_a_percentage(progress: float) -> None:
    assert percent(progress) == progress


def read(story: Story) -> list[float]:
    evidence = story.evidence(12)
    return [entry.at for entry in evidence.journal if entry.index in surely_read(evidence)]


def test_messages_before_a_reset_are_read_but_in_its_instant() -> None:
    assert read(Story().start(0).connect(0).progress(1, 20).progress(2, 40).reset(2)) == [0.0, 1.0]


def test_messages_before_the_page_s_close_are_read_also_in_its_instant() -> None:
    assert read(Story().start(0).connect(0).progress(1, 20).close(1).event(1, "progress")) == [0.0, 1.0]


def test_in_real_time_the_browser_says_how_many_were_read() -> None:
    story = Story(real_time=True).start(0).refused(0).connect(1).progress(2, 20).progress(3, 40).reset(3.2)
    assert read(story) == [1.0, 2.0, 3.0]
    assert read(story._saw(messages=(1.0, 2.0))) == [1.0, 2.0]


def test_in_real_time_an_event_is_told_when_the_page_reads_it() -> None:
    story = Story(real_time=True).start(0).connect(0).progress(1, 20).progress(2, 40)
    (run,) = runs(story._saw(messages=(0.0, 1.0, 3.5)).evidence(12))
    assert [(told.at, told.sure) for told in run.told] == [(1.0, True), (3.5, True)]


def test_in_real_time_without_a_match_all_that_is_near_the_end_is_unsure() -> None:
    story = Story(real_time=True).start(0).connect(0).progress(1, 20).progress(3, 40).reset(3.2)
    story.connect(4).progress(5, 60)._saw(opened_at=None)
    assert read(story) == [0.0, 1.0, 4.0, 5.0]


def test_an_answer_that_fails_puts_the_deadline_off() -> None:
    (run,) = runs(Story().start(0).polls(0, 2).poll_fails(4).poll_fails(6).evidence(12))
    terms = Story().terms
    assert polling_deadline(run, terms, 3.0, lambda poll: False) == 8.5
    assert polling_deadline(run, terms, 9.0, lambda poll: False) == 11.5


def test_a_text_that_the_journal_cut_is_read_as_far_as_it_goes() -> None:
    whole = '{"job_id":"job-1","status":"completed","progress":100,"results":{"status":"no","a":"'
    assert decoded((whole + "x" * 2000)[:2000]) == {"job_id": "job-1", "status": "completed", "progress": 100}
    assert decoded('{"job_id":"job-1"') == '{"job_id":"job-1"'
    assert decoded('{"progress": NaN}') == '{"progress": NaN}'
    assert decoded("x" * 3000) == "x" * 3000


def test_only_an_answer_with_2xx_has_a_body() -> None:
    story = Story().start(0).poll(0).poll_fails(2, 500, {"status": "running"}).poll_hangs(4)
    bodies = [exchange.body for exchange in exchanges(story.evidence(5).journal, "status")]
    assert bodies == [
        {"job_id": "job-1", "status": "running", "progress": 0, "current_api": None},
        None,
        None,
    ]


def test_what_lasts_is_what_a_user_can_see() -> None:
    story = Story().shows(0, "0").shows(0, "1").shows(0.016, "2").shows(1, "3").shows(1.016, "4")
    assert [picture.progress for picture in lasting(story.evidence(2))] == ["2", "4"]


def test_pictures_are_found_by_their_time() -> None:
    evidence = Story().shows(0, "0").shows(1, "1").shows(1, "2").shows(3, "3").evidence(4)
    found = picture_at(evidence, 2)
    assert (found.progress if found else None, picture_at(evidence, -1)) == ("2", None)
    assert [picture.progress for picture in pictures_in(evidence, 1, 2)] == ["0", "1", "2"]


def test_an_alert_that_stays_is_one_notice() -> None:
    evidence = failure().shows(7, "0", alerts=("Test failed: the cqc API is down",)).evidence(12)
    assert [(notice.at, notice.text) for notice in notices(evidence)] == [
        (6.0, "Test failed: the cqc API is down")
    ]


@pytest.mark.parametrize(
    "shown, value", [("40", 40), ("33.3", 33.3), ("NaN", None), ("", None), (None, None)]
)
def test_a_shown_percentage_as_a_number(shown: str | None, value: float | None) -> None:
    assert number(shown) == value


def test_lines() -> None:
    story = dropped().throws(3, "TypeError: no", rejection=True).alerts(3, "Hello").says(3, "hm", own=False)
    evidence = story.evidence(12)
    pieces: list[Piece] = [evidence.journal[0], evidence.console[0], evidence.errors[0], evidence.dialogs[0]]
    pieces += [evidence.navigations[0], evidence.sockets[0], evidence.pictures[0], evidence.console[-2]]
    assert [line(piece) for piece in pieces] == [
        "    0.000  http.request           start GET /api/test/comprehensive  request 1  by listener front",
        "    0.000  console.log            WebSocket connected for job: job-1",
        "    3.000  page.rejection         TypeError: no",
        "    3.000  page.dialog            Hello",
        "    8.000  page.navigated         /results/job-1",
        f"    0.000  page.socket            {URL}  opened at 0 s  closed 1006 at 2.5 s",
        "    0.000  page.shows             /test  0%  busy",
        "    2.500  console.warning        WebSocket closed 1006",
    ]
    assert line(evidence.console[-1]) == "    3.000  console.log            hm  (not the page's own)"


@pytest.mark.parametrize("at, words", [(5, "5 s"), (12.25, "12.25 s"), (0.0004, "0 s"), (100, "100 s")])
def test_seconds(at: float, words: str) -> None:
    assert second(at) == words


def test_there_is_no_line_for_what_is_no_evidence() -> None:
    with pytest.raises(TypeError, match="no line for int"):
        line(5)  # type: ignore[arg-type]
