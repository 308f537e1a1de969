"""Whether a scenario took place at all: a verdict over a fault that never was is worth nothing. Pure."""

from collections import Counter
from collections.abc import Iterator
from math import inf

from e2e.evidence import Evidence, SocketSeen
from e2e.evidence.lines import second
from e2e.evidence.outages import outage_at, outages
from e2e.evidence.truth import tolerance
from e2e.evidence.wire import Connection, connections, decoded, exchanges
from e2e.staging.answers import misplaced, never_asked
from e2e.staging.together import apart
from e2e.staging.visit import unstaged_visit
from mock_backend.journal import Call, Entry, Kind
from mock_backend.scenario import Scenario, Timeline, end_of

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
    "invalid-close-after": {"socket.close_sent"},
    "half-frame": {"socket.reset"},
    "invalid-utf8": {"socket.broken"},
    "reserved-opcode": {"socket.broken"},
}
"""The faults after which the page's socket closes, and the entries of the journal that bring it about."""


HELD_BACK = {"delay": "silence", "event-behind-answer": "silence", "ack-delay": "ack-missing"}
"""Faults that let something come late, which a page that has closed its socket never gets; and those that
never let it come."""


def unstaged(scenario: Scenario, evidence: Evidence) -> tuple[str, ...]:
    """A sentence for each thing that the scenario asks for and that neither journal nor browser showed."""
    return (
        *_job(scenario, evidence),
        *_faults(scenario, evidence),
        *unstaged_visit(scenario, evidence),
    )


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
        yield f"no job was started: {_no_start(evidence)}"
    for start in started:
        yield from _steps(scenario, evidence, start)


def _no_start(evidence: Evidence) -> str:
    """Why, as the journal has it."""
    calls = exchanges(evidence.journal, "start")
    if not calls:
        return "the page made no start call"
    end = calls[-1].conclusion
    if end is None or end.kind != "http.answered":
        return f"the start call at {second(calls[-1].at)} got no answer"
    body = decoded(end.payload)
    detail = body.get("detail", body) if isinstance(body, dict) else body
    return f"the start call at {second(calls[-1].at)} was answered {end.status}: {detail}"


def _start_was_hindered(evidence: Evidence) -> bool:
    return any(entry.fault and entry.call in ("health", "start") for entry in evidence.journal)


def _steps(scenario: Scenario, evidence: Evidence, start: Entry) -> Iterator[str]:
    """What the job was to do before the page was left, and did not."""
    own = [entry.kind for entry in evidence.journal if entry.job == start.job]
    taken = own.count("job.progress")
    steps = _timeline(scenario, evidence, start)
    end = end_of(steps)
    for number, step in enumerate([step for step in steps if step is not end]):
        if number >= taken and not evidence.away(start.at, start.at + step.at):
            yield f"the job's step at {second(step.at)} did not take place"
    ended = "job.completed" in own or "job.failed" in own
    if end and not ended and not evidence.away(start.at, start.at + end.at):
        yield f"the job did not reach its end at {second(end.at)}"


def _timeline(scenario: Scenario, evidence: Evidence, start: Entry) -> Timeline:
    """That job's; the ones started in other tabs count too."""
    journal = (*evidence.journal, *evidence.elsewhere)
    return scenario.timeline(
        sum(entry.kind == "job.started" and entry.index < start.index for entry in journal)
    )


def _last_end(scenario: Scenario, evidence: Evidence) -> float:
    """Seconds after its start at which the job ends that was started last; infinity where it does not."""
    starts = [entry for entry in evidence.journal if entry.kind == "job.started"]
    end = end_of(_timeline(scenario, evidence, starts[-1]) if starts else scenario.job)
    return inf if end is None else end.at


def _faults(scenario: Scenario, evidence: Evidence) -> Iterator[str]:
    for fault, fault_id in zip(scenario.faults, fault_ids(scenario), strict=True):
        acts = [entry for entry in evidence.journal if entry.fault == fault_id]
        at: float | None = getattr(fault, "at", None)
        watched = at is None or any(not evidence.away(start, start + at) for start in _starts(evidence))
        if (
            not acts
            and watched
            and not _no_occasion(fault, evidence)
            and not _too_late(at, scenario, evidence)
        ):
            yield f"{fault_id} never acted: {_inaction(fault, evidence)}"
        if at is not None and at < _last_end(scenario, evidence):
            done = [act for act in acts if act.kind != "socket.withheld"]
            yield from _after_end(fault_id, done, evidence)
        if hasattr(fault, "call"):
            yield from misplaced(fault, fault_id, acts, evidence)
        yield from apart(fault, acts, evidence)
        if fault.fault in ENDINGS:
            ends = [act for act in acts if act.kind in ENDINGS[fault.fault]]
            yield from _unfelt(fault_id, ends, evidence, _codes(fault))


