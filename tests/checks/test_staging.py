from dataclasses import replace
from typing import Any

import pytest

from e2e.evidence import Absence, AnswerSeen, Press
from e2e.staging import fault_ids, unstaged
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario
from tests.checks.story import Story, dropped, failure, running, success, without

TIMELINE = [
    {"at": 1, "progress": 20, "api": "cqc"},
    {"at": 3, "progress": 60, "api": "fsa"},
    {"at": 5, "progress": 90, "api": "autumna"},
    {"at": 6, "completed": {}},
]
"""What the stories play."""

PATH = "/api/test/status/job-1"


def staged(*faults: dict[str, Any], job: Any = TIMELINE) -> Scenario:
    return Scenario.model_validate({"name": "by-hand", "cause": "Tried here.", "job": job, "faults": faults})


def test_ids_count_each_word_in_file_order() -> None:
    scenario = staged(
        {"fault": "reset", "at": 1},
        {"fault": "cut", "at": 2},
        {"fault": "reset", "at": 3},
        {"fault": "silence"},
    )
    assert fault_ids(scenario) == ("reset-1", "cut-1", "reset-2", "silence-1")


def test_a_job_that_took_all_its_steps_is_staged() -> None:
    assert unstaged(staged(), success().evidence(12)) == ()


def test_a_job_that_was_never_started_is_not() -> None:
    assert unstaged(staged(), Story().evidence(12)) == ("no job was started: the page made no start call",)


def test_a_start_that_a_fault_hindered_needs_no_job() -> None:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(0, "http.answered", number, "start", status=500, fault="error-answer-1")
    scenario = staged({"fault": "error-answer", "call": "start", "status": 500})
    assert unstaged(scenario, story.evidence(12)) == ()


def test_steps_that_did_not_come_are_named() -> None:
    story = Story().start(0).step(1, 20)
    assert unstaged(staged(), story.evidence(2)) == (
        "the job's step at 3 s did not take place",
        "the job's step at 5 s did not take place",
        "the job did not reach its end at 6 s",
    )


def test_steps_after_the_page_was_left_are_not_asked_for() -> None:
    story = Story(left_at=4).start(0).step(1, 20).step(3, 60)
    assert unstaged(staged(), story.evidence(5)) == ()


def test_a_job_without_an_end_has_none_to_reach() -> None:
    assert unstaged(staged(job=TIMELINE[:3]), running().evidence(12)) == ()


def test_each_job_must_take_its_steps() -> None:
    story = success().start(20, "job-2").step(21, 20).step(23, 60).step(25, 90)
    assert unstaged(staged(), story.evidence(30)) == ("the job did not reach its end at 6 s",)


def test_a_failing_job_reaches_its_end_too() -> None:
    job = [*TIMELINE[:3], {"at": 6, "failed": "the cqc API is down"}]
    assert unstaged(staged(job=job), failure().evidence(12)) == ()


def test_a_reset_that_the_browser_felt_is_staged() -> None:
    assert unstaged(staged({"fault": "reset", "at": 2.5}), dropped().evidence(12)) == ()


def test_a_reset_that_found_no_socket_is_not() -> None:
    story = Story().start(0).step(1, 20).step(3, 60).step(5, 90).completes(6)
    assert unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12)) == (
        "reset-1 never acted: no entry of the journal carries it",
    )


def test_a_reset_that_the_browser_did_not_feel_is_not() -> None:
    story = dropped()
    story._saw(closed_at=None, code=None)
    assert unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12)) == (
        "reset-1 acted at 2.5 s, and the browser saw no socket close with 1006",
    )


def test_a_reset_that_the_browser_takes_for_a_clean_close_is_not() -> None:
    story = dropped()
    story._saw(code=1000)
    assert len(unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12))) == 1


def test_one_close_is_felt_for_one_reset_only() -> None:
    story = dropped()._wire(2.5, "socket.reset", fault="reset-1")
    assert len(unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12))) == 1


