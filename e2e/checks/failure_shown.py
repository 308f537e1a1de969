import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, nextafter

from e2e.checks._outcome import had
from e2e.checks._patience import LEAST, given_up_at_once
from e2e.checks._presses import of_no_use
from e2e.checks._refusals import refusals
from e2e.checks._reloads import lost
from e2e.checks._words import complaint, gives_no_reason, says
from e2e.evidence import Dialog, Evidence, Picture, Press
from e2e.evidence.lines import second, span
from e2e.evidence.outages import put_off
from e2e.evidence.shown import Notice, notices, picture_at, readable, results_job, unread
from e2e.evidence.truth import INSTANT, Run, runs, tolerance
from e2e.evidence.wire import Exchange, exchanges
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "failure-shown"
HEALTH_TIMEOUT = 3.0
"""Seconds that a page waits for `health` at most."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the page had to tell its user: what failed, from when on, by when it had to be told."""

    what: str
    since: float
    due: float
    piece: Entry
    leads_to_results: bool = False
    told_from: float = inf
    """When the first of several happened: what told it, and still stands there, has told them all."""


def failure_shown(evidence: Evidence) -> Verdict:
    """A run that cannot start (health, start call) or whose results cannot be loaded tells the user so, and
    the page is usable again."""
    for call in given_up_at_once(evidence, "health", "start", "results"):
        sentence = f"an answer was promised {second(LEAST)} at least before the page calls it a failure"
        assert call.ended_at is not None
        what = f"it gave up the {call.request.call} call of {second(call.at)} at {second(call.ended_at)}"
        return failed(ID, f"{sentence}; {what}", call.ended_at, call.request, call.conclusion)
    found = [*_starts(evidence), *(one for run in runs(evidence) for one in _results(run, evidence))]
    found = [one for one in found if one.due <= evidence.ended_at and not _left(one, evidence)]
    if not found:
        return not_applicable(ID, "every run could start, and its results could be loaded")
    for place, one in enumerate(found):
        if verdict := _untold(one, found[:place], evidence) or _unusable(one, evidence):
            return verdict
    when = span(one.since for one in found)
    return passed(ID, f"each of {len(found)} failures {when} was told, and the page was usable again")


def _untold(one: Refusal, before: Sequence[Refusal], evidence: Evidence) -> Verdict | None:
    """The failure of a page that says nothing, or "undefined", where it had more to say."""
    since, picture = one.since - tolerance(evidence), picture_at(evidence, one.due)
    told = [notice for notice in notices(evidence) if since <= notice.at <= one.due]
    told = told or _told_before(one, evidence)
    until = _undisturbed_until(one, evidence)
    sentence = f"{one.what} at {second(one.since)}, and the user was promised to be told"
    if not told and not _stands(picture, evidence) and not _still_told(before, picture, evidence):
        return failed(ID, f"{sentence}; by {second(one.due)} no notice came", one.due, one.piece, picture)
    if told and not any(readable(notice, until, evidence) for notice in told):
        what = unread(told[0], until, evidence)
        return failed(ID, f"{sentence}; {what}", told[0].at, one.piece, told[0].piece)
    empty = next((notice for notice in told if gives_no_reason(notice.text)), None)
    answer = "" if one.piece.payload is None else json.dumps(one.piece.payload, indent=0)
    if empty is None or gives_no_reason(answer):
        return None
    what = f"at {second(empty.at)} the page told its user {empty.text!r}"
    return failed(ID, f"{sentence}; {what}", empty.at, one.piece, empty.piece)


def _told_before(one: Refusal, evidence: Evidence) -> list[Notice]:
    """What told the first of several: a dialog, or an alert that still stands there when the last is due."""
    since, picture = one.told_from - tolerance(evidence), picture_at(evidence, one.due)
    standing = picture.alerts if picture else ()
    told = [notice for notice in notices(evidence) if since <= notice.at <= one.due]
    return [notice for notice in told if isinstance(notice.piece, Dialog) or notice.text in standing]


def _still_told(before: Sequence[Refusal], picture: Picture | None, evidence: Evidence) -> bool:
    """Whether the alert that told one of the failures before stands there: as the page tried again, it may
    have been gone for less than a frame."""
    early = tolerance(evidence)
    told = {
        notice.text
        for notice in notices(evidence)
        if any(one.since - early <= notice.at <= one.due for one in before)
    }
    return picture is not None and any(text in told for text in picture.alerts)


def _undisturbed_until(one: Refusal, evidence: Evidence) -> float:
    """Until the user, or the page itself, did something that may put a notice away."""
    acts = [press.came_at for press in evidence.again] + [gone.since for gone in evidence.absences]
    again = [call.at for call in exchanges(evidence.journal, "start")]
    return nextafter(min((at for at in (*acts, *again) if at > one.since), default=evidence.ended_at), 0)


