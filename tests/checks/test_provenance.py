"""Which message or answer a change of the page is laid to, and in which words."""

from dataclasses import replace

import pytest

from e2e.evidence import Dialog, Evidence, Navigation, PageError, Picture
from e2e.evidence.cause import on
from e2e.evidence.lines import line
from e2e.evidence.provenance import Provenance
from mock_backend.journal import Entry
from tests.checks.story import Story, dropped, failure, running, success


def causes(evidence: Evidence) -> list[str]:
    """Of each picture the progress or the path, and its cause."""
    provenance = Provenance(evidence)
    return [f"{shown.progress or shown.path}{on(provenance.cause(shown))}" for shown in evidence.pictures[1:]]


def why(story: Story, until: float = 12) -> str:
    """The cause of the last picture."""
    return causes(story.evidence(until))[-1]


def opened() -> Story:
    return Story().start(0).connect(0).polls(0)


def test_each_change_is_laid_to_what_told_it() -> None:
    assert causes(success().evidence(12)) == [
        "20, on the `progress` event at 1 s",
        "60, on the `progress` event at 3 s",
        "90, on the `progress` event at 5 s",
        "/results/job-1, on the answer to the results call at 6 s",
    ]
    assert causes(dropped().evidence(12)) == [
        "20, on the `progress` event at 1 s",
        "60, on the poll answer at 4 s",
        "90, on the poll answer at 6 s",
        "/results/job-1, on the answer to the results call at 8 s",
    ]


def test_a_failure_is_laid_to_what_told_of_it() -> None:
    assert why(failure()) == "90, on the `failed` event at 6 s"


def test_a_held_answer_says_when_it_was_asked_for_and_how_long_it_was_held() -> None:
    story = opened().poll(4, progress=40, answered=6).progress(5, 60).shows(6, "40")
    assert why(story) == "40, on the poll answer asked for at 4 s and held for 2 s"
    cause = Provenance(story.evidence(8)).cause(story.evidence(8).pictures[-1])
    assert cause is not None
    assert [line(piece).split()[:2] for piece in cause.pieces] == [
        ["4.000", "http.request"],
        ["4.000", "http.held"],
        ["6.000", "http.answered"],
    ]


def test_a_slow_answer_says_when_it_came() -> None:
    story = running().completes(6).event(6, "completed").fetches(6, answered=7.5).close(6).navigates(7.5)
    assert why(story) == (
        "/results/job-1, on the answer to the results call asked for at 6 s and come at 7.5 s"
    )


def test_an_event_that_is_told_late_says_of_when_it_is() -> None:
    story = opened().step(1, 20).step(3, 40).event(8, "progress", progress=20).shows(8, "20")
    assert why(story) == "20, on the `progress` event of 1 s, delivered at 8 s"
    cause = Provenance(story.evidence(9)).cause(story.evidence(9).pictures[-1])
    assert cause is not None
    assert [piece.kind for piece in cause.pieces] == ["job.progress", "socket.sent"]


def test_an_event_that_the_browser_kept_back_says_so() -> None:
    evidence = opened().step(2, 20).event(2, "progress", progress=20).shows(7, "20").evidence(9)
    (socket,) = evidence.sockets
    kept_back = replace(evidence, sockets=(replace(socket, messages=(0, 7)),))
    assert causes(kept_back)[-1] == "20, on the `progress` event of 2 s, delivered at 7 s"


def test_an_answer_out_of_a_cache_says_of_when_it_tells() -> None:
    story = opened().progress(1, 20).progress(3, 60).poll(4, progress=20).shows(4, "20")
    assert why(story) == "20, on the poll answer at 4 s, which tells of 1 s"


def test_what_was_never_delivered_causes_nothing() -> None:
    evidence = opened().step(2, 20).event(2, "progress", progress=20).shows(2, "20").evidence(9)
    (socket,) = evidence.sockets
    undelivered = replace(evidence, sockets=(replace(socket, messages=(0,)),))
    assert causes(undelivered)[-1] == "20, on nothing that reached the page then"


def test_of_two_in_one_instant_the_one_that_says_it_is_the_cause() -> None:
    story = opened().step(4, 60).poll(4, progress=40).event(4, "progress", progress=60)
    assert why(story.shows(4, "40")) == "40, on the poll answer at 4 s"
    story = opened().step(4, 60).event(4, "progress", progress=60).poll(4, progress=40)
    assert why(story.shows(4, "60")) == "60, on the `progress` event at 4 s"


def test_of_two_that_say_it_the_last_is_the_cause() -> None:
    story = opened().step(4, 60).event(4, "progress", progress=60).poll(4, progress=60)
    assert why(story.shows(4, "60")) == "60, on the poll answer at 4 s"


def test_what_says_nothing_of_it_merely_came_before() -> None:
    story = opened().poll(4, progress=40).shows(4, "100")
    assert why(story) == "100, right after the poll answer at 4 s"