def test_a_reset_after_the_end_that_was_meant_for_mid_run_is_not() -> None:
    story = running().completes(6).event(6, "completed").fetches(6).navigates(6).reset(6.2)
    assert unstaged(staged({"fault": "reset", "at": 5.5}), story.evidence(12)) == (
        "reset-1 acted at 6.2 s, when the job had ended",
    )


def test_a_reset_that_was_meant_for_after_the_end_is_staged_there() -> None:
    story = running().completes(6).event(6, "completed").fetches(6).navigates(6).reset(6.2)
    assert unstaged(staged({"fault": "reset", "at": 6.2}), story.evidence(12)) == ()


def test_a_close_is_felt_by_its_code() -> None:
    story = running().closed_by_backend(5.5).completes(6).poll(8, "completed", 100).fetches(8).navigates(8)
    assert unstaged(staged({"fault": "close", "at": 5.5, "code": 1011}), story.evidence(12)) == ()
    assert unstaged(staged({"fault": "close", "at": 5.5, "code": 4000}), story.evidence(12)) == (
        "close-1 acted at 5.5 s, and the browser saw no socket close with 4000",
    )


def test_a_close_of_a_socket_that_the_page_gave_up_while_it_was_connecting_need_not_be_felt() -> None:
    early = staged({"fault": "early-close", "code": 1000})
    story = dropped().asks(8).handshake(8)._wire(8, "socket.accepted")
    story._wire(8, "socket.close_sent", code=1000, fault="early-close-1")
    assert len(unstaged(early, story.evidence(12))) == 1
    story._saw(close_called_at=8, closed_at=8, code=1006)
    assert unstaged(early, story.evidence(12)) == ()


def test_a_reset_that_finds_no_document_any_more_need_not_be_felt() -> None:
    story = dropped()
    story._saw(closed_at=None, code=None, unloaded_at=2.5)
    assert unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12)) == ()
    story._saw(unloaded_at=3)
    assert len(unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12))) == 1
    story._saw(asked_at=1, unloaded_at=2)
    assert len(unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12))) == 1


def test_a_cut_is_felt_like_a_reset() -> None:
    story = running().cut(5.5).completes(6).poll(8, "completed", 100).fetches(8).navigates(8)
    assert unstaged(staged({"fault": "cut", "at": 5.5}), story.evidence(12)) == ()


def test_a_refusal_must_be_felt_too() -> None:
    story = Story().start(0).refused(0).step(1, 20).step(3, 60).step(5, 90).completes(6)
    scenario = staged({"fault": "refusal", "status": 403})
    assert unstaged(scenario, story.evidence(12)) == ()
    story._saw(closed_at=None, code=None)
    assert len(unstaged(scenario, story.evidence(12))) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "silence"},
        {"fault": "malformed", "at": 2},
        {"fault": "foreign-event", "at": 2, "event": "failed"},
        {"fault": "handshake-silence"},
        {"fault": "answer-hold", "seconds": 3, "requests": [2]},
        {"fault": "results-late", "seconds": 3},
    ],
)
def test_a_fault_that_no_entry_carries_is_not_staged(fault: dict[str, Any]) -> None:
    assert unstaged(staged(fault), success().evidence(12)) == (
        f"{fault['fault']}-1 never acted: no entry of the journal carries it",
    )


@pytest.mark.parametrize(
    "fault,for_good",
    [
        ({"fault": "delay", "seconds": 30}, "silence"),
        ({"fault": "event-behind-answer"}, "silence"),
        ({"fault": "ack-delay", "seconds": 30}, "ack-missing"),
    ],
)
def test_what_was_still_held_back_when_the_page_closed_its_socket_is_not_staged(
    fault: dict[str, Any], for_good: str
) -> None:
    (said,) = unstaged(staged(fault), success().evidence(12))
    assert said == (
        f"{fault['fault']}-1 never acted: no entry of the journal carries it; the last socket ended at 6 s, "
        "and what is held back until then is never written: let it come sooner, or hold it for good by "
        f"`{for_good}`"
    )


