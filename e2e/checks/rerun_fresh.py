from itertools import pairwise

from e2e.checks._harms import blamed
from e2e.checks._standing import shown_by, standing
from e2e.evidence import Evidence
from e2e.lines import second
from e2e.provenance import Provenance
from e2e.shown import number, picture_at, results_job
from e2e.truth import Run, runs
from e2e.verdict import Verdict, failed, not_applicable, passed, worst
from mock_backend.journal import Entry

ID = "rerun-fresh"


def rerun_fresh(evidence: Evidence) -> Verdict:
    """After an end a new run can be started, begins at 0, and nothing of the old job touches it."""
    known = runs(evidence)
    if len(known) < 2:
        return not_applicable(ID, "there was no second run")
    return worst(*(_judged(old, new, evidence) for old, new in pairwise(known)))


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
    for harm, event in blamed(new, evidence, "foreign"):
        if isinstance(event.piece, Entry) and event.piece.job == old.job:
            cause = Provenance(evidence).of(event.piece)
            what = f"the page {harm.what} at {second(harm.at)}"
            sentence = f"{cause.words} was promised not to touch the new run; {what}"
            return failed(ID, sentence, harm.at, *cause.pieces, harm.piece)
    return _begun(old, new, evidence)


def _begun(old: Run, new: Run, evidence: Evidence) -> Verdict:
    """What the page shows once it had time to begin."""
    due = new.known_at + evidence.terms.slack
    picture = picture_at(evidence, due)
    if picture is None or due > new.midway_until:
        return not_applicable(ID, "nothing was looked at once the second run had begun")
    told = max((one.percent or 0 for one in new.told if one.at <= due), default=0)
    sentence = f"the run of {second(new.started_at)} was promised to begin afresh"
    if (number(picture.progress) or 0) > told + 1:
        seen = standing(picture, new.started_at, evidence)
        told_by = shown_by(picture, new.started_at, evidence)
        return failed(ID, f"{sentence}; at {second(due)} {seen}", due, *told_by)
    if results_job(evidence, picture.path) == old.job:
        return failed(ID, f"{sentence}; the old job's results were shown at {second(due)}", due, picture)
    before = picture_at(evidence, new.started_at - evidence.terms.slack)
    stale = set(picture.alerts) & set(before.alerts if before else ())
    if stale:
        return failed(ID, f"{sentence}; {min(stale)!r} was still shown at {second(due)}", due, picture)
    return passed(ID, f"the run of {second(new.started_at)} began afresh", due, picture)
