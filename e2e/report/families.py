"""What the visits of a run say together: an outcome for each family of scenarios. Pure.

Outcome of a visit, with its Ending ─► the same family, browser and note ─► Outcome of the family
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from e2e.checks import AnyCheck, FamilyCheck
from e2e.checks.channels_agree import Ending, apart
from e2e.report.outcome import Outcome


def families(visits: Iterable[Outcome], checks: Sequence[AnyCheck]) -> list[Outcome]:
    """One for each family that was visited, in each browser and by each clock, judged by those of the checks
    that are of families. Both families and their members stand in order of name, whatever came first.

    A family of which a single scenario was played agrees with itself: it has no outcome, unless the run was
    to judge families alone.
    """
    judging = [check for check in checks if isinstance(check, FamilyCheck)]
    least = 1 if len(judging) == len(checks) else 2
    grouped: dict[tuple[str, str, str], list[Ending]] = {}
    for visit in visits if judging else ():
        if visit.family and visit.ending:
            grouped.setdefault((visit.family, visit.browser, visit.note), []).append(visit.ending)
    return [
        _outcome(family, browser, note, sorted(endings, key=attrgetter("scenario")), judging)
        for (family, browser, note), endings in sorted(grouped.items())
        if len({ending.scenario for ending in endings}) >= least
    ]


def _outcome(
    family: str, browser: str, note: str, endings: Sequence[Ending], checks: Sequence[FamilyCheck]
) -> Outcome:
    return Outcome(
        scenario=family,
        browser=browser,
        verdicts=tuple(check.function(family, endings) for check in checks),
        unstaged=_of_several_jobs(endings),
        note=note,
        members=_members(endings),
    )


def _of_several_jobs(endings: Sequence[Ending]) -> tuple[str, ...]:
    first = endings[0]
    other = next((ending for ending in endings if ending.job != first.job), None)
    if other is None:
        return ()
    told = f"{first.scenario} tells {first.job}; {other.scenario} tells {other.job}"
    return (f"its scenarios have to tell the same job, and {told}",)


def _members(endings: Sequence[Ending]) -> tuple[str, ...]:
    """Where they don't agree, two are enough to show it."""
    usual, odd = apart(endings)
    shown = (usual[0], odd[0]) if odd else endings
    return tuple(dict.fromkeys(ending.scenario for ending in shown))
