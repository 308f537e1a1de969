"""What a page shows from the end on that is not the job's outcome."""

from collections.abc import Iterator

from e2e.checks._harms import Harm
from e2e.checks._outcome import had
from e2e.checks._words import praises, says
from e2e.evidence import Evidence
from e2e.evidence.shown import Notice, notices, picture_at, results_sights
from e2e.evidence.truth import Run, tolerance


def false_outcomes(run: Run, evidence: Evidence, about: str) -> Iterator[Harm]:
    """Results or success of a job that failed; complaints beside the results of one that completed."""
    if run.end is None:
        return
    since = run.midway_until - tolerance(evidence)
    told = [notice for notice in notices(evidence) if since <= notice.at <= run.until]
    if run.end.kind == "job.failed":
        yield from _of_a_failure(since, told, run, evidence)
    elif run.results and all(map(had, run.results)):
        for notice in told:
            if says(evidence.terms.words, about, notice.text):
                what = f"told its user {notice.text!r} of a job that completed"
                yield Harm(notice.at, "notice", what, notice.piece)


def _of_a_failure(since: float, told: list[Notice], run: Run, evidence: Evidence) -> Iterator[Harm]:
    for notice in told:
        if praises(evidence.terms.words, notice.text):
            what = f"told its user {notice.text!r} of a job that failed"
            yield Harm(notice.at, "notice", what, notice.piece)
    # Without an address, what is shown beside the failure may be what the run before had found.
    own = run.job if evidence.terms.results_path is None else None
    for sight in results_sights(evidence, own):
        before = any(notice.at < sight.at - tolerance(evidence) for notice in told)
        there = picture_at(evidence, sight.at + evidence.terms.slack)
        told_there = not before and there is not None and bool(there.alerts)
        if since <= sight.at <= run.until and not told_there:
            yield Harm(sight.at, "results", "showed results of a job that failed", sight.piece)
