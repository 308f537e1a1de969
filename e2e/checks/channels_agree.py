"""The one check over several visits: a *family* of scenarios tells the same job by different channels.

Evidence ─► Ending        what the page came to, one for each visit
Endings of one family and one browser ─► Verdict
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

from e2e.checks._findings import read
from e2e.checks._outcome import had, polled_outcome_deadline, shown
from e2e.evidence import Evidence, Picture
from e2e.evidence.lines import second, span
from e2e.evidence.shown import picture_at
from e2e.evidence.truth import Run, runs, tolerance
from e2e.verdict import Verdict, not_applicable, passed

ID = "channels-agree"


@dataclass(frozen=True, slots=True)
class Ending:
    """What the page came to in one visit; strings, so that it travels between processes as it is."""

    scenario: str
    browser: str
    job: str
    """The truth: its steps and its end, the same for all of a family."""
    outcome: str
    """The page when the outcome had come into sight, the job's id masked."""
    last: str
    """The page as it was seen last, without the notices that stood at the outcome: one that is put away after
    some seconds may be there still or not."""
    at: float | None
    """When the outcome came into sight; None when it never did."""
    until: float
    """How long the page was looked at."""

    @property
    def picture(self) -> tuple[str, str]:
        return self.outcome, self.last


def channels_agree(family: str, endings: Sequence[Ending]) -> Verdict:
    """For the same job the page ends in the same picture, whichever channel told it: socket only, polling
    only, both, or dropped after any event."""
    if len({ending.scenario for ending in endings}) < 2:
        return not_applicable(ID, f"of the family {family} no two scenarios saw the job end")
    if len({ending.job for ending in endings}) > 1:
        return not_applicable(ID, f"the scenarios of the family {family} are not of one job")
    usual, odd = apart(endings)
    if odd:
        shown = (usual[0], *odd)
        return Verdict(ID, "failed", _difference(odd, usual), odd[0].at, tuple(map(_line, shown)))
    when = span(ending.until if ending.at is None else ending.at for ending in endings)
    return passed(ID, f"{len(endings)} visits of the family {family} ended {when} in {endings[0].last}")


def apart(endings: Sequence[Ending]) -> tuple[list[Ending], list[Ending]]:
    """Those that ended as most did, and the others; at least one ending is needed."""
    most = Counter(ending.picture for ending in endings).most_common(1)[0][0]
    return (
        [ending for ending in endings if ending.picture == most],
        [ending for ending in endings if ending.picture != most],
    )


def ending(evidence: Evidence) -> Ending | None:
    """What the last run of the visit came to; None where that says nothing of the page.

    That is so when the job did not end while the page was there, when the page was told an end that was none,
    and when the look ended before the outcome was due.
    """
    known = runs(evidence)
    if not known:
        return None
    run = known[-1]
    sight = shown(run, evidence)
    if run.end_at > run.until or run.left or run.misled or not evidence.pictures:
        return None
    if sight is None and polled_outcome_deadline(run, evidence.terms) > run.until:
        return None
    settled = None if sight is None else picture_at(evidence, sight.at + evidence.terms.slack)
    return Ending(
        scenario=evidence.scenario,
        browser=evidence.browser,
        job=_truth(run),
        outcome="never in sight" if settled is None else _drawn(settled, run, evidence),
        last=_drawn(_later(evidence.pictures[-1], settled), run, evidence) + _read(run, evidence),
        at=sight.at if sight else None,
        until=evidence.ended_at,
    )


def _later(last: Picture, settled: Picture | None) -> Picture:
    told = () if settled is None else settled.alerts
    return replace(last, alerts=tuple(alert for alert in last.alerts if alert not in told))


def _read(run: Run, evidence: Evidence) -> str:
    """How much of the results that the page asked for could be read: what tells empty ones from others."""
    asked = any(map(had, run.results))
    found = len(read(evidence, 0, inf, run)) if asked else 0
    return f", {found} words of what was found" if evidence.results and asked else ""


def _truth(run: Run) -> str:
    steps = [f"{step.payload['progress']:g}% {step.payload['current_api']}" for step in run.steps]
    return ", ".join([*steps, f"{run.end.kind} {run.end.payload}" if run.end else ""])


def _drawn(picture: Picture, run: Run, evidence: Evidence) -> str:
    """`/results/<job>, no button`: all that is shown, and what was told by dialogs since the end."""
    since = run.end_at - tolerance(evidence)
    dialogs = [dialog.text for dialog in evidence.dialogs if dialog.at >= since]
    parts = [
        picture.path,
        f"{picture.progress}%" if picture.progress is not None else "",
        f"testing {picture.step}" if picture.step else "",
        "busy" if picture.busy else "ready to run" if picture.runnable else "no run button",
        "results" if picture.outcome else "",
        *(f"alert {text!r}" for text in picture.alerts),
        *(f"dialog {text!r}" for text in dialogs),
    ]
    return ", ".join(filter(None, parts)).replace(run.job, "<job>")


def _difference(odds: Sequence[Ending], usual: Sequence[Ending]) -> str:
    odd, like = odds[0], usual[0]
    when = "" if odd.at is None else f" at {second(odd.at)}"
    one, other = (
        (odd.outcome, like.outcome) if odd.outcome != like.outcome else (f"at last {odd.last}", like.last)
    )
    looked = f", and the page was looked at until {second(odd.until)}" if odd.at is None else ""
    return (
        f"the same end was promised whichever channel tells it; in {_scenarios(odd, odds)} the outcome{when} "
        f"was {one}{looked}; in {_scenarios(like, usual)} {other}"
    )


def _scenarios(shown: Ending, among: Sequence[Ending]) -> str:
    """Its own, and how many others of them ended in the same picture."""
    others = {ending.scenario for ending in among if ending.picture == shown.picture} - {shown.scenario}
    return shown.scenario if not others else f"{shown.scenario} and {len(others)} more"


def _line(ending: Ending) -> str:
    when = "        -" if ending.at is None else f"{ending.at:9.3f}"
    return f"{when}  {ending.scenario} [{ending.browser}]  outcome: {ending.outcome}; at last: {ending.last}"
