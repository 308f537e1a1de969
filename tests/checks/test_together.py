"""Where one channel is to tell the end right behind the other, both do, or the page needed no second."""

import pytest

from e2e.staging import unstaged
from mock_backend.scenario import Scenario
from tests.checks.story import Story

JOB = [{"at": 1, "progress": 20}, {"at": 5, "completed": {}}]
EVENT, ANSWER = "event-behind-answer", "answer-behind-event"


def scenario(word: str) -> Scenario:
    return Scenario.model_validate({"cause": "Tried here.", "job": JOB, "faults": [{"fault": word}]})


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
