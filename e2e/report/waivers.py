"""Promises that the page is known to break, as the configuration says. Pure, but for the date of today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from e2e.config import Waiver
from e2e.errors import near
from e2e.report.outcome import Outcome
from e2e.verdict import Result, Verdict


def today() -> date:
    """Where this machine is."""
    return datetime.now().astimezone().date()


def applied(outcome: Outcome, waivers: Sequence[Waiver], day: date) -> Outcome:
    """Its failures that one of the waivers covers on that day are waived."""
    in_force = [waiver for waiver in waivers if not waiver.over(day)]
    return replace(
        outcome, verdicts=tuple(_lenient(verdict, outcome, in_force) for verdict in outcome.verdicts)
    )


def _lenient(verdict: Verdict, outcome: Outcome, waivers: Iterable[Waiver]) -> Verdict:
    if verdict.result != "failed":
        return verdict
    covered = any(waiver.covers(verdict.check, outcome.scenario) for waiver in waivers)
    return replace(verdict, result="waived") if covered else verdict


def needless(
    outcomes: Sequence[Outcome], waivers: Sequence[Waiver], day: date, whole: bool
) -> tuple[Waiver, ...]:
    """Those of promises that the page has come to keep: what was expected to fail, and is to be taken out.

    `whole`: all scenarios were played. In a choice of them only a waiver of a single scenario tells that.
    """
    return tuple(
        waiver
        for waiver in waivers
        if not waiver.over(day) and (whole or waiver.single) and _results(outcomes, waiver) == {"passed"}
    )


def _results(outcomes: Sequence[Outcome], waiver: Waiver) -> set[Result]:
    """Of its check, where that was judged."""
    staged = [outcome for outcome in outcomes if not outcome.unstaged]
    return {verdict.result for _, verdict in _covered(staged, waiver)} - {"not applicable"}


def _covered(outcomes: Sequence[Outcome], waiver: Waiver) -> list[tuple[Outcome, Verdict]]:
    return [
        (outcome, verdict)
        for outcome in outcomes
        for verdict in outcome.verdicts
        if waiver.covers(verdict.check, outcome.scenario)
    ]


def remarks(outcomes: Sequence[Outcome], waivers: Sequence[Waiver], day: date, whole: bool) -> Iterator[str]:
    """What became of each waiver: a sentence."""
    outlived = needless(outcomes, waivers, day, whole)
    played = sorted({outcome.scenario for outcome in outcomes})
    for waiver in waivers:
        where = _where(waiver)
        if waiver.over(day):
            yield f"The waiver of {where} ended on {waiver.until}, and counts no more ({waiver.reason})."
            continue
        covered = _covered(outcomes, waiver)
        broken = [outcome.label for outcome, verdict in covered if verdict.result == "waived"]
        until = f" until {waiver.until}" if waiver.until else ""
        if broken:
            others = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
            yield f"Waived{until}: {where}, broken in {broken[0]}{others} ({waiver.reason})."
        elif waiver in outlived:
            yield kept(waiver)
        elif covered:
            yield f"The waiver of {where} was not needed here ({waiver.reason})."
        elif whole and waiver.single and waiver.scenario not in played:
            meant = near(waiver.scenario, played)
            yield f"The waiver of {where} covers nothing: no such scenario{meant} ({waiver.reason})."


def kept(waiver: Waiver) -> str:
    """Of one that nothing needs."""
    return (
        f"A promise is kept, and this run fails: take the waiver of {_where(waiver)} out ({waiver.reason})."
    )


def _where(waiver: Waiver) -> str:
    return waiver.check if waiver.scenario == "*" else f"{waiver.check} in {waiver.scenario}"
