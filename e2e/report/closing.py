"""The last words on a run: whether the contract was kept, and what makes the run worth nothing. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from e2e.checks import EVERY_CHECK, AnyCheck, FamilyCheck
from e2e.report.outcome import Outcome
from e2e.report.table import DRAWN, Signs
from e2e.verdict import Result

JUDGED: tuple[Result, ...] = ("passed", "waived")

KEPT = "Contract kept"


def closing(
    outcomes: Sequence[Outcome],
    signs: Signs = DRAWN,
    checks: Sequence[AnyCheck] = EVERY_CHECK,
    *,
    whole: bool = True,
    cut_short: bool = False,
    outlived: bool = False,
    repeated: str = "",
) -> str:
    """The last line: whether the contract was kept, and the counts.

    A run that is not `whole`, of chosen tests, owes no verdict of every core check. One that was `cut_short`,
    by an error or a failure of another kind, has not judged all that it was to judge. `outlived`: a waiver is
    there that nothing needs. `repeated`: how often each scenario was visited, where that was more than once.
    """
    counts = Counter(
        verdict.result for outcome in outcomes for verdict in outcome.verdicts if not outcome.unstaged
    )
    failures = sum(len(outcome.failures) for outcome in outcomes)
    missing = [outcome for outcome in outcomes if outcome.unstaged]
    parts = [
        *_size(outcomes, signs, checks, repeated),
        f"{failures} failed" if failures else "",
        f"{counts['waived']} waived" if counts["waived"] else "",
        f"{counts['passed']} passed",
        f"{counts['not applicable']} not applicable" if counts["not applicable"] else "",
        f"{_counted(missing)} not staged" if missing else "",
    ]
    standing = _standing(outcomes, checks, whole, cut_short)
    standing += " beyond its waivers" if outlived and standing == KEPT else ""
    return f"{standing}: {', '.join(filter(None, parts))}."


def _size(
    outcomes: Sequence[Outcome], signs: Signs, checks: Sequence[AnyCheck], repeated: str
) -> Iterator[str]:
    """How many scenarios were held against how many checks, how many families against how many of theirs."""
    of_families = sum(isinstance(check, FamilyCheck) for check in checks)
    visits = [outcome for outcome in outcomes if not outcome.members]
    families = [outcome for outcome in outcomes if outcome.members]
    for counted, judged in ((visits, len(checks) - of_families), (families, of_families)):
        times = f" {signs.times} {_count(judged, 'check')}" if judged else ""
        if counted or counted is visits:
            yield f"{_counted(counted)}{times}"
        if counted is visits:
            yield repeated


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
