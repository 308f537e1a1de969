"""Results that could be read at their address, and once the page was reloaded there, could not."""

import re

from e2e.checks._findings import findings
from e2e.checks._outcome import had
from e2e.evidence import Evidence
from e2e.evidence.outages import outages, put_off
from e2e.evidence.shown import picture_at, results_job
from e2e.evidence.truth import Run
from e2e.evidence.wire import exchanges

TELLING = 8
"""Letters of a word that stands nowhere by chance."""


def lost(run: Run, evidence: Evidence) -> tuple[float, float] | None:
    """When the page was reloaded, and by when it had to show them again; None where it did, or was not to."""
    reloads = (gone.until for gone in evidence.absences if gone.since == gone.until > run.may_know_at)
    reloaded = next(reloads, None)
    if reloaded is None or not _told(_read(evidence, 0, reloaded, run)):
        return None
    due = _due(run, reloaded, evidence)
    picture = None if due is None else picture_at(evidence, due)
    if due is None or picture is None or results_job(evidence, picture.path) != run.job:
        return None
    pressed = any(reloaded < press.at <= due for press in evidence.again)
    return None if pressed or _read(evidence, reloaded, due, run) else (reloaded, due)


def _told(words: set[str]) -> bool:
    """Whether they are what the job found: a short one may stand there by chance."""
    return len(words) > 1 or any(len(word) >= TELLING for word in words)


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


def _read(evidence: Evidence, since: float, until: float, run: Run) -> set[str]:
    """Of what that job found, all that the page showed last in that time."""
    last = [shown.text for shown in evidence.results if since <= shown.at < until][-1:]
    whole = {word: rf"(?<!\w){re.escape(word)}(?!\w)" for word in findings(run)}
    return {word for word, pattern in whole.items() for text in last if re.search(pattern, text)}