def test_one_entry_is_enough() -> None:
    assert unstaged(staged({"fault": "malformed", "at": 2}), success().message(2, "{").evidence(12)) == ()


def test_each_fault_of_one_word_needs_its_own() -> None:
    scenario = staged({"fault": "malformed", "at": 2}, {"fault": "malformed", "at": 3})
    assert unstaged(scenario, success().message(2, "{").evidence(12)) == (
        "malformed-2 never acted: no entry of the journal carries it",
    )


def test_a_reset_that_comes_after_the_page_was_left_is_not_asked_for() -> None:
    story = Story(left_at=2).start(0).connect(0).step(1, 20)
    scenario = staged({"fault": "reset", "at": 2.5}, {"fault": "malformed", "at": 2.5})
    assert unstaged(scenario, story.evidence(5)) == ()


def test_the_journal_and_not_the_page_says_whether_the_job_ended() -> None:
    evidence = without(success().evidence(12), lambda entry: entry.kind == "job.completed")
    assert unstaged(staged(), evidence) == ("the job did not reach its end at 6 s",)


def test_a_close_at_another_time_is_not_the_one() -> None:
    story = dropped()
    story._saw(closed_at=5.0)
    assert len(unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(12))) == 1


def test_a_reset_is_felt_by_no_page_that_was_left() -> None:
    story = Story(left_at=2).start(0).connect(0).step(1, 20)._wire(2.5, "socket.reset", fault="reset-1")
    assert unstaged(staged({"fault": "reset", "at": 2.5}), story.evidence(5)) == ()


def test_moments_count_from_the_job_s_start() -> None:
    story = Story(left_at=5).start(3).connect(3)
    assert unstaged(staged({"fault": "malformed", "at": 3}), story.evidence(8)) == (
        "the job's step at 1 s did not take place",
    )


def test_a_fault_of_a_job_without_an_end_acts_while_it_runs() -> None:
    scenario = staged({"fault": "malformed", "at": 2}, job=TIMELINE[:3])
    assert unstaged(scenario, running().message(2, "{").evidence(12)) == ()


def test_a_start_without_a_fault_needs_its_job() -> None:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(0, "http.answered", 2, "status", status=500, fault="error-answer-1")
    assert unstaged(staged(), story.evidence(12)) == (
        "no job was started: the start call at 0 s got no answer",
    )
    story._http(0, "http.answered", number, "start", status=400, payload={"detail": "apisToTest: missing"})
    assert unstaged(staged(), story.evidence(12)) == (
        "no job was started: the start call at 0 s was answered 400: apisToTest: missing",
    )


LATE = {"fault": "own-event", "at": 6.4, "message": {"event": "failed", "data": {"error": "clean-up failed"}}}


def test_what_comes_after_the_end_finds_no_socket_of_a_page_that_closed_it() -> None:
    assert unstaged(staged(LATE), success().evidence(12)) == ()


def test_what_comes_after_the_end_must_come_where_the_socket_is_open() -> None:
    for closed in (6.4, None):
        story = running().completes(6).event(6, "completed").fetches(6).navigates(6)
        if closed:
            story.close(closed + 0.1)
        assert unstaged(staged(LATE), story.evidence(12)) == (
            "own-event-1 never acted: no entry of the journal carries it",
        )


def test_what_comes_after_the_end_needs_a_socket_at_all() -> None:
    story = Story().start(0).polls(0).step(1, 20).step(3, 60).step(5, 90).completes(6)
    assert unstaged(staged(LATE), story.evidence(12)) == (
        "own-event-1 never acted: no entry of the journal carries it",
    )


