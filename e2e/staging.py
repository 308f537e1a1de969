"""Whether a scenario took place at all: a verdict over a fault that never was is worth nothing. Pure."""

from collections import Counter
from collections.abc import Iterator

from e2e.evidence import Evidence, SocketSeen
from e2e.lines import second
from e2e.shown import picture_at
from mock_backend.journal import Entry, Kind
from mock_backend.scenario import Scenario
from mock_backend.visit import Back, Leave, Reload, Return, RunAgain, SecondTab

ABNORMAL = 1006
"""What a browser says of a connection that ended without a valid Close frame."""

ENDINGS: dict[str, set[Kind]] = {
    "refusal": {"socket.refused"},
    "foreign-origin": {"socket.refused"},
    "wrong-accept": {"socket.refused"},
    "handshake-reset": {"socket.reset"},
    "handshake-cut": {"socket.cut"},
    "early-close": {"socket.close_sent"},
    "reset": {"socket.reset"},
    "cut": {"socket.cut"},
    "close": {"socket.close_sent"},
    "invalid-close": {"socket.close_sent"},
    "reset-after": {"socket.reset"},
    "cut-after": {"socket.cut"},
    "close-after": {"socket.close_sent"},
    "half-frame": {"socket.reset"},
    "invalid-utf8": {"socket.broken"},
    "reserved-opcode": {"socket.broken"},
}
"""The faults after which the page's socket closes, and the entries of the journal that bring it about."""


def unstaged(scenario: Scenario, evidence: Evidence) -> tuple[str, ...]:
    """A sentence for each thing that the scenario asks for and that neither journal nor browser showed."""
    return (*_job(scenario, evidence), *_faults(scenario, evidence), *_visit(scenario, evidence))


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
    for number, step in enumerate([step for step in scenario.job if step is not scenario.end]):
        if number >= taken and not evidence.away(start.at, start.at + step.at):
            yield f"the job's step at {second(step.at)} did not take place"
    end = scenario.end
    ended = "job.completed" in own or "job.failed" in own
    if end and not ended and not evidence.away(start.at, start.at + end.at):
        yield f"the job did not reach its end at {second(end.at)}"


def _faults(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    for fault, fault_id in zip(scenario.faults, fault_ids(scenario), strict=True):
        acts = [entry for entry in evidence.journal if entry.fault == fault_id]
        at: float | None = getattr(fault, "at", None)
        watched = at is None or any(not evidence.away(start, start + at) for start in _starts(evidence))
        if not acts and watched and not _no_occasion(fault, evidence):
            yield f"{fault_id} never acted: no entry of the journal carries it"
        if at is not None and scenario.end and at < scenario.end.at:
            done = [act for act in acts if act.kind != "socket.withheld"]
            yield from _after_end(fault_id, done, evidence)
        if fault.fault in ENDINGS:
            ends = [act for act in acts if act.kind in ENDINGS[fault.fault]]
            yield from _unfelt(fault_id, ends, evidence, _codes(fault))


def _codes(fault: object) -> set[int]:
    """What a browser may say of a socket that this fault ended. Firefox believes any Close frame's code."""
    carried: int = getattr(fault, "code", ABNORMAL)
    return {carried, ABNORMAL} if getattr(fault, "fault", "") == "invalid-close" else {carried}


def _no_occasion(fault: object, evidence: Evidence) -> bool:
    """It waits for a connection that a page which does not reconnect never makes."""
    connections: tuple[int, ...] | None = getattr(fault, "connections", None)
    made = sum(entry.kind == "socket.handshake" for entry in evidence.journal)
    return connections is not None and min(connections) > max(made, 1)


def _after_end(fault_id: str, acts: list[Entry], evidence: Evidence) -> Iterator[str]:
    ends = [entry for entry in evidence.journal if entry.kind in ("job.completed", "job.failed")]
    for act in acts:
        if ends and act.index > ends[-1].index:
            yield f"{fault_id} acted at {second(act.at)}, when the job had ended"


def _unfelt(fault_id: str, acts: list[Entry], evidence: Evidence, codes: set[int]) -> Iterator[str]:
    """The acts that no socket of the page felt; each socket feels one."""
    sockets = list(evidence.sockets)
    for act in acts:
        felt = [seen for seen in sockets if _felt(seen, act, evidence, codes)]
        if felt:
            sockets.remove(felt[0])
        elif not evidence.away(_asked_at(act, evidence), act.at):
            wanted = " or ".join(map(str, sorted(codes)))
            yield f"{fault_id} acted at {second(act.at)}, and the browser saw no socket close with {wanted}"


def _felt(seen: SocketSeen, act: Entry, evidence: Evidence, codes: set[int]) -> bool:
    slack = evidence.terms.slack
    return seen.code in codes and seen.closed_at is not None and abs(seen.closed_at - act.at) <= slack


def _starts(evidence: Evidence) -> list[float]:
    """When each job started; 0 where none did."""
    return [entry.at for entry in evidence.journal if entry.kind == "job.started"] or [0.0]


def _asked_at(act: Entry, evidence: Evidence) -> float:
    """When the connection was asked for on which the fault acted."""
    own = (entry.at for entry in evidence.journal if entry.connection == act.connection)
    return next(own, act.at)


def _visit(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    """What the user was to do, and what nothing shows."""
    for act in scenario.visit:
        match act:
            case Leave() | Reload() | Return() | Back():
                yield from _move(act, evidence)
            case RunAgain():
                yield from _second_run(act, evidence)
            case SecondTab() if not any(entry.kind == "job.started" for entry in evidence.elsewhere):
                yield f"no job was started in the second tab of {second(act.at)}"


def _move(act: Leave | Reload | Return | Back, evidence: Evidence) -> Iterator[str]:
    at = evidence.started_at + act.at
    if not any(abs(move.at - at) <= evidence.terms.slack for move in evidence.navigations):
        yield f"{act.act} at {second(at)} led to no other page and to no new document"


def _second_run(act: RunAgain, evidence: Evidence) -> Iterator[str]:
    """A job was started, or a fault kept it from that; a page that is still busy cannot be asked to."""
    at, slack = evidence.started_at + act.at, evidence.terms.slack
    press = next((press for press in evidence.again if abs(press.at - at) <= slack), None)
    if press is None:
        yield f"Run was not pressed again at {second(at)}"
    elif press.hindrance:
        picture = picture_at(evidence, press.at)
        if not (picture and picture.busy):
            yield f"Run could not be pressed again at {second(at)}: {press.hindrance}"
    elif not any(entry.at >= press.at and _starts_or_hinders(entry) for entry in evidence.journal):
        yield f"Run was pressed again at {second(at)}, and no job was started"


def _starts_or_hinders(entry: Entry) -> bool:
    return entry.kind == "job.started" or (entry.fault is not None and entry.call in ("health", "start"))
