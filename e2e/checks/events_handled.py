from collections.abc import Iterator
from itertools import chain, groupby
from math import floor, nextafter

from e2e.checks._disturbances import socket_troubles
from e2e.checks._findings import findings
from e2e.checks._harms import Harm, blamed, culprits, false_progress
from e2e.checks._outcome import results_deadline, shown
from e2e.checks._runs import each_run
from e2e.checks._standing import shown_by, standing
from e2e.checks._steps import alike, garbled_step_before, garbled_steps, wordless_step
from e2e.checks._words import gives_no_reason, unknown_to_json
from e2e.evidence import Evidence
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second, span
from e2e.evidence.outages import absences, put_off
from e2e.evidence.provenance import Provenance, said
from e2e.evidence.shown import lasting, notices, number, picture_at, pictures_in, readable, unread
from e2e.evidence.told import Told
from e2e.evidence.truth import INSTANT, Run, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "events-handled"
WAYS = {"socket": "an event", "polling": "an answer"}


def events_handled(evidence: Evidence) -> Verdict:
    """`progress`, `completed` and `failed` each have their effect, over either channel."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    for harm, told in blamed(run, evidence, "told"):
        if harm.kind in ("results", "elsewhere", "idle"):
            sentence = f"`progress` at {second(told.at)} was promised to show progress and no more; the page"
            return failed(ID, f"{sentence} {harm.what} at {second(harm.at)}", harm.at, told.piece, harm.piece)
    verdicts = list(_effects(run, evidence))
    ways = (_more, _garbled_step, _wordless_step, _garbled_failure, _garbled_results, _flashed, _alike)
    for verdict in chain(verdicts, *(way(run, evidence) for way in ways)):
        if verdict.result == "failed":
            return verdict
    if not verdicts:
        return not_applicable(ID, "nothing that was told had an effect to wait for")
    when = span(verdict.at for verdict in verdicts if verdict.at is not None)
    sentence = f"each of {len(verdicts)} events and answers {when} had its effect"
    return passed(ID, f"{sentence} within {second(evidence.terms.slack)}")


def _effects(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    sure = [told for told in run.told if told.sure]
    for _, instant in groupby(sure, key=lambda told: (told.at, told.channel, told.status)):
        # Of a burst in one instant the highest is enough: it is shown, or the others are of no use.
        told = max(instant, key=lambda told: told.percent or 0)
        if told.status == "running":
            yield from _progress(told, run, evidence)
        elif not run.misled:
            yield from _end(told, run, evidence)


def _progress(told: Told, run: Run, evidence: Evidence) -> Iterator[Verdict]:
    slack = evidence.terms.slack
    due = put_off(absences(evidence), told.at, told.at + slack, slack)
    if not told.percent or due >= run.midway_until:
        return
    seen = pictures_in(evidence, told.at, due)
    if any((number(picture.progress) or 0) >= floor(told.percent) for picture in seen):
        yield passed(ID, "shown", told.at)
        return
    last = picture_at(evidence, due)
    sentence = (
        f"{WAYS[told.channel]} told {told.progress:g}% at {second(told.at)}, promised to be shown "
        f"by {second(due)}; {standing(last, told.at, evidence)}"
    )
    yield failed(ID, sentence, due, told.entry, *shown_by(last, told.at, evidence))


def _end(told: Told, run: Run, evidence: Evidence) -> Iterator[Verdict]:
    due = results_deadline(run, evidence.terms, told.at, told.at + evidence.terms.slack)
    sight = shown(run, evidence)
    if sight and sight.at <= due + INSTANT:
        yield passed(ID, "shown", told.at)
    elif due <= run.until:
        cause = Provenance(evidence).cause(sight.piece) if sight else None
        seen = f"it was shown at {second(sight.at)}{on(cause)}" if sight else "it never was"
        sentence = (
            f"{WAYS[told.channel]} told that the job {told.status} at {second(told.at)}, promised "
            f"to be shown by {second(due)}; {seen}"
        )
        last = sight.piece if sight else picture_at(evidence, run.until)
        yield failed(ID, sentence, due, told.entry, *pieces(cause), last)


def _flashed(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    """A failure that is told by nothing that stands long enough to be read."""
    if run.end is None or run.end.kind != "job.failed" or run.misled:
        return
    ends = [run.until, *(press.came_at for press in evidence.again if press.came_at > run.may_know_at)]
    until = nextafter(min(ends), 0)
    told = [notice for notice in notices(evidence) if run.may_know_at <= notice.at <= until]
    if told and not any(readable(notice, until, evidence) for notice in told):
        sentence = f"the job's failure, known at {second(run.may_know_at)}, was promised to be shown"
        seen = unread(told[0], until, evidence)
        yield failed(ID, f"{sentence}; {seen}", told[0].at, run.end, told[0].piece)


def _more(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    """More than was told, in the instant of the telling."""
    for harm in false_progress(run, evidence):
        told = [one for one in run.told if one.at <= harm.at + tolerance(evidence)]
        most = max((one.most for one in told), default=0)
        if (number(harm.value) or 0) <= most + 1:
            continue
        if not told or _by_itself(told[-1], harm, evidence):
            return
        if all(one.cause == "told" for one in culprits(harm, run, evidence)):
            sentence = f"no more was promised to be shown than was told, {most:g}% by then; the page"
            what = f"{harm.what} at {second(harm.at)}"
            yield failed(ID, f"{sentence} {what}", harm.at, told[-1].entry, harm.piece)


def _by_itself(told: Told, harm: Harm, evidence: Evidence) -> bool:
    """The page's own timers add to what it was told: its own affair, and from then on nobody can tell."""
    between = [picture for picture in lasting(evidence) if told.at <= picture.at < harm.at]
    return harm.at - told.at > tolerance(evidence) or bool(between)


