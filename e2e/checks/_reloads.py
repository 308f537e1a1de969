"""Results that could be read at their address, and once the page was reloaded there, could not."""

from e2e.checks._findings import read, telling
from e2e.checks._outcome import had
from e2e.evidence import Evidence
from e2e.evidence.outages import outages, put_off
from e2e.evidence.shown import picture_at, results_job
from e2e.evidence.truth import Run
from e2e.evidence.wire import exchanges


def lost(run: Run, evidence: Evidence) -> tuple[float, float] | None:
    """When the page was reloaded, and by when it had to show them again; None where it did, or was not to."""
    reloads = (gone.until for gone in evidence.absences if gone.since == gone.until > run.may_know_at)
    reloaded = next(reloads, None)
    if reloaded is None or not telling(read(evidence, 0, reloaded, run)):
        return None
    due = _due(run, reloaded, evidence)
    picture = None if due is None else picture_at(evidence, due)
    if due is None or picture is None or results_job(evidence, picture.path) != run.job:
        return None
    pressed = any(reloaded < press.at <= due for press in evidence.again)
    return None if pressed or read(evidence, reloaded, due, run) else (reloaded, due)


def _due(run: Run, reloaded: float, evidence: Evidence) -> float | None:
    """After the last answer; None while one is out."""
    limit = evidence.terms.poll_interval + 2 * evidence.terms.slack
    asked = [call for call in exchanges(evidence.journal, "results", run.job) if call.at >= reloaded]
    answered = [call.ended_at for call in asked]
    if None in answered:
        return None
    last = max((at for at in answered if at is not None), default=reloaded)
    wait = evidence.terms.slack if asked and had(asked[-1]) else limit
    return put_off(outages(evidence), reloaded, last + wait, limit)
