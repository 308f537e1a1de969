"""Where one channel is to tell the end right behind the other, both do, or the page needed no second."""

import pytest

from e2e.staging import unstaged
from mock_backend.scenario import Scenario
from tests.checks.story import Story

JOB = [{"at": 1, "progress": 20}, {"at": 5, "completed": {}}]
EVENT, ANSWER = "event-behind-answer", "answer-behind-event"


def scenario(word: str, **fields: object) -> Scenario:
    fault = {"fault": word, **fields}
    return Scenario.model_validate({"cause": "Tried here.", "job": JOB, "faults": [fault]})


def by_polling_first() -> Story:
    story = Story().start(0).connect(0).step(1, 20).poll(2, progress=20)
    return owed(story, 2, "progress", progress=20).completes(5).poll(6, "completed")


def owed(story: Story, at: float, name: str, **data: object) -> Story:
    payload = {"job_id": story.job, "event": name, "data": data}
    return story._wire(at, "socket.sent", message="event", payload=payload, job=story.job, fault=f"{EVENT}-1")


def by_the_socket_first() -> Story:
    story = Story().start(0).connect(0).progress(1, 20)
    number = story._request(2, "status", f"/api/test/status/{story.job}", story.job)
    story._http(2, "http.held", number, "status", fault=f"{ANSWER}-1")
    return story.completes(5).event(5, "completed")


def let_go(story: Story, at: float, kind: str = "http.answered") -> Story:
    fields = {"status": 200, "fault": f"{ANSWER}-1"} if kind == "http.answered" else {}
    return story._http(at, kind, 2, "status", **fields)


@pytest.mark.parametrize(
    "word, story",
    [
        (EVENT, owed(by_polling_first(), 6, "completed")),
        (EVENT, by_polling_first().close(6)),
        (ANSWER, let_go(by_the_socket_first(), 5)),
        (ANSWER, let_go(by_the_socket_first(), 5, "http.abandoned")),
    ],
)
def test_an_end_that_is_told_twice_in_one_instant_is_staged(word: str, story: Story) -> None:
    assert [said for said in unstaged(scenario(word), story.evidence(9)) if "behind" in said] == []


@pytest.mark.parametrize(
    "word, story, told",
    [
        (EVENT, by_polling_first(), 6),
        (EVENT, owed(by_polling_first(), 7, "completed"), 6),
        (ANSWER, by_the_socket_first(), 5),
        (ANSWER, let_go(by_the_socket_first(), 7), 5),
    ],
)
def test_one_that_is_not_is_not(word: str, story: Story, told: float) -> None:
    sentence = f"{word}-1 let nothing tell the end right behind what told it at {told} s"
    assert sentence in unstaged(scenario(word), story.evidence(9))


def said(story: Story, word: str, **fields: object) -> list[str]:
    sentences = unstaged(scenario(word, **fields), story.evidence(9))
    return [sentence for sentence in sentences if "behind what told it" in sentence]


def gave_up() -> Story:
    """It waited for 2 s, and for 2 s more before it asked again."""
    story = Story().start(0).connect(0).progress(1, 20)
    number = story._request(2, "status", f"/api/test/status/{story.job}", story.job)
    story._http(2, "http.held", number, "status", fault=f"{ANSWER}-1")
    story._http(4, "http.abandoned", number, "status")
    return story.completes(5).event(5, "completed").poll(6, "completed")


def lost_its_socket() -> Story:
    story = Story().start(0).connect(0).step(1, 20).poll(2, progress=20)
    owed(story, 2, "progress", progress=20)._wire(3, "socket.reset", fault="reset-1")
    return story._wire(3, "socket.ended", code=1006, clean=False).completes(5).poll(6, "completed")


def test_a_page_that_gave_up_or_lost_the_second_channel_cannot_be_told_twice() -> None:
    assert said(gave_up(), ANSWER) == []
    assert said(lost_its_socket(), EVENT) == []


@pytest.mark.parametrize("fields", [{"until": 4}, {"requests": [1]}])
def test_a_fault_that_is_not_meant_for_the_end_need_not_act_there(fields: dict[str, object]) -> None:
    assert said(by_the_socket_first(), ANSWER) != []
    assert said(by_the_socket_first(), ANSWER, **fields) == []


def test_an_answer_that_does_not_tell_the_end_is_not_the_first_that_does() -> None:
    story = Story().start(0).connect(0).step(1, 20).poll(2, progress=20)
    owed(story, 2, "progress", progress=20).completes(5).poll(6, "running", progress=20)
    assert said(owed(story, 6, "completed").close(6), EVENT) == []
    assert said(story.poll(8, "completed"), EVENT) != []


def test_whoever_was_away_at_the_end_is_told_nothing() -> None:
    story = by_the_socket_first()
    story.left_at = 4.5
    assert said(story, ANSWER) == []
