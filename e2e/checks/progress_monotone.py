from e2e.checks._outcome import shown
from e2e.checks._runs import each_run
from e2e.evidence import Evidence, Picture
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second
from e2e.evidence.provenance import Provenance
from e2e.evidence.shown import lasting, number
from e2e.evidence.truth import Run, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "progress-monotone"


def progress_monotone(evidence: Evidence) -> Verdict:
    """Within a run, progress never goes back, also when a slow poll answer arrives after a newer event."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    until = _until(run, evidence) - tolerance(evidence)
    stays = set(map(id, lasting(evidence)))
    highest, best = -1.0, None
    for picture in evidence.pictures:
        value = number(picture.progress)
        if value is None or not run.known_at <= picture.at < until:
            continue
        lasts = id(picture) in stays
        fresh = value == 0 and picture.at <= run.known_at + evidence.terms.slack
        if lasts and value < highest and not fresh:
            return _back(best, picture, evidence)
        if lasts or highest < value <= _told(run, picture.at):
            highest, best = value, picture
    if best is None:
        return not_applicable(ID, "no percentage was shown in the run")
    return passed(ID, f"progress went up to {highest:g}% at {second(best.at)} and never back")


def _until(run: Run, evidence: Evidence) -> float:
    """The end of mid-run; where the page was told the truth, also while it loads the results."""
    outcome = None if run.misled else shown(run, evidence)
    return max(run.midway_until, outcome.at - evidence.terms.slack if outcome else 0)


def _told(run: Run, at: float) -> float:
    """The most that the page was told by then: what was a flash on it counts only where that was true."""
    return max((told.percent or 0 for told in run.told if told.at <= at), default=0)


def _back(best: Picture | None, picture: Picture, evidence: Evidence) -> Verdict:
    """Both steps have a cause: the one back, and the one up where it was not of the page's own job."""
    provenance = Provenance(evidence)
    cause, high = provenance.cause(picture), provenance.cause(best) if best else None
    shown = best.progress if best else None
    sentence = f"progress was promised not to go back; {picture.progress}% came after {shown}%"
    when = f"at {second(picture.at)}{on(cause)}"
    raised, raised_by = (
        (f"; {shown}% had come {high.phrase}", high.pieces) if high and high.foreign else ("", ())
    )
    return failed(ID, f"{sentence} {when}{raised}", picture.at, *raised_by, best, *pieces(cause), picture)
