"""What a test has to say beside pass and fail, for whoever sums up a run.

It travels with the test's reports, from a worker of xdist's too; pytest writes it to no file.
"""

from copy import copy
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pytest

from e2e.checks.channels_agree import Ending
from e2e.report.outcome import Outcome
from e2e.verdict import Verdict


@dataclass
class Notes:
    """All of it plain data: between two processes only that can travel."""

    visits: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Scenarios that take too long in real time."""
    not_here: list[tuple[str, str]] = field(default_factory=list)
    """Scenarios that this browser, clock or page cannot be put into, each with the reason."""
    missing: dict[str, str] = field(default_factory=dict)
    """Browsers that are not there, with what to do about it."""
    versions: dict[str, str] = field(default_factory=dict)
    """Of the browsers that were driven, by name."""
    suite_error: int | None = None
    """The exit code of an error of the suite itself."""

    def saw(self, outcome: Outcome) -> None:
        self.visits.append(asdict(outcome))

    @property
    def outcomes(self) -> list[Outcome]:
        return [_outcome(visit) for visit in self.visits]


NOTES = pytest.StashKey[Notes]()
ATTRIBUTE = "runner_e2e_notes"


def taken(item: pytest.Item) -> Notes:
    """Those of that test, to be added to while it runs."""
    return item.stash.setdefault(NOTES, Notes())


def attach(item: pytest.Item, report: pytest.TestReport, **of_this_phase: Any) -> None:
    """To its report, as they are now. `of_this_phase`: what no other of its reports says."""
    notes = vars(replace(taken(item), **of_this_phase))
    setattr(report, ATTRIBUTE, {name: copy(value) for name, value in notes.items()})


def attached(report: pytest.TestReport) -> Notes:
    return Notes(**getattr(report, ATTRIBUTE, {}))


def _outcome(visit: dict[str, Any]) -> Outcome:
    """xdist makes lists of tuples."""
    verdicts = tuple(
        Verdict(**{**verdict, "pieces": tuple(verdict["pieces"])}) for verdict in visit["verdicts"]
    )
    ending = visit["ending"] and Ending(**visit["ending"])
    tuples = {name: tuple(visit[name]) for name in ("unstaged", "members")}
    return Outcome(**{**visit, **tuples, "verdicts": verdicts, "ending": ending})
