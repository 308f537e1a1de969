"""What the scenario lets the user and the browser do, as moments of a visit.

    scenario.visit ─► conditions   before the page is opened
                   └► moments      user's acts, spells of the browser; in order of time
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from mock_backend.scenario import Scenario
from mock_backend.visit import Leave, UserAct


class User(Protocol):
    """Does by hand what a user does on the page."""

    def leave(self) -> None: ...


@dataclass(frozen=True)
class Moment:
    """Something to do at a second of the scenario; `do` returns when all is settled."""

    at: float
    do: Callable[[], None]


def moments(scenario: Scenario, user: User) -> list[Moment]:
    """In order of time; what happens at the same time stands in the scenario's order."""
    return sorted(_moments(scenario, user), key=lambda moment: moment.at)


def _moments(scenario: Scenario, user: User) -> Iterator[Moment]:
    for act in scenario.visit:
        if isinstance(act, UserAct):
            yield Moment(act.at, _of_user(act, user))


def _of_user(act: UserAct, user: User) -> Callable[[], None]:
    match act:
        case Leave():
            return user.leave
        case _:
            raise NotImplementedError(act.act)