def test_a_fault_of_a_connection_that_the_page_never_made_has_no_occasion() -> None:
    scenario = staged({"fault": "reset", "at": 2.5}, {"fault": "refusal", "status": 503, "connections": [2]})
    assert unstaged(scenario, dropped().evidence(12)) == ()


def test_a_fault_of_the_first_connection_is_never_let_off() -> None:
    story = Story().start(0).step(1, 20).step(3, 60).step(5, 90).completes(6)
    scenario = staged({"fault": "refusal", "status": 503, "connections": [1]})
    assert unstaged(scenario, story.evidence(12)) == (
        "refusal-1 never acted: no entry of the journal carries it",
    )


def test_what_a_half_open_connection_withholds_after_the_end_is_no_late_act() -> None:
    story = running()._wire(5.5, "socket.stalled", fault="half-open-1").completes(6)
    story._wire(6, "socket.withheld", message="event", payload={}, fault="half-open-1")
    story.poll(8, "completed", 100).fetches(8).navigates(8)
    assert unstaged(staged({"fault": "half-open", "at": 5.5}), story.evidence(12)) == ()


@pytest.mark.parametrize(
    "fault,kind,code",
    [
        ({"fault": "foreign-origin"}, "socket.refused", 1006),
        ({"fault": "wrong-accept"}, "socket.refused", 1006),
        ({"fault": "handshake-cut"}, "socket.cut", 1006),
        ({"fault": "early-close", "code": 1013}, "socket.close_sent", 1013),
        ({"fault": "reset-after", "events": 3}, "socket.reset", 1006),
        ({"fault": "cut-after", "events": 3}, "socket.cut", 1006),
        ({"fault": "close-after", "events": 3, "code": 4000}, "socket.close_sent", 4000),
        ({"fault": "invalid-close-after", "events": 3, "code": 1006}, "socket.close_sent", 1006),
        ({"fault": "invalid-utf8", "at": 5.5}, "socket.broken", 1006),
        ({"fault": "reserved-opcode", "at": 5.5}, "socket.broken", 1006),
        ({"fault": "half-frame", "at": 5.5}, "socket.reset", 1006),
    ],
)
def test_each_fault_that_ends_a_socket_must_be_felt(fault: dict[str, Any], kind: Any, code: int) -> None:
    story = (
        running()._wire(5.5, kind, fault=f"{fault['fault']}-1")._saw(closed_at=5.5, code=code).completes(6)
    )
    story.poll(8, "completed", 100).fetches(8).navigates(8)
    assert unstaged(staged(fault), story.evidence(12)) == ()
    story._saw(code=1000)
    assert unstaged(staged(fault), story.evidence(12)) == (
        f"{fault['fault']}-1 acted at 5.5 s, and the browser saw no socket close with {code}",
    )


@pytest.mark.parametrize("code", [1006, 1015])
def test_an_invalid_close_is_felt_as_none_or_by_the_code_that_it_carries(code: int) -> None:
    story = running()._wire(5.5, "socket.close_sent", code=1015, fault="invalid-close-1")
    story._saw(closed_at=5.5, code=code).completes(6).poll(8, "completed", 100).fetches(8).navigates(8)
    scenario = staged({"fault": "invalid-close", "at": 5.5, "code": 1015})
    assert unstaged(scenario, story.evidence(12)) == ()
    story._saw(code=1000)
    assert unstaged(scenario, story.evidence(12)) == (
        "invalid-close-1 acted at 5.5 s, and the browser saw no socket close with 1006 or 1015",
    )


def test_half_a_frame_is_felt_once() -> None:
    story = running()._wire(5.5, "socket.broken", fault="half-frame-1")
    story._wire(5.5, "socket.reset", fault="half-frame-1")._saw(closed_at=5.5, code=1006)
    story.completes(6).poll(8, "completed", 100).fetches(8).navigates(8)
    assert unstaged(staged({"fault": "half-frame", "at": 5.5}), story.evidence(12)) == ()


