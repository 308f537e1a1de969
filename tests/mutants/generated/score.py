"""What became of each mutant, and whether that is enough. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tests.mutants.generated.equivalent import Explanation
from tests.mutants.generated.mutant import Mutant

ENOUGH = 0.9
"""The part of all mutants that has to be caught; of those without an explanation, all have to be."""

OPEN = (
    "neither caught nor explained: let a scenario or a check catch them, mend the page where its code is of "
    "no use, or say in equivalent.yaml why no behaviour differs that the contract speaks of."
)


@dataclass(frozen=True, slots=True)
class Played:
    """One visit to the page."""

    play: str
    seconds: float = 0.0
    checks: tuple[str, ...] = ()
    """Those that failed."""
    unstaged: tuple[str, ...] = ()
    trouble: str = ""
    """What kept the suite from judging: the page never came to rest, or could not be run at all."""
    reached: frozenset[str] = frozenset()
    """The ids of the mutants whose place was run through."""

    @property
    def kept(self) -> bool:
        return not (self.checks or self.unstaged or self.trouble)


@dataclass(frozen=True, slots=True)
class Fate:
    mutant: Mutant
    played: tuple[Played, ...] = ()
    """Empty where no scenario reaches it."""

    @property
    def catcher(self) -> Played | None:
        """A promise seen broken counts most; a scenario that did not take place is an error of the suite, and
        so noticed too, but by no check."""
        broken = [one for one in self.played if one.checks or one.trouble]
        return next(iter([*broken, *(one for one in self.played if one.unstaged)]), None)

    @property
    def caught_by(self) -> str:
        """Empty when it was not."""
        one = self.catcher
        return "" if one is None else ", ".join(one.checks) or one.trouble or "not staged"

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.played)


P = TypeVar("P")


def fate(mutant: Mutant, plays: Iterable[P], play: Callable[[P], Played]) -> Fate:
    """What becomes of it in these scenarios: the first that shows a broken promise is the last."""
    played = []
    for one in plays:
        played.append(play(one))
        if played[-1].checks or played[-1].trouble:
            break
    return Fate(mutant, tuple(played))


@dataclass(frozen=True, slots=True)
class Score:
    fates: Sequence[Fate]
    explanations: Sequence[Explanation]
    everything: Sequence[Mutant]
    """All mutants, played or not."""

    @property
    def survivors(self) -> list[Fate]:
        return [fate for fate in self.fates if not fate.caught_by]

    @property
    def unexplained(self) -> list[Fate]:
        return [fate for fate in self.survivors if not self._explained(fate.mutant)]

    def _explained(self, mutant: Mutant) -> bool:
        return any(explanation.fits(mutant) for explanation in self.explanations)

    @property
    def complaints(self) -> list[str]:
        """A sentence each; none when the score is high enough and each explanation holds."""
        return [*self._scores(), *self._stale(), *self._refuted()]

    def _scores(self) -> Iterable[str]:
        caught, whole = len(self.fates) - len(self.survivors), len(self.fates) == len(self.everything)
        if not self.fates:
            yield "No mutant was played: nothing was shown."
        elif whole and caught < ENOUGH * len(self.fates):
            yield f"{caught} of {len(self.fates)} mutants were caught, expected {ENOUGH:.0%} at least."
        if self.unexplained:
            yield f"{len(self.unexplained)} of {len(self.fates)} mutants were {OPEN}"

    def _stale(self) -> Iterable[str]:
        for explanation in self.explanations:
            if not any(explanation.fits(mutant) for mutant in self.everything):
                yield f"equivalent.yaml explains a mutant that does not exist: {explanation}."

    def _refuted(self) -> Iterable[str]:
        for each in self.fates:
            if each.caught_by and self._explained(each.mutant):
                yield (
                    f"equivalent.yaml explains {each.mutant.place}, {each.mutant.change}, which "
                    f"{each.caught_by} caught: take it out."
                )

    def line(self, seconds: float) -> str:
        caught = len(self.fates) - len(self.survivors)
        explained = len(self.survivors) - len(self.unexplained)
        rate = caught / len(self.fates) if self.fates else 0.0
        return (
            f"generated: {caught} of {len(self.fates)} caught ({rate:.1%}), {explained} explained, "
            f"{len(self.unexplained)} neither, in {seconds // 60:.0f}:{seconds % 60:02.0f}"
        )


def table(fates: Iterable[Fate]) -> str:
    """A line for each mutant: which, what caught it, where, in how many seconds."""
    rows = [("mutant", "place", "change", "caught by", "scenario", "s")]
    rows += [_row(each) for each in fates]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _row(each: Fate) -> tuple[str, str, str, str, str, str]:
    mutant, catcher = each.mutant, each.catcher
    where = catcher.play if catcher else "reached by none" if not each.played else "-"
    caught_by = each.caught_by or "-"
    return (
        mutant.id,
        mutant.place,
        f"{mutant.mutator}: {mutant.change}",
        caught_by,
        where,
        f"{each.seconds:.1f}",
    )


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    *cells, last = row
    *before, width = widths
    padded = [cell.ljust(wide) for cell, wide in zip(cells, before, strict=True)]
    return "  ".join([*padded, last.rjust(width)])
