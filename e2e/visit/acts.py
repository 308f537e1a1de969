"""What the scenario lets the user and the browser do, as moments of a visit.

scenario.visit ─► conditions   before the page is opened
               └► moments      user's acts, spells of the browser; in order of time
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from mock_backend.scenario import Scenario
from mock_backend.visit import Back, Leave, Reload, Return, RunAgain, SecondTab, Spell, UserAct, Way


class User(Protocol):
    """Does by hand what a user does on the page."""

    def leave(self, by: Way) -> None: ...
    def come_back(self) -> None: ...
    def back(self) -> None: ...
    def reload(self) -> None: ...
    def run_again(self) -> None: ...
    def run_in_second_tab(self) -> None: ...


class Machine(Protocol):
    """Lets the browser and its machine do what they do for a while."""

    def begin(self, spell: Spell) -> None: ...
    def end(self, spell: Spell) -> None: ...


@dataclass(frozen=True)
class Moment:
    """Something to do at a second of the scenario; `do` returns when all is settled."""

    at: float
    do: Callable[[], None]


def moments(scenario: Scenario, user: User, machine: Machine) -> list[Moment]:
    """In order of time; what happens at the same time stands in the scenario's order."""
    return sorted(_moments(scenario, user, machine), key=lambda moment: moment.at)


def _moments(scenario: Scenario, user: User, machine: Machine) -> Iterator[Moment]:
    for act in scenario.visit:
        if isinstance(act, UserAct):
            yield Moment(act.at, _of_user(act, user))
        elif isinstance(act, Spell):
            yield Moment(act.from_, partial(machine.begin, act))
            yield Moment(act.until, partial(machine.end, act))


def _of_user(act: UserAct, user: User) -> Callable[[], None]:
    match act:
        case Leave(by=by):
            return partial(user.leave, by)
        case Return():
            return user.come_back
        case Back():
            return user.back
        case Reload():
            return user.reload
        case RunAgain():
            return user.run_again
        case SecondTab():
            return user.run_in_second_tab
