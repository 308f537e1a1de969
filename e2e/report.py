"""What a run of the suite found, as text for a terminal. Pure.

Outcome ─┬─► table, closing line            every scenario, every check
         ├─► explanation, what happened     one scenario that did not hold
         └─► complaints                     what makes the run worth nothing: exit code 3
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.text import Text

from e2e.cause import NOTHING
from e2e.checks import EVERY_CHECK, AnyCheck, FamilyCheck
from e2e.checks.channels_agree import Ending
from e2e.evidence import Evidence, Picture
from e2e.lines import Piece, line, second
from e2e.provenance import Provenance
from e2e.verdict import Result, Verdict, worst

STYLES: dict[Result, str] = {
    "passed": "green",
    "failed": "bold red",
    "waived": "yellow",
    "not applicable": "dim",
}


JUDGED: tuple[Result, ...] = ("passed", "waived")

WIDEST_ROW = 100
"""Letters of a row in the picture of a page."""


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


@dataclass(frozen=True, slots=True)
class Signs:
    """What the table is drawn with."""

    passed: str = "✓"
    failed: str = "✗"
    waived: str = "~"
    not_applicable: str = "–"  # noqa: RUF001
    nothing: str = "·"
    corner: str = "╭"
    bar: str = "│"
    rule: str = "─"
    times: str = "×"  # noqa: RUF001

    def of(self, result: Result) -> str:
        return str(getattr(self, result.replace(" ", "_")))


DRAWN = Signs()
PLAIN = Signs("+", "X", "~", "-", ".", ",", "|", "-", "x")


def signs(encoding: str | None) -> Signs:
    """Those that a terminal of that encoding can show."""
    try:
        "".join(getattr(DRAWN, name) for name in Signs.__slots__).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return DRAWN


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


def table(
    outcomes: Sequence[Outcome], signs: Signs = DRAWN, checks: Sequence[AnyCheck] = EVERY_CHECK
) -> Text:
    """A row for each outcome, a column of one sign for each check; the checks' names lead down to them.

    To be printed with `soft_wrap`.
    """
    checks = concerned(outcomes, checks)
    margin = 2 + max((len(outcome.label) for outcome in outcomes), default=0)
    gaps = [_gap(checks, number) for number in range(len(checks))]
    lines = [_heading(checks, number, margin, gaps, signs) for number in range(len(checks))]
    lines += [_row(outcome, checks, margin, gaps, signs) for outcome in outcomes]
    return Text("\n").join(lines)


def concerned(outcomes: Iterable[Outcome], checks: Sequence[AnyCheck]) -> list[AnyCheck]:
    """Without those of families where there was none."""
    families = any(outcome.members for outcome in outcomes)
    return [check for check in checks if families or not isinstance(check, FamilyCheck)]


def _gap(checks: Sequence[AnyCheck], number: int) -> str:
    """What stands before a column: core and extended checks are set apart."""
    if number == 0:
        return ""
    return " " if checks[number].level == checks[number - 1].level else "   "


def _heading(checks: Sequence[AnyCheck], number: int, margin: int, gaps: list[str], signs: Signs) -> Text:
    heading = Text(" " * margin)
    for column in range(number):
        heading.append(gaps[column] + signs.bar, "dim")
    rest = sum(len(gap) + 1 for gap in gaps[number + 1 :])
    heading.append(gaps[number] + signs.corner + signs.rule * (rest + 1) + " ", "dim")
    return heading.append(checks[number].id)


def _row(outcome: Outcome, checks: Sequence[AnyCheck], margin: int, gaps: list[str], signs: Signs) -> Text:
    results = {verdict.check: verdict.result for verdict in outcome.verdicts}
    row = Text(outcome.label.ljust(margin), "bold red" if outcome.failures else "")
    for check, gap in zip(checks, gaps, strict=True):
        result = results.get(check.id)
        if result is None or (outcome.unstaged and result != "failed"):
            row.append(gap + signs.nothing, "dim")
        else:
            row.append(gap + signs.of(result), STYLES[result])
    return row.append("  not staged", "yellow") if outcome.unstaged else row


KEPT = "Contract kept"


def closing(
    outcomes: Sequence[Outcome],
    signs: Signs = DRAWN,
    checks: Sequence[AnyCheck] = EVERY_CHECK,
    *,
    whole: bool = True,
    cut_short: bool = False,
    outlived: bool = False,
) -> str:
    """The last line: whether the contract was kept, and the counts.

    A run that is not `whole`, of chosen tests, owes no verdict of every core check. One that was `cut_short`,
    by an error or a failure of another kind, has not judged all that it was to judge. `outlived`: a waiver is
    there that nothing needs.
    """
    counts = Counter(
        verdict.result for outcome in outcomes for verdict in outcome.verdicts if not outcome.unstaged
    )
    failures = sum(len(outcome.failures) for outcome in outcomes)
    missing = [outcome for outcome in outcomes if outcome.unstaged]
    parts = [
        *_size(outcomes, signs, checks),
        f"{failures} failed" if failures else "",
        f"{counts['waived']} waived" if counts["waived"] else "",
        f"{counts['passed']} passed",
        f"{counts['not applicable']} not applicable" if counts["not applicable"] else "",
        f"{_counted(missing)} not staged" if missing else "",
    ]
    standing = _standing(outcomes, checks, whole, cut_short)
    standing += " beyond its waivers" if outlived and standing == KEPT else ""
    return f"{standing}: {', '.join(filter(None, parts))}."


def _size(outcomes: Sequence[Outcome], signs: Signs, checks: Sequence[AnyCheck]) -> Iterator[str]:
    """How many scenarios were held against how many checks, how many families against how many of theirs."""
    of_families = sum(isinstance(check, FamilyCheck) for check in checks)
    visits = [outcome for outcome in outcomes if not outcome.members]
    families = [outcome for outcome in outcomes if outcome.members]
    for counted, judged in ((visits, len(checks) - of_families), (families, of_families)):
        times = f" {signs.times} {_count(judged, 'check')}" if judged else ""
        if counted or counted is visits:
            yield f"{_counted(counted)}{times}"


def _counted(outcomes: Sequence[Outcome]) -> str:
    """`2 scenarios`, `1 family`, or both."""
    families = sum(bool(outcome.members) for outcome in outcomes)
    visits = len(outcomes) - families
    told = [_count(visits, "scenario")] if visits or not families else []
    return " and ".join([*told, *([_count(families, "family", "families")] if families else [])])


def _standing(outcomes: Sequence[Outcome], checks: Sequence[AnyCheck], whole: bool, cut_short: bool) -> str:
    if any(outcome.failures for outcome in outcomes):
        return "Contract broken"
    judged = not complaints(outcomes, checks) if whole else not any(outcome.unstaged for outcome in outcomes)
    if not whole and judged and not cut_short and len(never_judged(outcomes, checks)) == len(checks):
        return "Nothing to judge there"
    return KEPT if judged and not cut_short else "Contract not judged"


def _count(number: int, noun: str, many: str = "") -> str:
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"


def never_judged(
    outcomes: Iterable[Outcome], checks: Sequence[AnyCheck] = EVERY_CHECK
) -> tuple[AnyCheck, ...]:
    """The checks that were not applicable wherever a scenario was staged."""
    judged = {
        verdict.check
        for outcome in outcomes
        for verdict in outcome.verdicts
        if verdict.result == "failed" or (verdict.result in JUDGED and not outcome.unstaged)
    }
    return tuple(check for check in checks if check.id not in judged)


def complaints(
    outcomes: Sequence[Outcome], checks: Sequence[AnyCheck] = EVERY_CHECK, unstaged: bool = True
) -> tuple[str, ...]:
    """Why the run is worth nothing as a whole or in part, a sentence each: an error, never a pass.

    Without `unstaged`, scenarios that were not staged are told elsewhere.
    """
    if not outcomes:
        return ("No scenario was run: nothing was judged.",)
    found = [
        f"{outcome.label} was not staged: {'; '.join(outcome.unstaged)}."
        for outcome in outcomes
        if outcome.unstaged and unstaged
    ]
    core = [check.id for check in never_judged(outcomes, checks) if _owed(check)]
    if core:
        found.append(f"Core checks were never judged: {', '.join(core)}.")
    return tuple(found)


def _owed(check: AnyCheck) -> bool:
    """Whether any page gives a whole run something to judge by it."""
    return check.level == "core" and not check.of_shapes


def asides(outcomes: Sequence[Outcome], checks: Sequence[AnyCheck] = EVERY_CHECK) -> tuple[str, ...]:
    """What one should know though it is no error: checks that were never judged, and need not be."""
    left = [check.id for check in never_judged(outcomes, checks) if not _owed(check)]
    return (f"Never judged: {', '.join(left)}.",) if left and outcomes else ()


OF_ITS_OWN = (
    "the page was late of its own accord, or waited for what the virtual clock does not move, "
    "like a timer of a worker: --real-time tells"
)


def explanation(outcome: Outcome, checks: Sequence[AnyCheck] = EVERY_CHECK) -> str:
    """What failed in one scenario, by which promise and which evidence; empty when nothing did."""
    promises = {check.id: check.promise for check in checks}
    blocks = []
    for verdict in outcome.failures:
        rows = [f"{verdict.check}: {verdict.sentence}", f"  promised: {promises.get(verdict.check, '?')}"]
        rows += [f"  maybe: {OF_ITS_OWN}"] if NOTHING in verdict.sentence else []
        blocks.append("\n".join([*rows, *(f"  {piece}" for piece in verdict.pieces)]))
    blocks += [f"not staged: {sentence}" for sentence in outcome.unstaged]
    return "\n\n".join([outcome.label, *blocks]) if blocks else ""


def happened(evidence: Evidence, journal: int = 20, console: int = 20, pictures: int = 10) -> str:
    """The last lines of journal and console, errors and dialogs; how the page came to look, change by change
    with the cause of each, and as it was seen last."""
    parts: dict[str, Sequence[Piece]] = {
        "journal": evidence.journal[-journal:],
        "console": evidence.console[-console:],
        "errors": evidence.errors,
        "blocked": evidence.blocked,
        "dialogs": evidence.dialogs,
        "navigations": evidence.navigations,
        "sockets": evidence.sockets,
        "spells": evidence.spells,
    }
    blocks = [
        "\n".join([f"{name}:", *(f"  {line(piece)}" for piece in pieces)])
        for name, pieces in parts.items()
        if pieces
    ]
    changes = _changes(evidence, pictures)
    if changes:
        blocks.append("\n".join(["page:", *changes]))
    if evidence.imitated:
        blocks.append("\n".join(["imitated:", *(f"  {sentence}" for sentence in evidence.imitated)]))
    return "\n\n".join([*blocks, f"page at {second(evidence.ended_at)}:\n{picture(evidence)}"])


def _changes(evidence: Evidence, last: int) -> list[str]:
    """The last pictures, each with what it is laid to."""
    provenance = Provenance(evidence)
    shown = [(picture, provenance.cause(picture)) for picture in evidence.pictures[-last:]]
    return [f"  {line(picture)}{f'  ({cause.phrase})' if cause else ''}" for picture, cause in shown]


def picture(evidence: Evidence) -> str:
    """The page as it was seen last, in a frame of text."""
    if not evidence.pictures:
        return "  (the page was never seen)"
    rows = _drawn(evidence.pictures[-1])
    width = max(map(len, rows))
    edge = f"  +{'-' * (width + 2)}+"
    return "\n".join([edge, *(f"  | {row.ljust(width)} |" for row in rows), edge])


def _drawn(shown: Picture) -> list[str]:
    button = "[ running ]" if shown.busy else "[ run ]" if shown.runnable else ""
    rows = [
        shown.path,
        button,
        "" if shown.progress is None else f"{_bar(shown.progress)} {shown.progress}%",
        f"testing {shown.step}" if shown.step else "",
        "results" if shown.outcome else "",
        *(f"! {alert}" for alert in shown.alerts),
    ]
    return [_clipped(line) for row in rows for line in row.splitlines() if line.strip()]


def _clipped(row: str) -> str:
    return row if len(row) <= WIDEST_ROW else row[: WIDEST_ROW - 3] + "..."


def _bar(progress: str) -> str:
    """Twenty cells; empty for what is no percentage."""
    full = int(progress) // 5 if progress.isdecimal() and int(progress) <= 100 else 0
    return "#" * full + "." * (20 - full)
