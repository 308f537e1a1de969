"""What happened to the page's sockets that is worth a line in its console."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from e2e.checks._disturbances import message_cause
from e2e.evidence import ConsoleLine, Evidence, SocketSeen, Words
from e2e.evidence.outages import arrivals
from e2e.evidence.told import surely_read
from e2e.evidence.wire import connections
from mock_backend.journal import Entry

Name = Literal["connected", "acknowledged", "closed", "failed"]

SAID: dict[Name, str] = {
    "connected": "a connection that opened",
    "acknowledged": "an initial connection message that was received",
    "closed": "a connection that closed, with its code",
    "failed": "a connection that could not be made, as a warning or an error",
}


NORMAL = 1000
"""The close code of a page that says none."""


@dataclass(frozen=True, slots=True)
class Happening:
    at: float
    name: Name
    due: bool
    """A line is promised; else it is allowed."""
    piece: Entry | SocketSeen
    code: int | None = None
    asked_at: float | None = None
    """When the page itself asked for it: it may say so from then on, and with the code of its own."""

    @property
    def since(self) -> float:
        return self.at if self.asked_at is None else self.asked_at

    def told_by(self, line: ConsoleLine) -> bool:
        """Whether the line's level and text are what this calls for."""
        if self.name == "failed" and self.due:
            return line.level in ("warning", "error")
        own = self.asked_at is not None and str(NORMAL) in line.text
        return self.code is None or str(self.code) in line.text or own


def happenings(evidence: Evidence) -> tuple[Happening, ...]:
    found = [*_acknowledged(evidence)]
    for seen in evidence.sockets:
        found += [*_opened(seen, evidence), *_ended(seen, evidence), *_failed(seen)]
    return tuple(sorted(found, key=lambda one: one.at))


def pattern(words: Words, name: Name) -> str:
    return {
        "connected": words.connected,
        "acknowledged": words.acknowledged,
        "closed": words.closed,
        "failed": words.failed,
    }[name]


def _acknowledged(evidence: Evidence) -> Iterator[Happening]:
    read, late = surely_read(evidence), arrivals(evidence)
    for connection in connections(evidence.journal):
        asked = connection.entries[0].at
        for entry in connection.entries:
            if message_cause(entry, "") == "ack":
                at = late.get(entry.index, entry.at)
                due = entry.index in read and _watched(asked, at, evidence)
                yield Happening(at, "acknowledged", due, entry)


def _opened(seen: SocketSeen, evidence: Evidence) -> Iterator[Happening]:
    if seen.opened_at is not None:
        yield Happening(seen.opened_at, "connected", _watched(seen.asked_at, seen.opened_at, evidence), seen)


def _ended(seen: SocketSeen, evidence: Evidence) -> Iterator[Happening]:
    if seen.closed_at is not None and seen.opened_at is not None:
        due = _watched(seen.asked_at, seen.closed_at, evidence)
        yield Happening(seen.closed_at, "closed", due, seen, seen.code, seen.close_called_at)
    elif seen.closed_at is not None:
        yield Happening(seen.closed_at, "closed", False, seen)
    elif seen.close_called_at is not None:
        yield Happening(seen.close_called_at, "closed", False, seen)


def _failed(seen: SocketSeen) -> Iterator[Happening]:
    ends = [at for at in (seen.error_at, seen.closed_at) if at is not None]
    if seen.threw is not None:
        yield Happening(seen.asked_at, "failed", True, seen)
    elif seen.close_called_at is not None:
        yield Happening(seen.close_called_at, "failed", False, seen)
    elif ends:
        yield Happening(min(ends), "failed", seen.opened_at is None, seen)


def _watched(asked: float, at: float, evidence: Evidence) -> bool:
    """Whether a line about it, on a socket asked for then, had to come while the page was there and looked
    at."""
    late = evidence.terms.slack if evidence.real_time else 0.0
    return not evidence.away(asked, at + late) and at + late <= evidence.ended_at