def _garbled_step(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    if picture := garbled_step_before(run, evidence):
        sentence = f"no step was told yet, and none promised to be shown; the page showed {picture.step!r}"
        yield failed(ID, f"{sentence} at {second(picture.at)}", picture.at, picture)
    for at, told, picture in garbled_steps(run, evidence):
        sentence = f"the step {said(told).step!r} was told at {second(told.at)} and promised to be shown"
        yield failed(ID, f"{sentence}; at {second(at)} the page showed {picture.step!r}", at, told, picture)


def _wordless_step(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    """A page may ignore a step that is no text, or find a name in it."""
    if found := wordless_step(run, evidence):
        told, picture = found
        sentence = "a step that is no text was promised to be shown in words, or not at all"
        seen = f"at {second(picture.at)} the page showed {picture.step!r}"
        yield failed(ID, f"{sentence}; {seen}", picture.at, told, picture)


def _garbled_failure(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    """JavaScript's word for nothing in the notice of a failure, where no such word was told."""
    reasons = [(told, said(told.entry).error) for told in run.told if told.status == "failed"]
    if run.misled or not reasons or any(error and gives_no_reason(error) for _, error in reasons):
        return
    first, error = reasons[0]
    reason = f"as {error!r}" if error else "without a reason in words"
    for notice in notices(evidence):
        if first.at <= notice.at <= run.until and gives_no_reason(notice.text):
            sentence = f"the failure was told {reason} at {second(first.at)} and promised to be shown"
            seen = f"at {second(notice.at)} the page told its user {notice.text!r}"
            yield failed(ID, f"{sentence}; {seen}", notice.at, first.entry, notice.piece)


def _garbled_results(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    """JavaScript's words for what is not there, or has no words, among what the job found."""
    since = run.may_know_at
    texts = [one for one in evidence.results if since <= one.at <= run.until and unknown_to_json(one.text)]
    # A page may log on itself what came over the socket and was none.
    told = findings(run) | {said(told.entry).error or "" for told in run.told}
    logged = run.misled or socket_troubles(run, evidence) or any(map(unknown_to_json, told))
    if texts and not logged:
        first = texts[0]
        sentence = f"what the job had found, known at {second(since)}, was promised to be shown"
        seen = f"at {second(first.at)} the page showed {unknown_to_json(first.text)!r} among it"
        yield failed(ID, f"{sentence}; {seen}", first.at, run.end, picture_at(evidence, first.at))


def _alike(run: Run, evidence: Evidence) -> Iterator[Verdict]:
    for pair in alike(run, evidence):
        first, then = pair.steps
        sentence = f"the step {then!r} was told at {second(pair.told[1].at)} and promised to be shown"
        seen = f"at {second(pair.at)} the page showed {pair.picture.step!r}, as for {first!r}"
        yield failed(ID, f"{sentence}; {seen}", pair.at, *pair.told, pair.picture)