@pytest.mark.parametrize("told, shown", [(33.4, "33"), ("50", "50"), (None, "null"), (float("nan"), "NaN")])
def test_what_is_shown_as_it_was_sent_or_rounded_was_told(told: object, shown: str) -> None:
    story = opened().event(3, "progress", progress=told).shows(3, shown)
    assert why(story) == f"{shown}, on the `progress` event at 3 s"


def test_a_frame_later_is_the_same_instant_and_a_tenth_of_a_second_is_not() -> None:
    story = opened().step(3, 20).event(3, "progress", progress=20)
    assert why(story.shows(3.016, "20")) == "20, on the `progress` event at 3 s"
    story = opened().step(3, 20).event(3, "progress", progress=20)
    assert why(story.shows(3.1, "20")) == "20, on nothing that reached the page then"


def test_what_came_after_is_no_cause() -> None:
    story = opened().shows(3, "20").step(3.016, 20).event(3.016, "progress", progress=20)
    assert why(story) == "20, on nothing that reached the page then"


def test_in_real_time_it_is_within_the_slack() -> None:
    story = opened().step(3, 20).event(3, "progress", progress=20).shows(3.3, "20")
    story.real_time = True
    assert why(story) == "20, on the `progress` event at 3 s"


def test_events_of_others_are_called_so() -> None:
    story = opened().event(3, "progress", job="job-9", progress=77).shows(3, "77")
    assert why(story) == "77, on the `progress` event of another job at 3 s"
    story = success().start(20, "job-2").connect(20).event(23, "progress", job="job-1", progress=77)
    assert why(story.shows(23, "77"), 30) == "77, on the `progress` event of the earlier job at 23 s"


def test_a_late_answer_about_the_job_before_is_called_so() -> None:
    story = success().start(20, "job-2").poll(21, progress=90, job="job-1").shows(21, "90")
    assert why(story, 30) == "90, on the poll answer of the earlier job at 21 s, which tells of 5 s"


@pytest.mark.parametrize(
    "story, words",
    [
        (opened().greets(3), "right after the initial connection message at 3 s"),
        (opened().message(3, "{broken"), "right after the message at 3 s"),
        (opened().poll_fails(3, 503), "on the poll answer 503 at 3 s"),
        (opened().fetches(3, 400), "on the answer 400 to the results call at 3 s"),
        (opened().reset(3), "on the reset of the socket at 3 s"),
        (opened().cut(3), "on the cut of the socket at 3 s"),
        (opened().closed_by_backend(3), "on the backend's Close frame at 3 s"),
        (Story().start(0).refused(3), "on the refused handshake at 3 s"),
    ],
)
def test_a_notice_is_laid_to_trouble_where_there_is_any(story: Story, words: str) -> None:
    assert why(story.shows(3, "0", alerts=("Connection trouble",)), 5) == f"0, {words}"


def test_a_failure_that_was_told_accounts_for_a_notice_better_than_trouble() -> None:
    story = opened().fails(3).event(3, "failed", error="the cqc API is down").reset(3)
    assert why(story.shows(3, "0", alerts=("Test failed",)), 5) == "0, on the `failed` event at 3 s"


def test_the_press_of_a_button_has_no_cause() -> None:
    story = Story().shows(-1, None, runnable=True).shows(0, None)
    story.poll(0)
    pressed = story.evidence(1)
    assert [Provenance(pressed).cause(shown) for shown in pressed.pictures] == [None, None]


def test_dialogs_navigations_requests_and_errors_have_causes_too() -> None:
    evidence = failure().alerts(6).throws(1, "TypeError: no").evidence(12)
    told = Provenance(evidence)
    assert on(told.cause(evidence.dialogs[0])) == ", on the `failed` event at 6 s"
    assert on(told.cause(evidence.errors[0])) == ", right after the `progress` event at 1 s"
    assert told.cause(Dialog(9, "Hello")) is None
    assert told.cause(PageError(9, "no")) is None

    evidence = success().evidence(12)
    told = Provenance(evidence)
    (asked,) = [
        entry for entry in evidence.journal if entry.call == "results" and entry.kind == "http.request"
    ]
    (had,) = [
        entry for entry in evidence.journal if entry.call == "results" and entry.kind == "http.answered"
    ]
    assert on(told.cause(evidence.navigations[0])) == ", on the answer to the results call at 6 s"
    assert [on(told.cause(entry)) for entry in (asked, had)] == [", on the `completed` event at 6 s"] * 2
    assert told.cause(Navigation(9, "/")) is None


def test_any_message_can_be_worded() -> None:
    evidence = success().evidence(12)
    worded = {
        entry.kind: Provenance(evidence).of(entry).words for entry in evidence.journal if _from_us(entry)
    }
    assert worded == {
        "http.answered": "the answer to the results call at 6 s",
        "socket.sent": "the `completed` event at 6 s",
    }


def _from_us(entry: Entry) -> bool:
    return entry.kind in ("http.answered", "socket.sent")


def test_a_picture_that_is_none_of_the_evidence_has_no_cause() -> None:
    assert Provenance(success().evidence(12)).cause(Picture(3, "/test", "60")) is None