def _unusable(one: Refusal, evidence: Evidence) -> Verdict | None:
    """The failure of a page on which nobody can run again, or only seems to."""
    picture = picture_at(evidence, one.due)
    on_results = one.leads_to_results and picture and _on_results(picture, evidence)
    sentence = f"{one.what} at {second(one.since)}, and the page was promised to be usable again"
    if picture is None or not (picture.runnable or on_results):
        return failed(ID, f"{sentence}; by {second(one.due)} it was not", one.due, one.piece, picture)
    press = _next_press(one, evidence)
    if press and (what := of_no_use(press, evidence)):
        return failed(ID, f"{sentence}; {what}", press.at, one.piece, picture_at(evidence, press.at))
    return None


def _on_results(picture: Picture, evidence: Evidence) -> bool:
    """Where a run has been, and another need not be possible."""
    in_place = evidence.terms.results_path is None
    return not picture.busy if in_place else results_job(evidence, picture.path) is not None


def _stands(picture: Picture | None, evidence: Evidence) -> bool:
    """Whether a complaint is still there that the page had made before Run was pressed."""
    wrong = complaint(evidence.terms.words)
    return picture is not None and any(
        says(evidence.terms.words, wrong, text) for text in picture.alerts if text in evidence.standing
    )


def _next_press(one: Refusal, evidence: Evidence) -> Press | None:
    """The first press of Run after that failure, unless the page had its own reasons for being busy, or shows
    the results in place of the button."""
    press = next((press for press in evidence.again if press.at >= one.due), None)
    if press is None or (one.leads_to_results and press.hindrance):
        return None
    tried_again = (call.at for call in exchanges(evidence.journal, "start") if call.at > one.since)
    return None if any(at < press.at for at in tried_again) else press


def _left(one: Refusal, evidence: Evidence) -> bool:
    """The user was gone before it had to be told, or it was a call that went with the document."""
    ended = {gone.since for gone in evidence.absences} if one.piece.kind == "http.abandoned" else set()
    around = tolerance(evidence)
    return evidence.away(one.since, one.due) or any(abs(at - one.since) <= around for at in ended)


def _starts(evidence: Evidence) -> Iterator[Refusal]:
    slack = evidence.terms.slack
    calls = exchanges(evidence.journal, "start")
    presses = [evidence.started_at, *(press.at for press in evidence.again)]
    asked = exchanges(evidence.journal, "health")
    for health in asked:
        pressed_again = min((press for press in presses if press > health.at + slack), default=inf)
        ended = _over(_asked_last(health, [one for one in asked if one.at < pressed_again]))
        went_on = any(health.at <= call.at <= ended + slack for call in calls)
        before_run = any(abs(health.at - pressed) <= slack for pressed in presses)
        if before_run and unhealthy(health) and not went_on:
            yield Refusal("the backend was not available", health.at, ended + slack + INSTANT, health.request)
    for first, end in refusals(calls, presses, evidence.terms):
        yield Refusal("the run could not start", end.at, end.at + slack + INSTANT, end, told_from=first)


def _over(health: Exchange) -> float:
    """When the page gave it up at the latest."""
    longest = health.at + HEALTH_TIMEOUT
    return longest if health.ended_at is None else min(health.ended_at, longest)


def _asked_last(health: Exchange, asked: Sequence[Exchange]) -> Exchange:
    """The same question once more: a page may try again for as long as it may wait for one answer."""
    until = _over(health) + HEALTH_TIMEOUT
    return [other for other in asked if health.at <= other.at <= until][-1]


def unhealthy(health: Exchange) -> bool:
    """5xx, nothing, or nothing in time; 4xx may be read either way."""
    answer = health.conclusion
    if answer is None or answer.at > health.at + HEALTH_TIMEOUT or answer.kind != "http.answered":
        return True
    return (answer.status or 0) >= 500


def _results(run: Run, evidence: Evidence) -> Iterator[Refusal]:
    """Results that never came, once the page asks for them no more."""
    if run.end and (gone := lost(run, evidence)):
        what = "what the job had found was lost as the page was reloaded"
        yield Refusal(what, nextafter(gone[0], inf), gone[1], run.end, leads_to_results=True)
    if not run.results or any(map(had, run.results)) or run.knew_at > run.until:
        return
    first, last = run.results[0], run.results[-1].conclusion
    if last is not None and last.kind != "http.abandoned":
        limit = evidence.terms.poll_interval + evidence.terms.slack
        due = put_off(run.outages, last.at, last.at + limit, limit)
        if due <= run.until:
            yield Refusal("the results could not be loaded", first.ended_at or first.at, due, last, True)
