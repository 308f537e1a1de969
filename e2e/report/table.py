"""Every scenario and every check, as a table for a terminal. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.text import Text

from e2e.checks import EVERY_CHECK, AnyCheck, FamilyCheck
from e2e.report.outcome import Outcome
from e2e.verdict import Result

STYLES: dict[Result, str] = {
    "passed": "green",
    "failed": "bold red",
    "waived": "yellow",
    "not applicable": "dim",
}


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