def _inaction(fault: object, evidence: Evidence) -> str:
    """Why, as the journal has it."""
    call: Call | None = getattr(fault, "call", None)
    if call and not exchanges(evidence.journal, call):
        return f"the page made no {call} call"
    ends = [entry.at for entry in evidence.journal if entry.kind == "socket.ended"]
    for_good = HELD_BACK.get(getattr(fault, "fault", ""))
    if for_good and ends:
        return (
            f"no entry of the journal carries it; the last socket ended at {second(ends[-1])}, and what is "
            f"held back until then is never written: let it come sooner, or hold it for good by `{for_good}`"
        )
    return "no entry of the journal carries it"


def _codes(fault: object) -> set[int]:
    """What a browser may say of a socket that this fault ended. Firefox believes any Close frame's code."""
    carried: int = getattr(fault, "code", ABNORMAL)
    invalid = getattr(fault, "fault", "").startswith("invalid-close")
    return {carried, ABNORMAL} if invalid else {carried}


def _no_occasion(fault: object, evidence: Evidence) -> bool:
    """It waits for a connection that a page which does not reconnect never makes, or for a request that one
    which does not ask again, waits for an answer or keeps its results over a reload, never makes."""
    connections: tuple[int, ...] | None = getattr(fault, "connections", None)
    made = sum(entry.kind == "socket.handshake" for entry in evidence.journal)
    if connections is not None:
        return min(connections) > max(made, 1)
    requests: tuple[int, ...] | None = getattr(fault, "requests", None)
    call = getattr(fault, "call", "status")
    if call == "status":
        return never_asked(fault, evidence)
    if call == "results" and _had_before(fault, evidence):
        return True
    asked = sum(entry.kind == "http.request" and entry.call == call for entry in evidence.journal)
    return requests is not None and min(requests) > max(asked, 1)


def _had_before(fault: object, evidence: Evidence) -> bool:
    """It is meant for results that are asked for from then on; the page had them before and asked no more."""
    since: float | None = getattr(fault, "from_", None)
    asked = exchanges(evidence.journal, "results")
    if since is None or not asked or not isinstance(asked[-1].body, dict):
        return False
    return asked[-1].at < _starts(evidence)[-1] + since


def _too_late(at: float | None, scenario: Scenario, evidence: Evidence) -> bool:
    """It acts after the job's end, on a socket that a page which closes it at once has no more."""
    if at is None or at <= _last_end(scenario, evidence):
        return False
    due, made = _starts(evidence)[-1] + at, connections(evidence.journal)
    return bool(made) and all(_closed_by(connection, due) for connection in made)


def _closed_by(connection: Connection, at: float) -> bool:
    """The page's Close frame was there by then."""
    close = connection.at("socket.close_received")
    return close is not None and close <= at


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
        elif any(_given_up(seen, act, evidence) for seen in sockets):
            continue
        elif not evidence.away(_asked_at(act, evidence), act.at):
            wanted = " or ".join(map(str, sorted(codes)))
            yield f"{fault_id} acted at {second(act.at)}, and the browser saw no socket close with {wanted}"


def _felt(seen: SocketSeen, act: Entry, evidence: Evidence, codes: set[int]) -> bool:
    slack = evidence.terms.slack
    spell = outage_at(outages(evidence), act.at)
    latest = act.at if spell is None else spell.until
    return (
        seen.code in codes
        and seen.closed_at is not None
        and act.at - slack <= seen.closed_at <= latest + slack
    )


def _given_up(seen: SocketSeen, act: Entry, evidence: Evidence) -> bool:
    """It is that connection's socket, and the page itself closed it in the instant of the act, before it had
    opened, or had left its document for another by then."""
    closed, left, soon = seen.close_called_at, seen.unloaded_at, tolerance(evidence)
    if abs(seen.asked_at - _asked_at(act, evidence)) > soon:
        return False
    unopened = seen.opened_at is None and closed is not None and abs(closed - act.at) <= soon
    return unopened or (left is not None and left <= act.at + soon)


def _starts(evidence: Evidence) -> list[float]:
    """When each job started; 0 where none did."""
    return [entry.at for entry in evidence.journal if entry.kind == "job.started"] or [0.0]


def _asked_at(act: Entry, evidence: Evidence) -> float:
    """When the connection was asked for on which the fault acted."""
    own = (entry.at for entry in evidence.journal if entry.connection == act.connection)
    return next(own, act.at)
