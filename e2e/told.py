"""What the page was told of a job, whether it is true or not: the answers and events delivered to it. Pure.

It is *sure* when the page must have read it. What it may have read (an event followed by a reset in
the same instant, an answer that a newer request has overtaken) excuses a page and obliges it to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal

from e2e.evidence import Evidence, SocketSeen
from e2e.wire import Connection, Exchange, connections, decoded
from mock_backend.journal import Entry

Status = Literal["running", "completed", "failed"]

EVENTS: dict[str, Status] = {"progress": "running", "completed": "completed", "failed": "failed"}
STATUSES: dict[str, Status] = {
    "pending": "running",
    "running": "running",
    "completed": "completed",
    "failed": "failed",
}


@dataclass(frozen=True, slots=True)
class Told:
    at: float
    channel: Literal["socket", "polling"]
    status: Status
    """`pending` counts as running."""
    progress: Any
    """As it was sent: mostly 0..100, None where nothing is said of it."""
    sure: bool
    entry: Entry

    @property
    def percent(self) -> float | None:
        """The progress, if it is a number from 0 to 100."""
        return percent(self.progress)


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


def status_answer(poll: Exchange) -> dict[str, Any] | None:
    """The answer's body, if it says what the protocol lets it say."""
    body = poll.body
    return body if isinstance(body, dict) and _one_of(body.get("status"), STATUSES) else None


def _one_of(word: Any, words: dict[str, Status]) -> bool:
    return isinstance(word, str) and word in words


def told_by_socket(evidence: Evidence, job: str, known: float) -> list[Told]:
    """The events of that job, sure ones only after the page knew the job's id."""
    read = surely_read(evidence)
    return [
        told
        for entry in evidence.journal
        if (told := _told_by_event(entry, job, known < entry.at and entry.index in read)) is not None
    ]


def _told_by_event(entry: Entry, job: str, sure: bool) -> Told | None:
    said = event(entry.payload) if entry.kind == "socket.sent" else None
    if said is None or said["job_id"] != job:
        return None
    data = said.get("data")
    progress = data.get("progress") if isinstance(data, dict) and said["event"] == "progress" else None
    return Told(entry.at, "socket", EVENTS[said["event"]], progress, sure, entry)


def surely_read(evidence: Evidence) -> frozenset[int]:
    """The indexes of the messages, `socket.sent`, that the page must have read."""
    found = connections(evidence.journal)
    if not evidence.real_time:
        seen_open = [connection for connection in found if not _given_up(connection, evidence.sockets)]
        return frozenset(entry.index for connection in seen_open for entry in _before_loss(connection))
    accepted = [connection for connection in found if connection.first("socket.accepted")]
    opened = [seen for seen in evidence.sockets if seen.opened_at is not None]
    if len(accepted) != len(opened):
        slack = evidence.terms.slack
        return frozenset(entry.index for connection in found for entry in _long_before_end(connection, slack))
    pairs = zip(accepted, opened, strict=True)
    return frozenset(
        entry.index for connection, seen in pairs for entry in _sent(connection)[: len(seen.messages)]
    )


def _given_up(connection: Connection, sockets: Sequence[SocketSeen]) -> bool:
    """The page closed the socket in the instant in which it was accepted, and never saw it open."""
    accepted = connection.at("socket.accepted")
    return (
        accepted is not None
        and not any(seen.opened_at is not None and seen.opened_at >= accepted for seen in sockets)
        and any(seen.opened_at is None and seen.close_called_at == accepted for seen in sockets)
    )


def _sent(connection: Connection) -> list[Entry]:
    return [entry for entry in connection.entries if entry.kind == "socket.sent"]


def _before_loss(connection: Connection) -> list[Entry]:
    """What came before the page's close, and before the instant of a reset: that destroys what is unread."""
    close, reset = connection.first("socket.close_received", "socket.ended"), connection.at("socket.reset")
    return [
        entry
        for entry in _sent(connection)
        if (close is None or entry.index < close.index) and (reset is None or entry.at < reset)
    ]


def _long_before_end(connection: Connection, slack: float) -> list[Entry]:
    end = connection.at("socket.reset", "socket.close_received", "socket.ended")
    return [entry for entry in _sent(connection) if end is None or entry.at < end - slack]


def told_by_polling(polls: tuple[Exchange, ...], interval: float) -> list[Told]:
    """The well-formed answers to those status requests."""
    sent = [poll.request.index for poll in polls]
    return [
        told
        for number, poll in enumerate(polls)
        if (told := _told_by_answer(poll, interval, sent[number + 1] if number + 1 < len(sent) else None))
    ]


def _told_by_answer(poll: Exchange, interval: float, overtaken: int | None) -> Told | None:
    body, answer = status_answer(poll), poll.conclusion
    if answer is None or body is None:
        return None
    newest = overtaken is None or overtaken > answer.index
    sure = newest and answer.at - poll.at < interval
    return Told(answer.at, "polling", STATUSES[body["status"]], body.get("progress"), sure, answer)
