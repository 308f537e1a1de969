"""What a run of many scenarios found, folded to what matters. Pure.

folders      one line each: how many visits kept the contract there, broke it, were not staged; families
             have a line of their own
breaches     each failed check once: its promise, the visits that show it, the first one's sentence and those
             of visits in which it failed in another way, and the shortest command that shows it again
not staged   one line each
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.text import Text

from e2e.checks import EVERY_CHECK, AnyCheck
from e2e.report.outcome import Outcome
from e2e.report.table import DRAWN, Signs

NAMED_AT_MOST = 8
"""Visits that are named; of more only the number."""

OTHER_WAYS = 3
"""Sentences that a breach tells beside the first."""

PARTICULARS = re.compile(r"(?<!\w)'.*?'(?!\w)|\d[\d.]*")
"""What a sentence quotes, and its numbers: what is left says in what way a check failed."""

ELSEWHERE = "others"
"""The folder of scenarios that are not of the catalogue."""

FAMILIES = "families"
"""What stands in a folder's place for families of scenarios; last of all."""

Again = Callable[[Outcome, str], str]
"""The command that shows this visit's verdict of that check again."""


@dataclass(frozen=True)
class Breach:
    """A check that failed, in one visit at least."""

    check: AnyCheck
    shown_by: tuple[Outcome, ...]

    @property
    def first(self) -> Outcome:
        return self.shown_by[0]

    @property
    def ways(self) -> list[tuple[Outcome, str]]:
        """Each in which it failed: the first visit that shows it, and what its verdict says."""
        told: dict[str, tuple[Outcome, str]] = {}
        for outcome in self.shown_by:
            sentence = self._sentence(outcome)
            told.setdefault(PARTICULARS.sub("", sentence), (outcome, sentence))
        return list(told.values())

    def _sentence(self, outcome: Outcome) -> str:
        return next(verdict.sentence for verdict in outcome.failures if verdict.check == self.check.id)


def breaches(outcomes: Sequence[Outcome], checks: Sequence[AnyCheck] = EVERY_CHECK) -> list[Breach]:
    """In the order of the checks."""
    return [
        Breach(check, shown_by)
        for check in checks
        if (shown_by := tuple(outcome for outcome in outcomes if check.id in _failed(outcome)))
    ]


def _failed(outcome: Outcome) -> set[str]:
    return {verdict.check for verdict in outcome.failures}


def folded(
    outcomes: Sequence[Outcome],
    folders: Mapping[str, str],
    again: Again,
    *,
    signs: Signs = DRAWN,
    checks: Sequence[AnyCheck] = EVERY_CHECK,
    width: int | None = None,
) -> Text:
    """`folders`: of each scenario by name. `width`: columns to wrap at, None for whole lines; commands are
    never wrapped."""
    blocks = [Text("\n").join(_folder_lines(outcomes, folders))]
    blocks += [Text("\n").join(_breach(each, again, signs, width)) for each in breaches(outcomes, checks)]
    unstaged = [line for outcome in outcomes for line in _unstaged(outcome, width)]
    if unstaged:
        blocks.append(Text("\n").join(unstaged))
    return Text("\n\n").join(blocks)


def shown_again(found: Sequence[Breach], again: Again) -> list[Text]:
    """Below a table: each failed check with the command that shows it again."""
    margin = 2 + max((len(breach.check.id) for breach in found), default=0)
    return [
        Text.assemble(
            (f"{breach.check.id:<{margin}}", "bold red"),
            ("again  ", "dim"),
            again(breach.first, breach.check.id),
        )
        for breach in found
    ]


def _folder_lines(outcomes: Sequence[Outcome], folders: Mapping[str, str]) -> Iterator[Text]:
    grouped: dict[str, Counter[str]] = {}
    for outcome in outcomes:
        folder = FAMILIES if outcome.members else folders.get(outcome.scenario, ELSEWHERE)
        grouped.setdefault(folder, Counter())[_standing(outcome)] += 1
    margin = 2 + max(map(len, grouped), default=0)
    digits = max((len(str(count)) for counts in grouped.values() for count in counts.values()), default=0)
    for folder in sorted(grouped, key=lambda name: (name == FAMILIES, name)):
        yield _folder_line(folder.ljust(margin), grouped[folder], digits)


def _standing(outcome: Outcome) -> str:
    return "broken" if outcome.failures else "not staged" if outcome.unstaged else "kept"


def _folder_line(name: str, counts: Counter[str], digits: int) -> Text:
    parts = [Text(f"{counts['kept']:>{digits}} kept", "green" if counts["kept"] else "dim")]
    if counts["broken"]:
        parts.append(Text(f"{counts['broken']} broken", "bold red"))
    if counts["not staged"]:
        parts.append(Text(f"{counts['not staged']} not staged", "yellow"))
    return Text(name) + Text(", ").join(parts)


def _breach(breach: Breach, again: Again, signs: Signs, width: int | None) -> Iterator[Text]:
    check = breach.check
    yield Text.assemble((f"{signs.failed} {check.id}", "bold red"), (f"  {check.level}", "dim"))
    yield from _hanging("promised  ", check.promise, width)
    yield from _hanging("shown by  ", _names(breach.shown_by), width)
    (_, first), *others = breach.ways
    yield from _hanging("there     ", first, width)
    for outcome, sentence in others[:OTHER_WAYS]:
        yield from _hanging("also      ", f"in {outcome.visit}: {sentence}", width)
    if len(others) > OTHER_WAYS:
        yield from _hanging("also      ", f"in {len(others) - OTHER_WAYS} other ways", width)
    yield Text.assemble(("  again     ", "dim"), (again(breach.first, check.id), "bold"))


def _names(outcomes: Sequence[Outcome]) -> str:
    """The browser stands beside them only where they are of several."""
    several = len({outcome.browser for outcome in outcomes}) > 1
    return some([outcome.label if several else outcome.visit for outcome in outcomes])


def some(names: Sequence[str]) -> str:
    """All of them, or the first and how many more there are."""
    more = len(names) - NAMED_AT_MOST
    if more <= 1:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED_AT_MOST])} and {more} more"


def _unstaged(outcome: Outcome, width: int | None) -> Iterator[Text]:
    if outcome.unstaged:
        lines = _wrapped(f"{outcome.label} was not staged: {'; '.join(outcome.unstaged)}.", width, 2)
        yield from (Text(("  " if number else "") + line, "yellow") for number, line in enumerate(lines))


def _hanging(title: str, text: str, width: int | None) -> Iterator[Text]:
    """The title, and the text beside it."""
    margin = 2 + len(title)
    for number, line in enumerate(_wrapped(text, width, margin)):
        yield Text.assemble(("  " + (" " * len(title) if number else title), "dim"), line)


def _wrapped(text: str, width: int | None, margin: int) -> list[str]:
    if width is None:
        return [text]
    return wrap(text, max(20, width - margin), break_on_hyphens=False, break_long_words=False) or [""]
