"""One progress socket, and the wire that it has. No I/O here: a `Link` does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from mock_backend import messages
from mock_backend.journal import Message
from mock_backend.state import Listener, Phase

BYTES_KEPT = 1_000
"""Bytes of a payload that the journal keeps as hex."""


class Link(Protocol):
    """Carries out on the wire what was decided; each call is synchronous."""

    def accept(self, valid: bool = True) -> None:
        """Answers 101; not `valid`: with a Sec-WebSocket-Accept that is wrong."""

    def refuse(self, status: int, body: str, headers: dict[str, str]) -> None: ...
    def write(self, data: str | bytes, parts: int, times: int) -> None:
        """A text or binary message in so many frames, so many times."""

    def write_raw(self, wire: bytes) -> None: ...
    def ping(self) -> None: ...
    def close(self, code: int, reason: str) -> None: ...
    def answer_close(self) -> None:
        """Sends the answer to the page's Close frame, and ends the TCP connection."""

    def hang_up(self) -> None:
        """Ends the TCP connection and answers nothing."""

    def stall(self) -> None:
        """Reads nothing from now on."""

    def reset(self) -> None: ...
    def cut(self) -> None: ...


@dataclass
class Socket:
    number: int
    link: Link
    listener: Listener
    asked_for: str | None = None
    """The job that its URL names."""
    phase: Phase | None = "held"
    """None when it is over."""
    written: int = 0
    received: int = 0
    events: int = 0
    """Events among what was written."""
    pings: int = 0
    """Pings that were not answered yet."""
    stalled_by: str | None = None
    """The fault that made it half-open."""
    unanswerable: bool = False
    """Our own Close frame was none that a page may answer: no closing handshake can finish."""
    greet: Callable[[], None] | None = None
    """Sends the connection message that waits for the page's first frame."""


def in_phase(sockets: Mapping[int, Socket], *phases: str) -> list[Socket]:
    return [socket for socket in sockets.values() if socket.phase in phases]


@dataclass(frozen=True)
class Outgoing:
    """One message to the page; `job` is the job that it names, if it names one."""

    data: str | bytes
    message: Message
    job: str | None = None

    @cached_property
    def fields(self) -> dict[str, Any]:
        """As the journal has it."""
        return {"message": self.message, "payload": self._payload, "size": self._size, "job": self.job}

    @property
    def _payload(self) -> Any:
        return messages.parsed(self.data) if isinstance(self.data, str) else self.data[:BYTES_KEPT].hex()

    @property
    def _size(self) -> int:
        return len(self.data.encode() if isinstance(self.data, str) else self.data)