def answered_500(*polls: float, seen: bool = True) -> Story:
    """The job of the stories, polled each 2 s; the answer to the polls at these times is 500, by a fault."""
    story = Story().start(0).connect(0)
    for at in (0, 2, 4, 6, 8):
        story.poll_fails(at) if at in polls else story.poll(at)
        if at in polls and not seen:
            story.answers.pop()
    return story.step(1, 20).step(3, 60).step(5, 90).completes(6.5).finishes(8)


ENDS_LATER = [*TIMELINE[:3], {"at": 6.5, "completed": {}}]
SECOND_AND_THIRD = {"fault": "error-answer", "status": 500, "requests": [2, 3]}


def test_a_fault_acts_on_each_request_that_it_is_meant_for() -> None:
    scenario = staged(SECOND_AND_THIRD, job=ENDS_LATER)
    assert unstaged(scenario, answered_500(2, 4).evidence(14)) == ()
    assert unstaged(scenario, answered_500(2).evidence(14)) == (
        "error-answer-1 was meant for status request 3, and did not act on it",
    )


def test_requests_that_a_page_did_not_make_before_the_end_are_not_asked_for() -> None:
    scenario = staged({**SECOND_AND_THIRD, "requests": [3, 5, 9]}, job=ENDS_LATER)
    assert unstaged(scenario, answered_500(4).evidence(14)) == ()


def test_results_that_a_page_does_not_ask_for_again_need_no_second_fault() -> None:
    twice: list[dict[str, Any]] = [
        {"fault": "error-answer", "call": "results", "status": 500, "requests": [1]},
        {"fault": "html-answer", "call": "results", "requests": [2]},
    ]
    story = running().completes(6).event(6, "completed").close(6)
    number = story._request(6, "results", "/api/test/results/job-1", "job-1")
    story._http(6, "http.answered", number, "results", status=500, fault="error-answer-1")
    assert unstaged(staged(*twice), story.evidence(12)) == ()
    assert unstaged(staged(*twice), story.fetches(8).evidence(12)) == (
        "html-answer-1 never acted: no entry of the journal carries it",
    )


def test_results_that_a_page_had_before_the_fault_need_not_be_asked_for_again() -> None:
    scenario = staged({"fault": "error-answer", "call": "results", "status": 503, "from": 8})
    never = "error-answer-1 never acted: {}"
    ended = running().completes(6).event(6, "completed").close(6)
    assert unstaged(scenario, ended.evidence(12)) == (never.format("the page made no results call"),)
    assert unstaged(scenario, ended.fetches(6).evidence(12)) == ()
    assert unstaged(scenario, ended.fetches(9).evidence(12)) == (
        never.format("no entry of the journal carries it"),
    )


def test_results_that_a_page_was_refused_are_to_be_asked_for_again() -> None:
    scenario = staged({"fault": "error-answer", "call": "results", "status": 503, "from": 8})
    story = running().completes(6).event(6, "completed").close(6).fetches(6, status=400)
    assert len(unstaged(scenario, story.evidence(12))) == 1


def test_requests_after_the_page_was_left_are_not_asked_for() -> None:
    story = Story(left_at=3).start(0).connect(0).poll(0).poll_fails(2).step(1, 20)
    assert unstaged(staged(SECOND_AND_THIRD, job=ENDS_LATER), story.evidence(9)) == ()


def test_a_fault_of_a_window_acts_while_the_job_runs() -> None:
    scenario = staged({"fault": "error-answer", "status": 500, "from": 5}, job=ENDS_LATER)
    assert unstaged(scenario, answered_500(6, 8).evidence(14)) == ()
    assert unstaged(scenario, answered_500(8).evidence(14)) == (
        "error-answer-1 acted at 8 s for the first time, when the job had ended",
    )


