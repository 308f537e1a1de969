from e2e.checks._disturbances import disturbances
from e2e.checks._harms import blamed
from e2e.checks._runs import each_run
from e2e.checks._steps import foreign_step
from e2e.evidence import Evidence
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second, span
from e2e.evidence.outages import arrivals
from e2e.evidence.provenance import Provenance, said
from e2e.evidence.shown import results_sights
from e2e.evidence.told import surely_read
from e2e.evidence.truth import Run, runs
from e2e.verdict import Verdict, failed, not_applicable, passed
from mock_backend.journal import Entry

ID = "own-job-only"


def own_job_only(evidence: Evidence) -> Verdict:
    """Events of other jobs have no effect."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    read = surely_read(evidence)
    foreign = [
        one.piece
        for one in disturbances(run, evidence)
        if one.cause == "foreign" and isinstance(one.piece, Entry) and one.piece.index in read
    ]
    if not foreign:
        return not_applicable(ID, "no event of another job reached the page in the run")
    provenance = Provenance(evidence)
    for harm, event in blamed(run, evidence, "foreign"):
        if isinstance(event.piece, Entry):
            cause = provenance.of(event.piece)
            what = f"the page {harm.what} at {second(harm.at)}"
            sentence = f"{cause.words} was promised to have no effect; {what}"
            return failed(ID, sentence, harm.at, *cause.pieces, harm.piece)
    late = arrivals(evidence)
    once = {(late.get(entry.index, entry.at), said(entry).step): entry for entry in reversed(foreign)}
    for entry in reversed(once.values()):
        if picture := foreign_step(entry, late.get(entry.index, entry.at), run, evidence):
            sentence = f"{provenance.of(entry).words} was promised to have no effect"
            what = f"the page showed its step, {picture.step!r}, at {second(picture.at)}"
            return failed(ID, f"{sentence}; {what}", picture.at, entry, picture)
    own = {other.job for other in runs(evidence)}
    named = {entry.job for entry in foreign if entry.job} - own
    for job in sorted(named):
        for sight in results_sights(evidence, job):
            sight_cause = provenance.cause(sight.piece)
            sentence = "an event of another job was promised to have no effect; the page showed"
            what = f"the results of {job} at {second(sight.at)}{on(sight_cause)}"
            return failed(ID, f"{sentence} {what}", sight.at, *pieces(sight_cause), sight.piece)
    return passed(ID, f"{len(foreign)} events of other jobs {span(one.at for one in foreign)} had no effect")
