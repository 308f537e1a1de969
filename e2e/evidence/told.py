"""What the page was told of a job, whether it is true or not: the answers and events delivered to it. Pure.

It is *sure* when the page must have read it. What it may have read (an event followed by a reset in
the same instant, an answer that a newer request has overtaken) excuses a page and obliges it to nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import isfinite
from typing import Any, Literal

from e2e.evidence import Evidence, SocketSeen, SpellSeen
from e2e.evidence.outages import arrivals, doubtful, outage_at
from e2e.evidence.wire import Connection, Exchange, connections, decoded, paired
from mock_backend.journal import Entry

Status = Literal["running", "completed", "failed"]

EVENTS: dict[str, Status] = {"progress": "running", "completed": "completed", "failed": "failed"}
GOING_AWAY = 1001
"""A browser's own Close code when it leaves a document, or drops a socket that the page closed too early."""

STATUSES: dict[str, Status] = {
    "pending": "running",
    "running": "running",
    "completed": "completed",
    "failed": "failed",
}


@dataclass(frozen=True)
class Told:
    at: float
    channel: Literal["socket", "polling"]
    status: Status
    """`pending` counts as running."""
    progress: Any
    """As it was sent: mostly 0..100, None where nothing is said of it."""
    sure: bool
    entry: Entry

    @cached_property
    def percent(self) -> float | None:
        """The progress, if it is a number from 0 to 100."""
        return percent(self.progress)

    @cached_property
    def most(self) -> float:
        """The highest percentage that a page may read in it; 100 where the protocol knows no such value."""
        return 0.0 if self.progress is None else 100.0 if self.percent is None else self.percent


def percent(progress: Any) -> float | None:
    """A progress as the protocol knows it, a finite number from 0 to 100; None for anything else."""
    if isinstance(progress, bool) or not isinstance(progress, int | float):
        return None
    return float(progress) if isfinite(progress) and 0 <= progress <= 100 else None


def event(payload: Any) -> dict[str, Any] | None:
    """The payload, if it is a well-formed event of some job."""
    body = decoded(payload)
    formed = (
        isinstance(body, dict) and _one_of(body.get("event"), EVENTS) and isinstance(body.get("job_id"), str)
    )
    return body if formed else None


def greeting(entry: Entry) -> bool:
    """A message of the backend that is an initial connection message, in any of its forms."""
    body = decoded(entry.payload)
    formed = isinstance(body, dict) and "connected" in (body.get("type"), body.get("message"))
    return event(body) is None and (formed or entry.message == "connected")


def status_answer(poll: Exchange) -> dict[str, Any] | None:
    """The answer's body, if it says what the protocol lets it say, and not of another job."""
    body = poll.body
    if not isinstance(body, dict) or body.get("job_id") not in (None, poll.request.job):
        return None
    return body if _one_of(body.get("status"), STATUSES) else None


def _one_of(word: Any, words: dict[str, Status]) -> bool:
    return isinstance(word, str) and word in words


def told_by_socket(evidence: Evidence, job: str, known: float) -> list[Told]:
    """The events of that job, sure ones only after the page knew the job's id."""
    read, late = read_at(evidence), arrivals(evidence)
    return [
        told
        for entry in evidence.journal
        if (told := _told_by_event(entry, job, late.get(entry.index, entry.at), known, read)) is not None
    ]


def _told_by_event(
    entry: Entry, job: str, arrived: float, known: float, read: Mapping[int, float]
) -> Told | None:
    said = event(entry.payload) if entry.kind == "socket.sent" else None
    if said is None or said["job_id"] != job:
        return None
    data = said.get("data")
    progress = data.get("progress") if isinstance(data, dict) and said["event"] == "progress" else None
    at = read.get(entry.index, arrived)
    sure = entry.index in read and known < at
    return Told(at, "socket", EVENTS[said["event"]], progress, sure, entry)


def surely_read(evidence: Evidence) -> frozenset[int]:
    """The indexes of the messages, `socket.sent`, that the page must have read."""
    return frozenset(read_at(evidence))


