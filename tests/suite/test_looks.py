"""How often a page is looked at until nothing is in flight."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest

from e2e.visit.driver import Observation
from e2e.visit.settle import Habits, View
from mock_backend.state import State
from tests.suite.test_settle import STATUS, asked, held, state, view

Looked = Callable[[Iterable[View], Iterable[State]], Observation]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looked]:
    """An observation that is handed these views and states, the first of each when all was settled last; in
    the end all have been asked for."""
    left: list[Iterator[Any]] = []

    def observation(views: Iterable[View], states: Iterable[State]) -> Observation:
        seen, told = iter(views), iter(states)
        left.extend((seen, told))
        control = Mock()
        control.state = control.advance = lambda *_, **__: next(told)
        observed = Observation(Mock(), control, "session", 0, Habits(frozenset(), lazy=False))
        observed.view = next(seen)
        monkeypatch.setattr(observed, "look", lambda **_: next(seen))
        return observed

    yield observation
    assert [list(rest) for rest in left] == [[], []]


def test_one_is_enough_where_the_page_only_listened(looked: Looked) -> None:
    observation = looked([view(), view(changes=1)], [state()])
    observation.settle(advanced=True)


def test_one_is_enough_where_it_asked_and_the_state_after_that_agrees(looked: Looked) -> None:
    after = state(held=held(STATUS))
    observation = looked([view(), view(sent=1, requests=asked(STATUS))], [state(), after])
    observation.settle(advanced=True)
    assert observation.state == after


def test_what_the_state_after_it_does_not_know_yet_is_waited_for(looked: Looked) -> None:
    on_its_way = view(sent=1, requests=asked(STATUS))
    arrived = state(held=held(STATUS))
    observation = looked([view(), on_its_way, on_its_way], [state(), state(), arrived])
    observation.settle(advanced=True)
    assert observation.state == arrived


@pytest.mark.parametrize(
    "advanced, after",
    [pytest.param(False, view(), id="a press"), pytest.param(True, view(document=0.7), id="a new document")],
)
def test_two_it_takes_after_more_than_a_step_of_time(looked: Looked, advanced: bool, after: View) -> None:
    observation = looked([view(), after, after], [state(), state()])
    observation.settle(advanced=advanced)
