"""How the page tells that a job failed, or that none could be started. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from e2e.checks._words import complaint, says
from e2e.doctor.patterns import line_reading, line_with, quoted, raw
from e2e.doctor.point import Change, Point, right, untold, wrong
from e2e.doctor.reading import after, lines_of, run_of, short
from e2e.doctor.seen import Look, Seen, Visit
from e2e.evidence import Evidence
from e2e.evidence.shown import notices
from e2e.evidence.wire import exchanges

FAILING = ("alert", "alertdialog", "dialog", "status")


def failure(seen: Seen) -> Point:
    run, visit = run_of(seen.fails), seen.fails
    if visit is None or run is None or run.end is None:
        return untold("failure", seen.untried)
    error = str(run.end.payload["error"])
    early = [notice.text for notice in notices(visit.evidence) if notice.at < run.end.at and notice.text]
    change = _finds(seen, error, alerts=not early)
    if early:
        return wrong("failure", f'finds "{short(early[0])}" before anything failed', change)
    told = [notice.text for notice in notices(visit.evidence) if notice.at >= run.end.at]
    line = next((line for look in after(visit, run) if (line := line_with(look.text, error))), None)
    if not told and line is None:
        saw = f'the job failed by "{error}", and the page shows no such words'
        return wrong("failure", saw, advice="the page promises to tell its user (outcome-once)")
    if not told:
        return wrong("failure", f'the page tells it as "{short(str(line))}"', change)
    refusal = _refusal(seen.unstarted)
    if refusal and not notices(refusal.evidence):
        said = f'tells it as "{short(refusal.line)}"' if refusal.line else "shows nothing new"
        advice = "" if refusal.line else "the page promises to tell its user (failure-shown)"
        found = f'finds "{short(told[0])}"; of a start that is refused the page {said}'
        return wrong("failure", found, change if refusal.line else None, advice)
    return right("failure", f'"{short(told[0])}"')


ALERT = 'Find(role="alert")'


def _finds(seen: Seen, error: str, alerts: bool) -> Change:
    """By which both are found, a job that failed and a start that was refused."""
    found = [ALERT] if alerts else []
    run, refusal = run_of(seen.fails), _refusal(seen.unstarted)
    if seen.fails and run:
        found += _find(seen.fails.looks, run.end_at, error)
    if refusal and refusal.line:
        found += _find(refusal.looks, refusal.at, refusal.line)
    every = list(dict.fromkeys(found)) or [ALERT]
    return Change("locators", "failure", f"({', '.join(every)}{',' * (len(every) == 1)})")


def _find(looks: Sequence[Look], since: float, told: str) -> list[str]:
    """By a role or a selector that is there only then, else by the words before what is told."""
    before = [look for look in looks if look.at < since]
    quiet = {way for look in before for way, text in (*look.regions, *look.marked) if text}
    for look in (look for look in looks if look.at >= since):
        ways = [way for way, text in look.regions if told in text and way in FAILING and way not in quiet]
        if ways:
            return [f'Find(role="{ways[0]}")']
        marked = [(len(text), css) for css, text in look.marked if told in text and css not in quiet]
        if marked:
            return [f"Find(css={quoted(min(marked)[1])})"]
        line = line_with(look.text, told)
        pattern = line_reading(line, told) if line else None
        if pattern:
            return [f"Find(text={raw(pattern)})"]
    return []


@dataclass(frozen=True, slots=True)
class _Refusal:
    """A start that was refused."""

    at: float
    line: str
    """In which the page told of it; empty where nothing new was there."""
    looks: tuple[Look, ...]
    evidence: Evidence


def _refusal(visit: Visit | None) -> _Refusal | None:
    """None where there was none."""
    answers = [call.conclusion for call in exchanges(visit.evidence.journal, "start")] if visit else []
    if visit is None or not answers or answers[0] is None or not visit.looks:
        return None
    before = set(lines_of(visit.looks[0]))
    news = [line for look in visit.looks[1:] for line in lines_of(look) if line not in before]
    words = visit.evidence.terms.words
    line = next((line for line in news if says(words, complaint(words), line)), "")
    return _Refusal(answers[0].at, line, visit.looks, visit.evidence)
