"""Everything that crossed the wire and every change of the truth, in order, append-only.

An entry's `kind` says which of its fields are set:

    kind                   fields besides index, at and kind
    ---------------------  ---------------------------------------------------------------
    job.started            job
    job.progress           job, payload {"progress", "current_api"}
    job.completed          job
    job.failed             job, payload {"error"}
    http.request           number, call, job, path, method, listener, origin, payload
    http.answered          number, call, job, status, payload, fault
    http.held              number, call, job, fault           (answered later, or never)
    http.reset             number, call, job, fault           (RST instead of an answer)
    http.cut               number, call, job, status, fault   (FIN after half of the answer's body)
    http.abandoned         number, call, job                  (the client gave up first)
    socket.handshake       connection, path, listener, origin
    socket.refused         connection, status, fault          (an answer that opens no WebSocket)
    socket.held            connection, fault                  (handshake answered later, or never)
    socket.accepted        connection, fault
    socket.sent            connection, message, payload, size, job, fault, times
    socket.withheld        connection, message, payload, size, job, fault   (never written)
    socket.broken          connection, payload, size, fault   (bytes that no browser delivers as a message)
    socket.pinged          connection, fault
    socket.ponged          connection                         (the page's answer to our ping)
    socket.received        connection, payload, size, job     (one data frame of the page; of size 0: the
                                                              subscription that its URL has in place of one)
    socket.close_sent      connection, code, reason, fault    (Close frame, begun by us)
    socket.close_received  connection, code, reason           (Close frame of the page)
    socket.close_withheld  connection, fault                  (ours is sent later, or never)
    socket.stalled         connection, fault                  (from here on nothing is read or written)
    socket.reset           connection, fault                  (RST)
    socket.cut             connection, fault                  (FIN without a Close frame)
    socket.ended           connection, code, clean            (the TCP connection is over)

`at` is in seconds of the session's own clock, 0 when the session was made. A `clean` end is one
whose closing handshake finished; `code` there is the page's Close code, 1005 when its Close frame
had no body, 1006 when none came. `number` counts the requests of a session from 1, `connection`
its handshakes from 1. `call` is None for the login page. `job` on a frame is the job id that the
frame itself names. `times`: so many alike were written one after the other, `size` bytes each; None is
once.
"""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Kind = Literal[
    "job.started",
    "job.progress",
    "job.completed",
    "job.failed",
    "http.request",
    "http.answered",
    "http.held",
    "http.reset",
    "http.cut",
    "http.abandoned",
    "socket.handshake",
    "socket.refused",
    "socket.held",
    "socket.accepted",
    "socket.sent",
    "socket.withheld",
    "socket.broken",
    "socket.pinged",
    "socket.ponged",
    "socket.received",
    "socket.close_sent",
    "socket.close_received",
    "socket.close_withheld",
    "socket.stalled",
    "socket.reset",
    "socket.cut",
    "socket.ended",
]

Call = Literal["health", "start", "status", "results"]
"""The four HTTP calls of the protocol."""

Message = Literal["connected", "event", "raw"]
"""The initial connection message, an event of a job, or whatever else a fault wrote."""


class Entry(BaseModel):
    """One line of the journal; fields that its kind does not name are None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    index: int
    at: float
    kind: Kind
    fault: str | None = None
    job: str | None = None
    number: int | None = None
    call: Call | None = None
    method: str | None = None
    path: str | None = None
    status: int | None = None
    listener: Literal["backend", "front"] | None = None
    origin: str | None = None
    connection: int | None = None
    message: Message | None = None
    size: int | None = None
    times: int | None = None
    code: int | None = None
    reason: str | None = None
    clean: bool | None = None
    payload: Any = None


class Journal:
    """Append-only; entries are never changed and never removed."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, at: float, kind: Kind, **fields: Any) -> Entry:
        entry = Entry(index=len(self._entries), at=at, kind=kind, **fields)
        self._entries.append(entry)
        return entry

    def since(self, index: int) -> Sequence[Entry]:
        """The entries with that index and later ones."""
        return self._entries[index:]

    def __len__(self) -> int:
        return len(self._entries)
