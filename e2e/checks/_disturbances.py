"""What reached the page in mid-run besides the truth about its own job."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from e2e.evidence import Evidence, SocketSeen, SpellSeen
from e2e.evidence.outages import arrivals
from e2e.evidence.told import event, greeting, status_answer
from e2e.evidence.truth import Run, tolerance
from mock_backend.journal import Entry, Kind

Cause = Literal["ack", "foreign", "raw", "told", "socket", "polling"]

SOCKET_TROUBLES: tuple[Kind, ...] = (
    "socket.refused",
    "socket.held",
    "socket.reset",
    "socket.cut",
    "socket.close_sent",
    "socket.withheld",
    "socket.broken",
    "socket.stalled",
)


@dataclass(frozen=True, slots=True)
class Disturbance:
    at: float
    cause: Cause
    piece: Entry | SocketSeen | SpellSeen


@lru_cache(maxsize=4)
def disturbances(run: Run, evidence: Evidence) -> tuple[Disturbance, ...]:
    """All that came between the run's start and the first word of its end, in order of time."""
    found = [*_messages(run, evidence), *_sockets(evidence), *_polls(run)]
    until = run.midway_until
    inside = (one for one in found if run.started_at <= one.at <= until)
    return tuple(sorted(inside, key=lambda one: one.at))


def socket_troubles(run: Run, evidence: Evidence) -> tuple[Disturbance, ...]:
    """Whatever may lead a page to believe that its socket does not work, garbage included."""
    return tuple(one for one in disturbances(run, evidence) if one.cause in ("socket", "raw"))


def poll_troubles(run: Run, evidence: Evidence) -> tuple[Disturbance, ...]:
    return tuple(one for one in disturbances(run, evidence) if one.cause == "polling")


def message_cause(entry: Entry, job: str) -> Cause | None:
    """What a frame of the backend is to a page that runs that job; None when the entry is no such frame."""
    if entry.kind != "socket.sent":
        return None
    said = event(entry.payload)
    if said is not None:
        return "told" if said["job_id"] == job else "foreign"
    return "ack" if greeting(entry) else "raw"


def _messages(run: Run, evidence: Evidence) -> Iterator[Disturbance]:
    late = arrivals(evidence)
    for entry in evidence.journal:
        if cause := message_cause(entry, run.job):
            yield Disturbance(late.get(entry.index, entry.at), cause, entry)


def _sockets(evidence: Evidence) -> Iterator[Disturbance]:
    for entry in evidence.journal:
        if entry.kind in SOCKET_TROUBLES:
            yield Disturbance(entry.at, "socket", entry)
    for seen in evidence.sockets:
        at = _troubled_at(seen)
        if at is not None and not evidence.away(seen.asked_at, at + tolerance(evidence)):
            yield Disturbance(at, "socket", seen)


def _troubled_at(seen: SocketSeen) -> float | None:
    """When the page saw that socket fail, or close without its own doing."""
    if seen.threw is not None:
        return seen.asked_at
    if seen.close_called_at is not None:
        return None
    ends = [at for at in (seen.error_at, seen.closed_at) if at is not None]
    return min(ends, default=None)


def _polls(run: Run) -> Iterator[Disturbance]:
    for poll in run.polls:
        answer = poll.conclusion
        if poll.held is not None:
            yield Disturbance(poll.held.at, "polling", poll.held)
        if answer is not None and answer.kind != "http.abandoned" and status_answer(poll) is None:
            yield Disturbance(answer.at, "polling", answer)
    for outage in run.outages:
        if outage.kind == "offline":
            yield Disturbance(outage.at, "polling", outage)
