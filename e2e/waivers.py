"""Promises that the page is known to break, as the configuration says. Pure, but for the date of today."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from e2e.config import Waiver
from e2e.report import Outcome
from e2e.verdict import Verdict


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


def remarks(outcomes: Sequence[Outcome], waivers: Sequence[Waiver], day: date) -> Iterator[str]:
    """What became of each waiver: a sentence."""
    for waiver in waivers:
        where = waiver.check if waiver.scenario == "*" else f"{waiver.check} in {waiver.scenario}"
        if waiver.over(day):
            yield f"The waiver of {where} ended on {waiver.until}, and counts no more ({waiver.reason})."
            continue
        seen = [(outcome, verdict) for outcome in outcomes for verdict in outcome.verdicts]
        covered = [
            outcome.label
            for outcome, verdict in seen
            if verdict.result == "waived" and waiver.covers(verdict.check, outcome.scenario)
        ]
        until = f" until {waiver.until}" if waiver.until else ""
        if covered:
            others = f" and {len(covered) - 1} more" if len(covered) > 1 else ""
            yield f"Waived{until}: {where}, broken in {covered[0]}{others} ({waiver.reason})."
        elif any(waiver.covers(verdict.check, outcome.scenario) for outcome, verdict in seen):
            yield f"The waiver of {where} was not needed: take it out if it stays so ({waiver.reason})."
