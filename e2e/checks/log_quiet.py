from bisect import bisect_right

from e2e.evidence import ConsoleLine, Evidence, SocketSeen
from e2e.evidence.lines import second
from e2e.evidence.outages import outages
from e2e.evidence.truth import Run, runs, tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "log-quiet"
MOST, SPAN = 100, 5.0
"""Lines, in seconds."""


def log_quiet(evidence: Evidence) -> Verdict:
    """A run without faults logs no error and no warning of the page's own. Never more than 100 lines in any 5
    seconds."""
    own = sorted((line for line in evidence.console if line.own), key=lambda line: line.at)
    flood = _flood(own)
    if flood:
        first, last = flood[0], flood[-1]
        sentence = f"no more than {MOST} lines in {SPAN:g} s were promised; {len(flood)} came from"
        return failed(ID, f"{sentence} {second(first.at)} to {second(last.at)}", last.at, first, last)
    known = runs(evidence)
    if not known:
        return not_applicable(ID, "no run: the page was never told of a job")
    until = second(evidence.ended_at)
    if _met_faults(evidence):
        sentence = f"until {until} never more than {MOST} lines in {SPAN:g} s"
        return passed(ID, f"{sentence}; warnings may tell of the run's faults")
    for line in own:
        if line.level in ("warning", "error") and not _of_failure(line, known, evidence):
            sentence = f"a run without faults was promised to log no {line.level}; the page did at"
            return failed(ID, f"{sentence} {second(line.at)}", line.at, line)
    return passed(ID, f"until {until} no warning and no error among {len(own)} lines of a run without faults")


def _flood(own: list[ConsoleLine]) -> list[ConsoleLine]:
    """The first lines that are too many for their time; none if there are no such."""
    times = [line.at for line in own]
    for last, at in enumerate(times):
        first = bisect_right(times, at - SPAN + 1e-6)
        if last - first + 1 > MOST:
            return own[first : last + 1]
    return []


def _met_faults(evidence: Evidence) -> bool:
    """Whether there was anything to warn of that is not of the page's own making."""
    met = any(entry.fault for entry in evidence.journal) or any(map(_went_wrong, evidence.sockets))
    return met or bool(outages(evidence))


def _went_wrong(seen: SocketSeen) -> bool:
    lost = seen.closed_at is not None and seen.close_called_at is None
    return seen.threw is not None or seen.error_at is not None or lost


def _of_failure(line: ConsoleLine, known: tuple[Run, ...], evidence: Evidence) -> bool:
    """A job that fails is no fault, and still worth a line; not in the run after it."""
    for run in reversed(known):
        if run.started_at <= line.at:
            over = run.end is not None and run.end.kind == "job.failed"
            return over and line.at >= run.may_know_at - tolerance(evidence)
    return False
