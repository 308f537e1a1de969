"""Spells and conditions of which nothing is to be seen did not take place."""

from dataclasses import replace
from typing import Any

import pytest

from e2e.staging import unstaged
from mock_backend.scenario import Scenario
from tests.checks.story import Story, running

JOB = [{"at": 1, "progress": 20}, {"at": 3, "progress": 60}, {"at": 5, "progress": 90}]


def visiting(*acts: dict[str, Any]) -> Scenario:
    return Scenario.model_validate({"name": "by-hand", "cause": "Tried here.", "job": JOB, "visit": acts})


def spell(word: str, begin: float = 6.5, end: float = 12.5) -> Scenario:
    return visiting({"act": word, "from": begin, "until": end})


@pytest.mark.parametrize(
    "word, tell",
    [
        ("offline", Story.offline),
        ("freeze", Story.frozen),
        ("sleep", Story.asleep),
        ("hide", Story.hidden),
    ],
)
def test_a_spell_that_was_seen_is_staged(word: str, tell: Any) -> None:
    story = tell(running(), 6.5, 12.5)
    assert unstaged(spell(word), story.polls(14).evidence(16)) == ()


@pytest.mark.parametrize("word", ["offline", "freeze", "sleep", "hide"])
def test_one_that_was_not_is_not(word: str) -> None:
    assert unstaged(spell(word), running().evidence(16)) == (f"{word} at 6.5 s did not take place",)


def test_each_spell_is_seen_once() -> None:
    twice = visiting(
        {"act": "offline", "from": 6.5, "until": 9.5}, {"act": "offline", "from": 11, "until": 15}
    )
    assert unstaged(twice, running().offline(6.5, 9.5).evidence(16)) == (
        "offline at 11 s did not take place",
    )


def test_one_that_was_not_over_is_not_staged() -> None:
    assert unstaged(spell("freeze"), running().frozen(6.5, float("inf")).evidence(9)) == (
        "freeze at 6.5 s was not over when the visit was",
    )


def test_one_that_was_to_come_after_the_page_was_left_is_not_missed() -> None:
    story = running()
    story.left_at = 6.2
    assert unstaged(spell("offline"), story.evidence(16)) == ()


def test_a_message_in_an_outage_tells_that_there_was_none() -> None:
    story = running().offline(6.5, 12.5).progress(8, 95)
    assert unstaged(spell("offline"), story.evidence(16)) == (
        "the page was offline from 6.5 s to 12.5 s, and got a message at 8 s",
    )


def test_a_message_at_its_end_is_the_burst() -> None:
    story = running().offline(6.5, 12.5).step(8, 95).stuck(8, 12.5, "progress", progress=95)
    assert unstaged(spell("offline"), story.evidence(16)) == ()


def test_a_request_in_an_outage_tells_that_there_was_none() -> None:
    story = running().asleep(6.5, 12.5).polls(8)
    assert unstaged(spell("sleep"), story.evidence(16)) == (
        "the page was asleep from 6.5 s to 12.5 s, and its request arrived at 8 s",
    )


def test_a_frozen_page_does_nothing_and_one_that_is_offline_may() -> None:
    frozen = running().frozen(6.5, 12.5).says(8, "still there")
    assert unstaged(spell("freeze"), frozen.evidence(16)) == (
        "the page was frozen from 6.5 s to 12.5 s, and did something at 8 s",
    )
    offline = running().offline(6.5, 12.5).says(8, "Polling error", "error")
    assert unstaged(spell("offline"), offline.evidence(16)) == ()


def test_an_outage_in_which_nothing_could_be_missed_is_none() -> None:
    story = running().offline(6.5, 7)
    assert unstaged(spell("offline", 6.5, 7), story.evidence(16)) == (
        "the page was offline from 6.5 s to 7 s, and had nothing to miss",
    )


def test_a_reset_in_an_outage_is_felt_when_it_is_over() -> None:
    reset = Scenario.model_validate(
        {**spell("offline").model_dump(by_alias=True), "faults": [{"fault": "reset", "at": 8}]}
    )
    story = running().offline(6.5, 12.5)
    story._wire(8, "socket.reset", fault="reset-1")._saw(closed_at=12.5, code=1006)
    assert unstaged(reset, story.evidence(16)) == ()
    story._saw(closed_at=14)
    assert unstaged(reset, story.evidence(16)) == (
        "reset-1 acted at 8 s, and the browser saw no socket close with 1006",
    )


def test_a_socket_that_cannot_be_made_has_thrown() -> None:
    broken = visiting({"act": "broken-socket"})
    thrown = Story().start(0).asks(0, threw="SecurityError").step(1, 20).step(3, 60).step(5, 90)
    assert unstaged(broken, thrown.evidence(16)) == ()
    assert unstaged(broken, running().evidence(16)) == (
        "broken-socket: no WebSocket constructor of the page threw",
    )


@pytest.mark.parametrize("word", ["forbidden-socket", "closed-port"])
def test_a_socket_that_is_out_of_reach_fails_and_never_knocks(word: str) -> None:
    scenario = visiting({"act": word})
    for how in ({"error_at": 0.0}, {"threw": "SecurityError"}):
        failed = Story().start(0).asks(0, **how).step(1, 20).step(3, 60).step(5, 90)
        assert unstaged(scenario, failed.evidence(16)) == ()
    assert unstaged(scenario, running().evidence(16)) == (f"{word}: a handshake reached the backend at 0 s",)
    silent = Story().start(0).step(1, 20).step(3, 60).step(5, 90)
    assert unstaged(scenario, silent.evidence(16)) == (f"{word}: no socket of the page failed",)


def test_a_page_that_keeps_its_user_was_not_left() -> None:
    left = visiting({"act": "leave", "by": "back", "at": 2.5})
    story = running().navigates(2.5, "/test")
    assert unstaged(left, story.evidence(16)) == ("the page kept its user, who was to leave it at 2.5 s",)
    story.left_at = 2.5
    assert unstaged(left, story.evidence(16)) == ()


def test_a_double_click_is_felt_twice() -> None:
    twice, evidence = visiting({"act": "double-click"}), running().evidence(16)
    assert unstaged(twice, replace(evidence, pointers=(0.0, 0.08))) == ()
    for felt in ((), (0.0,), (0.0, 6.5)):
        assert unstaged(twice, replace(evidence, pointers=felt)) == (
            "double-click: the page was not clicked twice at 0 s",
        )


def test_a_slow_device_is_as_slow_as_it_was_to_be() -> None:
    slow, evidence = visiting({"act": "slow-device", "factor": 4}), running().evidence(16)
    assert unstaged(slow, replace(evidence, slowed=4.0)) == ()
    assert unstaged(slow, evidence) == ("slow-device: the browser was not slowed down",)
