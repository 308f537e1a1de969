"""What the observer in the page wrote down, folded into evidence. No I/O.

A record is `{"kind", "at", …}` as `observer.js` notes it; `at` is the page's clock in milliseconds.
Socket ids count within one document; a document may come back out of the back/forward cache.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from e2e.errors import Unavailable
from e2e.evidence import (
    AnswerSeen,
    Blocked,
    ConsoleLine,
    Navigation,
    PageError,
    Picture,
    ResultsText,
    SocketSeen,
)

Record = dict[str, Any]

SOCKETS, CALLS, STORM_SECONDS = 8, 20, 1.0
"""So many sockets, or answered calls to one path, within so many seconds are a storm."""

LOST = (
    "A document of the page left {notes:,} notes that its session storage had no room for: what it did last "
    "cannot be judged. Is it the page that fills the storage, or its console?"
)


@dataclass
class Tape:
    """The records of one page, in order; `epoch` is the Unix time of session second 0."""

    epoch: float
    pictures: list[Picture] = field(default_factory=list)
    results: list[ResultsText] = field(default_factory=list)
    console: list[ConsoleLine] = field(default_factory=list)
    errors: list[PageError] = field(default_factory=list)
    blocked: list[Blocked] = field(default_factory=list)
    navigations: list[Navigation] = field(default_factory=list)
    answers: list[AnswerSeen] = field(default_factory=list)
    pointers: list[float] = field(default_factory=list)
    workers: int = 0
    """How many the page has made, of its own or shared."""
    told_at: float | None = None
    """When the page got a message or an answer last."""
    _sockets: list[SocketSeen] = field(default_factory=list)
    _messages: list[list[float]] = field(default_factory=list)
    _indexes: dict[tuple[float, int], int] = field(default_factory=dict)
    """Of each socket, by its document and its id there."""
    _document: float = 0.0
    _looked: float = 0.0
    _behind: float = 0.0
    """Nothing is earlier: a document that a browser had kept comes with the time at which it was left."""

    @property
    def sockets(self) -> list[SocketSeen]:
        pairs = zip(self._sockets, self._messages, strict=True)
        return [replace(seen, messages=tuple(times)) for seen, times in pairs]

    @property
    def storm(self) -> str:
        """What the page does over and over, far sooner than any promise lets it; else nothing.

        A visit that went on would never end: a browser puts sockets off by seconds of real time each, and of
        calls there would be hundreds in each virtual second.
        """
        if _crowded([seen.asked_at for seen in self._sockets[-SOCKETS:]], SOCKETS):
            return f"asked for {SOCKETS} sockets within {STORM_SECONDS:g} s"
        calls = self.answers[-CALLS:]
        if _crowded([call.at for call in calls], CALLS) and len({call.path for call in calls}) == 1:
            return f"called {calls[0].path} {CALLS} times within {STORM_SECONDS:g} s"
        return ""

    def add(self, records: Iterable[Record], looked: float) -> None:
        """What was noted until the page was looked at, at that time of its clock, in milliseconds.

        Raises Unavailable where a document could not hand over what it noted.
        """
        for record in records:
            if record["kind"] == "document" and record["at"] < self._looked:
                self._behind = self._looked
            if record["kind"] != "lost":
                at = max(record["at"], self._behind)
                self._add(record, round(at / 1000 - self.epoch, 3))
            elif record["notes"]:
                raise Unavailable(LOST.format(**record))
        self._looked = looked

    def _add(self, record: Record, at: float) -> None:
        match record["kind"]:
            case kind if kind in PIECES:
                row, made = PIECES[kind]
                getattr(self, row).append(made(record, at))
            case "document":
                self._document = record["document"]
                self._sockets = [_unloaded(seen, at) for seen in self._sockets]
                self.navigations.append(Navigation(at, record["path"]))
            case "worker":
                self.workers += 1
            case "answer":
                self.told_at = at
                self.answers.append(AnswerSeen(at, record["path"], record["status"], record["givenUp"]))
            case _:
                self._add_socket(record, at)

    def _add_socket(self, record: Record, at: float) -> None:
        match record["kind"]:
            case "socket.asked":
                self._indexes[self._document, record["id"]] = len(self._sockets)
                self._sockets.append(SocketSeen(at, record["url"], threw=record.get("threw")))
                self._messages.append([])
            case "socket.message":
                self.told_at = at
                self._messages[self._indexes[self._document, record["id"]]] += [at] * record["times"]
            case _:
                index = self._indexes[self._document, record["id"]]
                self._sockets[index] = _after(self._sockets[index], record, at)


def _crowded(times: list[float], many: int) -> bool:
    return len(times) == many and times[-1] - times[0] <= STORM_SECONDS


def _picture(record: Record, at: float) -> Picture:
    return Picture(
        at=at,
        path=record["path"],
        progress=record["progress"],
        bar=record["bar"],
        step=record["step"],
        busy=record["busy"],
        runnable=record["runnable"],
        alerts=tuple(record["alerts"]),
        outcome=record["outcome"],
    )


PIECES: dict[str, tuple[str, Callable[[Record, float], object]]] = {
    "picture": ("pictures", _picture),
    "results": ("results", lambda record, at: ResultsText(at, record["text"])),
    "navigation": ("navigations", lambda record, at: Navigation(at, record["path"])),
    "console": ("console", lambda record, at: ConsoleLine(at, record["level"], record["text"])),
    "error": ("errors", lambda record, at: PageError(at, record["text"])),
    "rejection": ("errors", lambda record, at: PageError(at, record["text"], rejection=True)),
    "blocked": ("blocked", lambda record, at: Blocked(at, record["url"])),
    "pointer": ("pointers", lambda _, at: at),
}
"""What becomes of a record of that kind, and the row of the tape that it is added to."""


def _unloaded(seen: SocketSeen, at: float) -> SocketSeen:
    ends = (seen.closed_at, seen.threw, seen.unloaded_at)
    return replace(seen, unloaded_at=at) if ends == (None, None, None) else seen


def _after(seen: SocketSeen, record: Record, at: float) -> SocketSeen:
    match record["kind"]:
        case "socket.opened":
            return replace(seen, opened_at=at)
        case "socket.sent":
            return replace(seen, sent=(*seen.sent, (at, record["data"])))
        case "socket.close":
            return seen if seen.close_called_at is not None else replace(seen, close_called_at=at)
        case "socket.error":
            return replace(seen, error_at=at)
        case "socket.closed":
            return replace(seen, closed_at=at, code=record["code"])
        case kind:
            raise ValueError(f"the observer noted an unknown kind of record: {kind}")
