import re

from e2e.checks._runs import each_run
from e2e.evidence import ConsoleLine, Evidence, SocketSeen
from e2e.evidence.lines import second, span
from e2e.evidence.truth import Run, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "log-loss"


def log_loss(evidence: Evidence) -> Verdict:
    """An open socket that is lost before the end, whatever the code, is told as a warning or an error: the
    browser itself says nothing of it."""
    return each_run(ID, evidence, lambda run: _judged(run, evidence))


def _judged(run: Run, evidence: Evidence) -> Verdict:
    ends = [(seen, _lost_at(seen)) for seen in evidence.sockets]
    lost = [(seen, at) for seen, at in ends if at is not None and _midway(at, run, evidence)]
    if not lost:
        return not_applicable(ID, "no open socket was lost in mid-run")
    lines = _complaints(evidence)
    for seen, at in lost:
        near = [line for line in lines if -tolerance(evidence) <= line.at - at <= evidence.terms.slack]
        if not near:
            sentence = f"the loss of a socket at {second(at)}, code {seen.code}, was promised to be told"
            said = [
                line for line in evidence.console if line.own and abs(line.at - at) <= evidence.terms.slack
            ]
            return failed(ID, f"{sentence}; no warning and no error says so", at, seen, *said[:3])
        lines.remove(near[0])
    return passed(ID, f"each of {len(lost)} losses {span(at for _, at in lost)} was told")


def _complaints(evidence: Evidence) -> list[ConsoleLine]:
    words = evidence.terms.words
    return [
        line
        for line in evidence.console
        if line.own
        and line.level in ("warning", "error")
        and re.search(f"{words.lost}|{words.failed}", line.text)
    ]


def _lost_at(seen: SocketSeen) -> float | None:
    """When that socket, having been open, closed without the page's doing."""
    return seen.closed_at if seen.opened_at is not None and seen.close_called_at is None else None


def _midway(at: float, run: Run, evidence: Evidence) -> bool:
    return run.started_at <= at < run.midway_until - tolerance(evidence)
