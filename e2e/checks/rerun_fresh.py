import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf

from e2e.checks._findings import findings
from e2e.checks._harms import blamed
from e2e.checks._outcome import had
from e2e.checks._presses import of_no_use
from e2e.checks._standing import shown_by, standing
from e2e.checks._steps import kept_step
from e2e.checks.quiet_after_end import ready_at
from e2e.evidence import Evidence, Picture, Press, ResultsText, Terms
from e2e.evidence.lines import second
from e2e.evidence.provenance import Provenance
from e2e.evidence.shown import (
    highest,
    notices,
    number,
    picture_at,
    results_job,
    results_of,
    results_sights,
)
from e2e.evidence.truth import INSTANT, Run, runs, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed, worst
from mock_backend.journal import Entry

ID = "rerun-fresh"
HISTORY = r"\b(before|earlier|history|last|old|older|past|previous|recent)\b"


def rerun_fresh(evidence: Evidence) -> Verdict:
    """After an end a new run can be started, begins at 0, and nothing of the old job touches it."""
    known = runs(evidence)
    pressed = [verdict for press in evidence.again if (verdict := _startable(press, known, evidence))]
    refused = [_after_a_refusal(run, evidence) for run in known[:1]]
    stuck = [_stuck(run, evidence) for run in known]
    verdicts = [
        *pressed,
        *filter(None, (*refused, *stuck)),
        *(_judged(old, new, evidence) for old, new in pairwise(known)),
    ]
    return worst(*verdicts) if verdicts else not_applicable(ID, "there was no second run")


def _startable(press: Press, known: Sequence[Run], evidence: Evidence) -> Verdict | None:
    """The failure of a page on which Run was of no use, though the run before had ended and it knew."""
    before = [run for run in known if run.started_at < press.at]
    if not before:
        return _anew(press, evidence)
    if _over_at(before[-1], evidence.terms) > press.at:
        return None
    what = of_no_use(press, evidence)
    if not what:
        return None
    sentence = f"a new run was promised to be possible after the end, {_known(before[-1])}"
    return failed(ID, f"{sentence}; {what}", press.at, before[-1].end, picture_at(evidence, press.at))


def _anew(press: Press, evidence: Evidence) -> Verdict | None:
    """The failure of a page that was reloaded before it knew of a job, and lets nobody run since."""
    reloads = [gone.until for gone in evidence.absences if gone.since == gone.until]
    reloaded = max((at for at in reloads if at + evidence.terms.slack <= press.at), default=None)
    if reloaded is None or not (what := of_no_use(press, evidence)):
        return None
    sentence = f"a run was promised to be possible after the reload at {second(reloaded)}"
    return failed(ID, f"{sentence}; {what}", press.at, picture_at(evidence, press.at))


def _known(run: Run) -> str:
    return f"at {second(run.end_at)}" if run.left else f"known at {second(run.knew_at)}"


def _over_at(run: Run, terms: Terms) -> float:
    """From when on nothing of that run can keep the page from another."""
    if run.left is None:
        return ready_at(run) + terms.slack
    # Whoever comes back may take the run up again, and has to learn of its end.
    return max(run.end_at, run.left.until) + terms.poll_interval + 2 * terms.slack