def test_a_page_that_cannot_ask_before_the_end_is_let_off() -> None:
    story = Story().start(0, answered=7).step(1, 20).step(3, 60).step(5, 90).completes(6.5).poll_fails(7)
    scenario = staged({"fault": "error-answer", "status": 500, "requests": [1]}, job=ENDS_LATER)
    assert unstaged(scenario, story.evidence(14)) == ()


FOURTH = {"fault": "error-answer", "status": 500, "requests": [4]}


def test_a_page_that_waits_for_a_held_answer_does_not_come_to_each_request() -> None:
    waiting = Story().start(0).connect(0).poll(0).poll(2, answered=5.5).step(1, 20).step(3, 60).step(5, 90)
    ended = waiting.completes(6.5).poll(7.5)
    assert unstaged(staged(FOURTH, job=ENDS_LATER), ended.evidence(14)) == ()
    assert unstaged(staged(FOURTH, job=ENDS_LATER), ended.poll_fails(9.5).evidence(14)) == ()


def test_a_page_that_gave_up_its_start_call_asks_for_nothing() -> None:
    slow = staged({"fault": "answer-hold", "seconds": 1, "requests": [1]}, job=[{"at": 5, "completed": {}}])

    def given_up(how: Any) -> tuple[str, ...]:
        story = Story().start(0).completes(5)
        ends = [replace_kind(entry, how) for entry in story.evidence(9).journal]
        return unstaged(slow, replace(story.evidence(9), journal=tuple(ends)))

    def replace_kind(entry: Entry, how: Any) -> Entry:
        return entry.model_copy(update={"kind": how}) if entry.kind == "http.answered" else entry

    assert given_up("http.abandoned") == ()
    assert given_up("http.answered") == ("answer-hold-1 never acted: the page made no status call",)


def test_a_fault_on_a_call_that_the_page_never_makes_says_so() -> None:
    unwell = staged({"fault": "error-answer", "call": "health", "status": 503})
    assert "error-answer-1 never acted: the page made no health call" in unstaged(
        unwell, success().evidence(20)
    )


def test_a_page_that_waits_for_nothing_comes_to_each_request() -> None:
    story = Story().start(0).connect(0).polls(0, 2, 4).step(1, 20).step(3, 60).step(5, 90).completes(6.5)
    assert unstaged(staged(FOURTH, job=ENDS_LATER), story.evidence(14)) == (
        "error-answer-1 never acted: no entry of the journal carries it",
    )


def test_a_fault_that_is_meant_for_after_the_end_acts_there() -> None:
    scenario = staged({"fault": "error-answer", "status": 500, "from": 7}, job=ENDS_LATER)
    assert unstaged(scenario, answered_500(8).evidence(14)) == ()


def test_an_answer_that_did_not_reach_the_page_is_not_staged() -> None:
    scenario = staged(SECOND_AND_THIRD, job=ENDS_LATER)
    assert unstaged(scenario, answered_500(2, 4, seen=False).evidence(14)) == (
        "error-answer-1 acted at 2 s, and the page saw no answer 500 at /api/test/status/job-1",
        "error-answer-1 acted at 4 s, and the page saw no answer 500 at /api/test/status/job-1",
    )


@pytest.mark.parametrize(
    "kind,status,seen,felt",
    [
        ("http.answered", 500, AnswerSeen(2, PATH, 500), True),
        ("http.answered", 500, AnswerSeen(2, PATH, 200), False),
        ("http.answered", 500, AnswerSeen(2, PATH, None), False),
        ("http.answered", 500, AnswerSeen(2, PATH, None, given_up=True), True),
        ("http.answered", 500, AnswerSeen(3, PATH, 500), False),
        ("http.answered", 500, AnswerSeen(2, "/health", 500), False),
        ("http.answered", 302, AnswerSeen(2, PATH, 200), True),
        ("http.reset", None, AnswerSeen(2, PATH, None), True),
        ("http.reset", None, AnswerSeen(2, PATH, 502), True),
        ("http.reset", None, AnswerSeen(2, PATH, 200), False),
        ("http.cut", 200, AnswerSeen(2, PATH, 200), True),
        ("http.cut", 200, AnswerSeen(2, PATH, None), True),
        ("http.cut", 200, AnswerSeen(2, PATH, 404), False),
    ],
)
def test_what_the_page_saw_is_what_was_answered(
    kind: Any, status: int | None, seen: AnswerSeen, felt: bool
) -> None:
    story = Story().start(0).connect(0).poll(0).step(1, 20)
    number = story._request(2, "status", PATH, "job-1")
    story._http(2, kind, number, "status", status=status, fault="error-answer-1")
    evidence = replace(story.evidence(2.5), answers=(AnswerSeen(0, PATH, 200), seen))
    scenario = staged({"fault": "error-answer", "status": 500, "requests": [2]}, job=TIMELINE[:1])
    assert (unstaged(scenario, evidence) == ()) is felt