@lru_cache(maxsize=1)
def read_at(evidence: Evidence) -> Mapping[int, float]:
    """When the page read the messages that it must have read, by their indexes.

    In virtual time that is the instant of sending, but for outages; in real time a page may be behind.
    """
    unsure, late = doubtful(evidence), arrivals(evidence)
    read = _read_at(evidence)
    return {index: max(at, late.get(index, at)) for index, at in read.items() if index not in unsure}


def _read_at(evidence: Evidence) -> dict[int, float]:
    found = connections(evidence.journal)
    if not evidence.real_time:
        known = [connection for connection in found if not _never_seen_open(connection, evidence)]
        return {entry.index: entry.at for connection in known for entry in _before_loss(connection)}
    pairs = paired(evidence)
    if not all(seen for _, seen in pairs):
        slack = evidence.terms.slack
        return {
            entry.index: entry.at for connection in found for entry in _long_before_end(connection, slack)
        }
    return {
        entry.index: max(entry.at, at)
        for connection, seen in pairs
        for entry, at in connection.delivered(seen.messages if seen else ())
        if at is not None
    }


def _never_seen_open(connection: Connection, evidence: Evidence) -> bool:
    return closed_unopened(connection, evidence) or _given_up(connection, evidence.sockets)


def closed_unopened(connection: Connection, evidence: Evidence) -> bool:
    """The page closed that socket when the backend had accepted it and the page did not know it yet."""
    close, slack = connection.first("socket.close_received"), evidence.terms.slack
    return (
        close is not None
        and close.code == GOING_AWAY
        and any(
            seen.opened_at is None
            and seen.close_called_at is not None
            and abs(seen.close_called_at - close.at) <= slack
            for seen in evidence.sockets
        )
    )


def _given_up(connection: Connection, sockets: Sequence[SocketSeen]) -> bool:
    """The page closed the socket in the instant in which it was accepted, and never saw it open, or saw it
    open and was not told a thing."""
    accepted = connection.at("socket.accepted")
    if accepted is None:
        return False
    if any(seen.opened_at == seen.close_called_at == accepted and not seen.messages for seen in sockets):
        return True
    return not any(seen.opened_at is not None and seen.opened_at >= accepted for seen in sockets) and any(
        seen.opened_at is None and seen.close_called_at == accepted for seen in sockets
    )


def _before_loss(connection: Connection) -> list[Entry]:
    """What came before the page's close, and before the instant of a reset: that destroys what is unread."""
    close, reset = connection.first("socket.close_received", "socket.ended"), connection.at("socket.reset")
    return [
        entry
        for entry in connection.sent
        if (close is None or entry.index < close.index) and (reset is None or entry.at < reset)
    ]


def _long_before_end(connection: Connection, slack: float) -> list[Entry]:
    end = connection.at("socket.reset", "socket.close_received", "socket.ended")
    return [entry for entry in connection.sent if end is None or entry.at < end - slack]


def told_by_polling(
    polls: tuple[Exchange, ...], interval: float, spells: Sequence[SpellSeen] = ()
) -> list[Told]:
    """The well-formed answers to those status requests; one that left in an outage is sure of nothing."""
    sent = [poll.request.index for poll in polls]
    return [
        told
        for number, poll in enumerate(polls)
        if (
            told := _told_by_answer(
                poll, interval, sent[number + 1] if number + 1 < len(sent) else None, spells
            )
        )
    ]


def _told_by_answer(
    poll: Exchange, interval: float, overtaken: int | None, spells: Sequence[SpellSeen]
) -> Told | None:
    body, answer = status_answer(poll), poll.conclusion
    if answer is None or body is None:
        return None
    newest = overtaken is None or overtaken > answer.index
    outage = outage_at(spells, answer.at)
    stuck = outage is not None and outage.at < answer.at < outage.until
    sure = newest and answer.at - poll.at < interval and not stuck
    at = outage.until if outage is not None and stuck else answer.at
    return Told(at, "polling", STATUSES[body["status"]], body.get("progress"), sure, answer)