def _stuck(run: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that its user came back to, and that shows the job as running for good: it asks
    for nothing that would tell its end."""
    back = run.left.until if run.left else inf
    due = max(run.end_at, back) + evidence.terms.poll_interval + 2 * evidence.terms.slack
    presses = [press.at for press in evidence.again if press.at > back]
    if due > min([evidence.ended_at, *presses]) or run.outages or evidence.away(back, due):
        return None
    since = max(back, run.end_at - evidence.terms.poll_interval - evidence.terms.slack)
    asked = any(call.at >= since for call in (*run.polls, *run.results)) or any(
        entry.kind == "socket.received" and entry.job == run.job and entry.at >= back
        for entry in evidence.journal
    )
    picture = picture_at(evidence, due)
    if picture is None or not (picture.busy or _under_way(picture)) or asked:
        return None
    sentence = f"a new run was promised to be possible after the end, at {second(run.end_at)}"
    shown = "still let nobody run" if picture.progress is None else "still showed that job as running"
    what = f"the user was back at {second(back)}, and at {second(due)} the page {shown}"
    return failed(ID, f"{sentence}; {what}, and had asked for nothing of that job", due, run.end, picture)


def _under_way(picture: Picture) -> bool:
    """It shows how far a job is and at which step, and complains of nothing."""
    percent = number(picture.progress)
    return percent is not None and 0 < percent < 100 and bool(picture.step) and not picture.alerts


def _judged(old: Run, new: Run, evidence: Evidence) -> Verdict:
    requests = [poll.request for poll in (*old.polls, *old.results) if poll.at > new.known_at]
    if requests:
        sentence = f"the run of {second(new.started_at)} was promised to begin afresh"
        return failed(
            ID,
            f"{sentence}; the page asked for the old job at {second(requests[0].at)}",
            requests[0].at,
            *requests[:3],
        )
    # Without an address, a page may bring them back when the new run failed.
    until = new.until if evidence.terms.results_path else new.midway_until - INSTANT
    for sight in results_sights(evidence, old.job):
        if new.known_at < sight.at <= until:
            sentence = f"nothing of the old job was promised to touch the run of {second(new.started_at)}"
            what = f"the page showed its results at {second(sight.at)}"
            return failed(ID, f"{sentence}; {what}", sight.at, sight.piece)
    for harm, event in blamed(new, evidence, "foreign"):
        if isinstance(event.piece, Entry) and event.piece.job == old.job:
            cause = Provenance(evidence).of(event.piece)
            what = f"the page {harm.what} at {second(harm.at)}"
            sentence = f"{cause.words} was promised not to touch the new run; {what}"
            return failed(ID, sentence, harm.at, *cause.pieces, harm.piece)
    for way in (_kept_results, _kept_error, _old_findings, _old_name):
        if verdict := way(old, new, evidence):
            return verdict
    return _begun(old, new, evidence)


def _after_a_refusal(run: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that still tells in its first run why the press before it started none."""
    due = run.known_at + evidence.terms.slack
    picture = picture_at(evidence, due)
    if _pressed_again_at(run, evidence) is None or picture is None or due > run.midway_until:
        return None
    stale = _stale(run, picture, evidence)
    sentence = f"the run of {second(run.started_at)} was promised to begin afresh"
    return (
        failed(ID, f"{sentence}; {stale!r} was still shown at {second(due)}", due, picture) if stale else None
    )


def _pressed_again_at(run: Run, evidence: Evidence) -> float | None:
    """When Run was pressed for it; None where that was the first press."""
    presses = (press.at for press in evidence.again if not press.hindrance)
    return max((at for at in presses if at <= run.started_at), default=None)


def _stale(run: Run, picture: Picture, evidence: Evidence) -> str | None:
    """A notice of that picture that had been there before Run was pressed for it."""
    pressed_at = _pressed_again_at(run, evidence)
    began = run.started_at if pressed_at is None else pressed_at
    before = picture_at(evidence, began - evidence.terms.slack)
    both = set(picture.alerts) & set(before.alerts if before else ()) - set(evidence.standing)
    return min(both, default=None)


def _kept_results(old: Run, new: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that shows at the new job's address what it had asked for of the old one."""
    channels = [{told.channel for told in run.told if told.at == run.may_know_at} for run in (old, new)]
    fetched = any(map(had, old.results)) and not new.results and channels[0] & channels[1]
    sight = next((sight for sight in results_sights(evidence, new.job) if sight.at <= new.until), None)
    if not fetched or sight is None or sight.at + evidence.terms.slack > new.until or not _completed(new):
        return None
    sentence = f"results of its own were promised to the run of {second(new.started_at)}"
    what = f"the page showed some at {second(sight.at)} and had asked for the old job's only"
    return failed(ID, f"{sentence}; {what}", sight.at, old.results[-1].request, sight.piece)


def _old_findings(old: Run, new: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that shows what the old job found and nothing of what the new one did."""
    found = [findings(run) for run in (old, new)]
    stale, own = found[0] - found[1], found[1] - found[0]
    if not stale or not own:
        return None
    slack = evidence.terms.slack
    ends = [*(shown.at for shown in evidence.results[1:]), inf]
    for shown, gone in zip(evidence.results, ends, strict=False):
        since, until = max(shown.at, _due(new, evidence)), min(gone, new.until)
        picture = picture_at(evidence, since + slack)
        kept = next((word for word in sorted(stale) if _stands_in(word, shown)), None)
        in_sight = until - since > slack and _in_sight(new, picture, evidence)
        if in_sight and kept and not any(word in shown.text for word in own):
            sentence = f"results of its own were promised to the run of {second(new.started_at)}"
            what = f"from {second(since)} the page showed {kept!r}, which the run before had found"
            return failed(ID, f"{sentence}; {what}", since, old.end, new.end, picture)
    return None


def _in_sight(run: Run, picture: Picture | None, evidence: Evidence) -> bool:
    """Whether results are, or the user is at that job's address where it alone tells of them."""
    if picture is None or evidence.terms.results_found:
        return picture is not None and picture.outcome
    return results_job(evidence, picture.path) == run.job


def _due(new: Run, evidence: Evidence) -> float:
    """When nothing of the old results is to be read: where their address alone tells of them, not before the
    page has its own."""
    if evidence.terms.results_found:
        return new.known_at + evidence.terms.slack
    had_at = [fetch.ended_at for fetch in new.results if had(fetch) and fetch.ended_at is not None]
    return min(had_at, default=new.until)


def _old_name(old: Run, new: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that says of the new job's results that they are the old one's, by its id."""
    named = any(_names(shown, old) for shown in evidence.results if shown.at <= old.until)
    since, until = new.may_know_at + evidence.terms.slack, new.until
    own = [shown for shown in evidence.results if since <= shown.at <= until and _draws(shown, new)]
    wrong = [shown for shown in own if _names(shown, old)]
    if not named or not wrong or any(new.job in shown.text for shown in own):
        return None
    sentence = f"results of its own were promised to the run of {second(new.started_at)}"
    what = f"at {second(wrong[0].at)} the page named the job before with them"
    picture = picture_at(evidence, wrong[0].at)
    return failed(ID, f"{sentence}; {what}, {old.job!r}", wrong[0].at, new.end, picture)


def _draws(shown: ResultsText, run: Run) -> bool:
    return any(word in shown.text for word in findings(run))


def _names(shown: ResultsText, run: Run) -> bool:
    """As the job that they are of."""
    return _stands_in(run.job, shown)


def _stands_in(word: str, shown: ResultsText) -> bool:
    """And not as something of a run before."""
    lines = [line for line in shown.text.splitlines() if word in line]
    return any(not re.search(HISTORY, line, re.IGNORECASE) for line in lines)


def _kept_error(old: Run, new: Run, evidence: Evidence) -> Verdict | None:
    """The failure of a page that tells of the new job's failure by the old one's error."""
    error, own = _error(old), _error(new)
    if not error or own is None or error in own:
        return None
    since = new.end_at - tolerance(evidence)
    told = [notice for notice in notices(evidence) if since <= notice.at <= new.until]
    wrong = next((notice for notice in told if error in notice.text), None)
    if wrong is None or any(own in notice.text for notice in told):
        return None
    sentence = f"the failure of the run of {second(new.started_at)} was promised to be its own"
    what = f"the page told the old job's error at {second(wrong.at)}: {wrong.text!r}"
    return failed(ID, f"{sentence}; {what}", wrong.at, new.end, wrong.piece)


def _error(run: Run) -> str | None:
    """What the job failed of; None where it did not."""
    if run.end is None or run.end.kind != "job.failed" or not isinstance(run.end.payload, dict):
        return None
    return str(run.end.payload.get("error"))


def _completed(run: Run) -> bool:
    return run.end is not None and run.end.kind == "job.completed"


def _begun(old: Run, new: Run, evidence: Evidence) -> Verdict:
    """What the page shows once it had time to begin."""
    due = new.known_at + evidence.terms.slack
    picture = picture_at(evidence, due)
    if picture is None or due > new.midway_until:
        return not_applicable(ID, "nothing was looked at once the second run had begun")
    told = max((one.percent or 0 for one in new.told if one.at <= due), default=0)
    sentence = f"the run of {second(new.started_at)} was promised to begin afresh"
    if highest(picture) > told + 1:
        seen = standing(picture, new.started_at, evidence)
        told_by = shown_by(picture, new.started_at, evidence)
        return failed(ID, f"{sentence}; at {second(due)} {seen}", due, *told_by)
    if results_of(evidence, picture) == old.job:
        return failed(ID, f"{sentence}; the old job's results were shown at {second(due)}", due, picture)
    if stale := _stale(new, picture, evidence):
        return failed(ID, f"{sentence}; {stale!r} was still shown at {second(due)}", due, picture)
    if kept_step(old, new, picture, evidence):
        what = f"the old job's step, {picture.step!r}, was still shown at {second(due)}"
        return failed(ID, f"{sentence}; {what}", due, picture)
    return passed(ID, f"the run of {second(new.started_at)} began afresh", due, picture)
