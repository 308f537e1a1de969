"""Whether a scenario took place at all: a verdict over a fault that never was is worth nothing. Pure."""

from collections import Counter
from collections.abc import Iterator
from math import inf

from e2e.evidence import Evidence, SocketSeen
from e2e.lines import second
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario


def unstaged(scenario: Scenario, evidence: Evidence) -> tuple[str, ...]:
    """A sentence for each thing that the scenario asks for and that neither journal nor browser showed."""
    return (*_job(scenario, evidence), *_faults(scenario, evidence))


def fault_ids(scenario: Scenario) -> tuple[str, ...]:
    """The faults' ids in the journal, in file order: the word and which one of that word it is."""
    counts: Counter[str] = Counter()
    ids = []
    for fault in scenario.faults:
        counts[fault.fault] += 1
        ids.append(f"{fault.fault}-{counts[fault.fault]}")
    return tuple(ids)


def _job(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    started = [entry for entry in evidence.journal if entry.kind == "job.started"]
    if not started and not _start_was_hindered(evidence):
        yield "no job was started"
    for start in started:
        yield from _steps(scenario, evidence, start)


def _start_was_hindered(evidence: Evidence) -> bool:
    return any(entry.fault and entry.call in ("health", "start") for entry in evidence.journal)


def _steps(scenario: Scenario, evidence: Evidence, start: Entry) -> Iterator[str]:
    """What the job was to do before the page was left, and did not."""
    own = [entry.kind for entry in evidence.journal if entry.job == start.job]
    taken = own.count("job.progress")
    left_at = _left_at(evidence)
    for number, step in enumerate([step for step in scenario.job if step is not scenario.end]):
        if number >= taken and start.at + step.at < left_at:
            yield f"the job's step at {second(step.at)} did not take place"
    end = scenario.end
    if end and start.at + end.at < left_at and "job.completed" not in own and "job.failed" not in own:
        yield f"the job did not reach its end at {second(end.at)}"


def _faults(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    for fault, fault_id in zip(scenario.faults, fault_ids(scenario), strict=True):
        acts = [entry for entry in evidence.journal if entry.fault == fault_id]
        at: float | None = getattr(fault, "at", None)
        if not acts and (at is None or _started_at(evidence) + at < _left_at(evidence)):
            yield f"{fault_id} never acted: no entry of the journal carries it"
        if at is not None and scenario.end and at < scenario.end.at:
            yield from _after_end(fault_id, acts, evidence)
        match fault.fault:
            case "reset" | "cut" | "refusal" | "handshake-reset":
                yield from _unfelt(fault_id, acts, evidence, 1006)
            case "close":
                yield from _unfelt(fault_id, acts, evidence, fault.code)
            case _:
                pass


def _after_end(fault_id: str, acts: list[Entry], evidence: Evidence) -> Iterator[str]:
    ends = [entry for entry in evidence.journal if entry.kind in ("job.completed", "job.failed")]
    for act in acts:
        if ends and act.index > ends[-1].index:
            yield f"{fault_id} acted at {second(act.at)}, when the job had ended"


def _unfelt(fault_id: str, acts: list[Entry], evidence: Evidence, code: int) -> Iterator[str]:
    """The acts that no socket of the page felt; each socket feels one."""
    sockets = list(evidence.sockets)
    for act in acts:
        felt = [seen for seen in sockets if _felt(seen, act, evidence, code)]
        if felt:
            sockets.remove(felt[0])
        elif act.at < _left_at(evidence):
            yield f"{fault_id} acted at {second(act.at)}, and the browser saw no socket close with {code}"


def _felt(seen: SocketSeen, act: Entry, evidence: Evidence, code: int) -> bool:
    slack = evidence.terms.slack
    return seen.code == code and seen.closed_at is not None and abs(seen.closed_at - act.at) <= slack


def _started_at(evidence: Evidence) -> float:
    return next((entry.at for entry in evidence.journal if entry.kind == "job.started"), 0.0)


def _left_at(evidence: Evidence) -> float:
    return inf if evidence.left_at is None else evidence.left_at
