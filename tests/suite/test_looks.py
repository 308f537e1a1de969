"""How often a page is looked at until nothing is in flight."""

from collections.abc import Sequence
from unittest.mock import Mock

import pytest

from e2e.visit.driver import Observation
from e2e.visit.settle import Habits, View
from mock_backend.state import State
from tests.suite.test_settle import STATUS, asked, held, state, view


def looks(
    monkeypatch: pytest.MonkeyPatch, views: Sequence[View], states: Sequence[State], advanced: bool
) -> int:
    """How many of these views it takes to settle; it takes all of the states, the first beforehand."""
    told = Mock(side_effect=states)
    observation = Observation(Mock(), Mock(state=told), "session", 0, Habits(frozenset(), lazy=False))
    observation.view = view()
    look = Mock(side_effect=views)
    monkeypatch.setattr(observation, "look", look)
    observation.settle(advanced=advanced)
    assert observation.state == states[-1]
    assert told.call_count == len(states)
    return look.call_count


def test_one_is_enough_where_the_page_only_listened(monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks(monkeypatch, [view(changes=1)], [state()], advanced=True) == 1


def test_one_is_enough_where_it_asked_and_the_state_after_that_agrees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_its_way, arrived = view(sent=1, requests=asked(STATUS)), state(held=held(STATUS))
    assert looks(monkeypatch, [on_its_way], [state(), arrived], advanced=True) == 1


def test_what_the_state_after_it_does_not_know_yet_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    on_its_way, arrived = view(sent=1, requests=asked(STATUS)), state(held=held(STATUS))
    assert looks(monkeypatch, [on_its_way] * 2, [state(), state(), arrived], advanced=True) == 2


@pytest.mark.parametrize(
    "advanced, after",
    [pytest.param(False, view(), id="a press"), pytest.param(True, view(document=0.7), id="a new document")],
)
def test_two_it_takes_after_more_than_a_step_of_time(
    monkeypatch: pytest.MonkeyPatch, advanced: bool, after: View
) -> None:
    assert looks(monkeypatch, [after] * 2, [state()] * 2, advanced) == 2