def test_each_answer_is_seen_once() -> None:
    scenario = staged({"fault": "error-answer", "status": 500, "requests": [2]}, job=ENDS_LATER)
    story = answered_500(2).poll_fails(2)
    story.answers.pop()
    assert unstaged(scenario, story.evidence(14)) == (
        "error-answer-1 acted at 2 s, and the page saw no answer 500 at /api/test/status/job-1",
    )


def reset_at_2(*, again: bool) -> Story:
    """The poll at 2 s is reset, the browser asks once more, and that is reset too; or `again` is answered."""
    story = Story().start(0).connect(0).poll(0).step(1, 20)
    for _ in range(2):
        number = story._request(2, "status", PATH, "job-1")
        story._http(2, "http.reset", number, "status", fault="answer-reset-1")
        story.answers.pop()
    if again:
        return story.poll(2)
    story.answers.append(AnswerSeen(2, PATH, None))
    return story


def test_a_reset_after_which_the_browser_asks_again_is_seen_once() -> None:
    scenario = staged({"fault": "answer-reset", "requests": [2, 3]}, job=TIMELINE[:1])
    story = reset_at_2(again=False)
    assert unstaged(scenario, story.evidence(2.5)) == ()
    story.answers.pop()
    assert unstaged(scenario, story.evidence(2.5)) == (
        "answer-reset-1 acted at 2 s, and the browser asked again by itself: the page saw nothing of it",
        "answer-reset-1 acted at 2 s, and the page saw no broken answer at /api/test/status/job-1",
    )


def test_resets_that_the_browser_itself_makes_up_for_are_not_staged() -> None:
    scenario = staged({"fault": "answer-reset", "requests": [2, 3]}, job=TIMELINE[:1])
    assert unstaged(scenario, reset_at_2(again=True).evidence(2.5)) == (
        "answer-reset-1 acted at 2 s, and the browser asked again by itself: the page saw nothing of it",
    )


def test_requests_out_of_the_observer_s_sight_are_believed() -> None:
    story = answered_500(2, 4)
    story.answers.clear()
    assert unstaged(staged(SECOND_AND_THIRD, job=ENDS_LATER), story.evidence(14)) == ()


def test_what_is_answered_when_the_page_was_left_is_not_seen() -> None:
    story = Story(left_at=2).start(0).connect(0).poll(0).step(1, 20).poll_fails(2)
    story.answers.pop()
    assert unstaged(staged(SECOND_AND_THIRD), story.evidence(5)) == ()


def played(*acts: dict[str, Any]) -> Scenario:
    return Scenario.model_validate({"cause": "by hand", "job": TIMELINE, "visit": acts})


def test_a_user_who_leaves_is_seen_elsewhere() -> None:
    story = success()
    assert unstaged(played({"act": "leave", "at": 8}), story.evidence(12)) == (
        "leave at 8 s led to no other page and to no new document",
    )
    story.left_at = 8
    assert unstaged(played({"act": "leave", "at": 8}), story.navigates(8, "/").evidence(12)) == ()


