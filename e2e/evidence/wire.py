"""The journal read by conversation: requests with what became of them, connections with all they did."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from e2e.evidence.models import Evidence, SocketSeen
from mock_backend.journal import Call, Entry, Kind

JOURNAL_KEEPS = 2000
"""Characters of a text that the journal keeps; what is longer was cut."""

CUT_FIELDS = re.compile(
    r'"(job_id|event|status|progress|type|message)"\s*:\s*("(?:[^"\\]|\\.)*"|-?[\d.]+|null)'
)

CONCLUSIONS: tuple[Kind, ...] = ("http.answered", "http.reset", "http.cut", "http.abandoned")

OVER: tuple[Kind, ...] = (
    "socket.reset",
    "socket.cut",
    "socket.close_sent",
    "socket.close_received",
    "socket.stalled",
    "socket.ended",
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and what became of it."""

    request: Entry
    conclusion: Entry | None = None
    """Its answer, reset or abandonment; None while none came."""
    held: Entry | None = None
    """The note that a fault held its answer back, for a time or for ever."""

    @property
    def at(self) -> float:
        return self.request.at

    @property
    def ended_at(self) -> float | None:
        return self.conclusion.at if self.conclusion else None

    @property
    def body(self) -> Any:
        """The answer's body when it was answered with 2xx, decoded; None when it was not."""
        answer = self.conclusion
        if answer is None or answer.kind != "http.answered" or not 200 <= (answer.status or 0) < 300:
            return None
        return decoded(answer.payload)


@dataclass(frozen=True, slots=True)
class Connection:
    """One progress socket as the backend had it: its entries in order."""

    number: int
    entries: tuple[Entry, ...]

    @property
    def sent(self) -> tuple[Entry, ...]:
        """The messages that it wrote; of many alike in a row, one entry."""
        return tuple(entry for entry in self.entries if entry.kind == "socket.sent")

    def delivered(self, messages: Sequence[float]) -> Iterator[tuple[Entry, float | None]]:
        """Each of `sent`, and when the page got it: the first of many alike; None if it did not.

        `messages`: when the page got its first message on that socket, its second, ...
        """
        place = 0
        for entry in self.sent:
            yield entry, messages[place] if place < len(messages) else None
            place += entry.times or 1

    def first(self, *kinds: Kind) -> Entry | None:
        return next((entry for entry in self.entries if entry.kind in kinds), None)

    def at(self, *kinds: Kind) -> float | None:
        entry = self.first(*kinds)
        return entry.at if entry else None

    @property
    def over_at(self) -> float:
        """When it ended, or the backend's sight of it; infinite where neither did."""
        over = self.at(*OVER)
        return inf if over is None else over


def withheld_greeting(piece: object) -> bool:
    """It is the initial connection message, kept back by a fault."""
    return isinstance(piece, Entry) and (piece.kind, piece.message) == ("socket.withheld", "connected")


def exchanges(journal: Sequence[Entry], call: Call, job: str | None = None) -> tuple[Exchange, ...]:
    """The requests of that call, for that job where one is named, in the order they were sent."""
    ends: dict[int | None, Entry] = {}
    holds: dict[int | None, Entry] = {}
    for entry in journal:
        if entry.kind in CONCLUSIONS:
            ends.setdefault(entry.number, entry)
        elif entry.kind == "http.held":
            holds[entry.number] = entry
    return tuple(
        Exchange(entry, ends.get(entry.number), holds.get(entry.number))
        for entry in journal
        if entry.kind == "http.request" and entry.call == call and (job is None or entry.job == job)
    )


def connections(journal: Iterable[Entry]) -> tuple[Connection, ...]:
    """All progress sockets that reached the backend, in order of their handshakes."""
    found: dict[int, list[Entry]] = {}
    for entry in journal:
        if entry.connection is not None:
            found.setdefault(entry.connection, []).append(entry)
    return tuple(Connection(number, tuple(entries)) for number, entries in sorted(found.items()))


def paired(evidence: Evidence) -> list[tuple[Connection, SocketSeen | None]]:
    """Each accepted connection and its socket in the page; None, for all, where it cannot be said which."""
    accepted = [each for each in connections(evidence.journal) if each.first("socket.accepted")]
    opened = [seen for seen in evidence.sockets if seen.opened_at is not None]
    if len(accepted) != len(opened):
        return [(connection, None) for connection in accepted]
    return list(zip(accepted, opened, strict=True))


def decoded(payload: Any) -> Any:
    """A payload as the page would read it: JSON text decoded, any other text as it is.

    Of an object that the journal cut short, the fields that can still be read.
    """
    if not isinstance(payload, str):
        return payload
    if len(payload) >= JOURNAL_KEEPS and payload.startswith("{"):
        fields = [(name, _value(text)) for name, text in reversed(CUT_FIELDS.findall(payload))]
        return {name: value for name, value in fields if value is not UNREADABLE}
    try:
        return json.loads(payload, parse_constant=_refuse)
    except ValueError:
        return payload


def _refuse(constant: str) -> None:
    """Python reads NaN and Infinity, and no browser does."""
    raise ValueError(constant)


UNREADABLE = object()


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse)
    except ValueError:
        return UNREADABLE
