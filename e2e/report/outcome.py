"""What came of one visit, or of several to the same scenario. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from e2e.checks.channels_agree import Ending
from e2e.verdict import Verdict, worst


@dataclass(frozen=True, slots=True)
class Outcome:
    """One scenario in one browser; or, where it has `members`, a family of scenarios."""

    scenario: str
    browser: str
    verdicts: tuple[Verdict, ...] = ()
    unstaged: tuple[str, ...] = ()
    """What should have happened there and did not; if anything, its passes are worth nothing."""
    note: str = ""
    """What tells this visit from others in the same scenario: "real time", "left"."""
    family: str = ""
    """The one that the scenario is of."""
    ending: Ending | None = None
    """What the page came to, for its family."""
    members: tuple[str, ...] = ()
    """Of a family: its scenarios that were played; where they differ, two that show it."""

    @property
    def visit(self) -> str:
        kind = "family " if self.members else ""
        return f"{kind}{self.scenario}{', ' if self.note else ''}{self.note}"

    @property
    def label(self) -> str:
        return f"{self.visit} [{self.browser}]"

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """What failed, staged or not: a promise that is seen broken is broken."""
        return tuple(verdict for verdict in self.verdicts if verdict.result == "failed")


def merged(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """One for each label, where several tests visited the same: of each check the worst verdict."""
    return [_merged(group) for group in _by_label(outcomes).values()]


def _by_label(outcomes: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    grouped: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        grouped.setdefault(outcome.label, []).append(outcome)
    return grouped


def _merged(group: Sequence[Outcome]) -> Outcome:
    columns = zip(*(outcome.verdicts for outcome in group), strict=True)
    unstaged = dict.fromkeys(sentence for outcome in group for sentence in outcome.unstaged)
    return replace(group[0], verdicts=tuple(worst(*column) for column in columns), unstaged=tuple(unstaged))


def unsteady(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A sentence for each label whose visits came to different ends."""
    for label, group in _by_label(outcomes).items():
        broken = sum(bool(outcome.failures or outcome.unstaged) for outcome in group)
        if 0 < broken < len(group):
            yield f"Not the same each time: {label} failed in {broken} of {len(group)} visits."


def repeated(outcomes: Iterable[Outcome]) -> str:
    """How often each label was visited; a run that ended before its time came to some more often. Empty where
    it was once."""
    times = {len(group) for group in _by_label(outcomes).values()}
    most = max(times, default=1)
    if most == 1:
        return ""
    return f"{most} visits each" if times == {most} else f"up to {most} visits each"