def test_a_second_run_starts_a_job() -> None:
    scenario = played({"act": "run-again", "at": 8})
    story = success()
    assert unstaged(scenario, story.evidence(20)) == ("Run was not pressed again at 8 s",)
    story.again = (Press(8),)
    assert unstaged(scenario, story.evidence(20)) == ("Run was pressed again at 8 s, and no job was started",)
    story.start(8, "job-2").step(9, 20).step(11, 60).step(13, 90).completes(14)
    assert unstaged(scenario, story.evidence(20)) == ()


def test_a_second_run_with_a_job_of_its_own_takes_that_one_s_steps() -> None:
    own = {"act": "run-again", "at": 8, "job": [{"at": 1, "progress": 20}, {"at": 3, "failed": "no"}]}
    story = success()
    story.again = (Press(8),)
    story.start(8, "job-2").step(9, 20)
    assert unstaged(played(own), story.evidence(20)) == ("the job did not reach its end at 3 s",)
    assert unstaged(played(own), story.fails(11).evidence(20)) == ()


@pytest.mark.parametrize("pressed, missed", [(7.4, True), (9, False), (9.1, True)])
def test_whoever_runs_again_may_wait_for_a_button_that_is_faded_in(pressed: float, missed: bool) -> None:
    story = success()
    story.again = (Press(pressed),)
    why = unstaged(played({"act": "run-again", "at": 8}), story.evidence(20))
    assert ("Run was not pressed again at 8 s" in why) == missed


def test_a_second_run_that_a_fault_hinders_starts_none() -> None:
    story = success()
    story.again = (Press(8),)
    story._http(8, "http.answered", 9, "health", status=503, fault="error-answer-1")
    assert unstaged(played({"act": "run-again", "at": 8}), story.evidence(20)) == ()


def test_a_button_that_cannot_be_pressed_starts_no_second_run() -> None:
    story = success()
    story.again = (Press(8, "there is none"),)
    assert unstaged(played({"act": "run-again", "at": 8}), story.evidence(20)) == (
        "Run could not be pressed again at 8 s: there is none",
    )


def test_a_page_that_still_runs_the_job_it_took_up_has_no_occasion_to_run_again() -> None:
    story = success().shows(8, "90")
    story.again = (Press(8, "it is disabled"),)
    assert unstaged(played({"act": "run-again", "at": 8}), story.evidence(20)) == ()


def test_a_page_that_took_its_job_up_again_may_have_no_button_meanwhile() -> None:
    scenario = played({"act": "reload", "at": 3}, {"act": "run-again", "at": 4.5})
    story = success().navigates(3, "/test").shows(3, "60")
    story.absences, story.again = (Absence(3, 3),), (Press(4.5, "there is none"),)
    assert unstaged(scenario, story.evidence(12)) == ()
    story.again = (Press(8, "there is none"),)
    assert unstaged(
        played({"act": "reload", "at": 3}, {"act": "run-again", "at": 8}), story.evidence(20)
    ) == ("Run could not be pressed again at 8 s: there is none",)


def test_a_second_tab_starts_a_job_of_its_own() -> None:
    scenario = played({"act": "second-tab", "at": 3})
    story = success()
    assert unstaged(scenario, story.evidence(12)) == ("no job was started in the second tab of 3 s",)
    story.elsewhere = (Entry(index=0, at=3, kind="job.started", job="job-2"),)
    assert unstaged(scenario, story.evidence(12)) == ()


def test_a_fault_of_the_second_run_is_asked_for_where_the_first_was_left() -> None:
    story = Story(absences=(Absence(2, 4),)).start(0).step(1, 20).step(3, 60).step(5, 90).completes(6)
    story.start(7, "job-2").step(8, 20).step(10, 60).step(12, 90).completes(13)
    assert unstaged(staged({"fault": "malformed", "at": 3}), story.evidence(20)) == (
        "malformed-1 never acted: no entry of the journal carries it",
    )
