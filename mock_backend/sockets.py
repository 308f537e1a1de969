"""The socket channel of a session: what is written on its progress sockets, and what their faults do.

No I/O: a `Link` is the wire of one socket.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

from mock_backend import messages
from mock_backend.faults import decisions
from mock_backend.faults.base import HandshakeFault, MessageFault
from mock_backend.journal import Message
from mock_backend.state import Connection, Listener

if TYPE_CHECKING:
    from mock_backend.session import Session


class Link(Protocol):
    """Carries out on the wire what was decided; each call is synchronous."""

    def accept(self) -> None: ...
    def refuse(self, status: int, body: str) -> None: ...
    def write(self, text: str) -> None: ...
    def close(self, code: int, reason: str) -> None: ...
    def reset(self) -> None: ...
    def cut(self) -> None: ...


@dataclass
class Socket:
    number: int
    link: Link
    listener: Listener
    phase: Literal["held", "open", "closing", "over"] = "held"
    written: int = 0
    received: int = 0


@dataclass(frozen=True)
class _Frame:
    text: str
    message: Message
    job: str | None

    @cached_property
    def fields(self) -> dict[str, Any]:
        return {
            "message": self.message,
            "payload": messages.parsed(self.text),
            "size": len(self.text.encode()),
            "job": self.job,
        }


class Sockets:
    def __init__(self, session: "Session") -> None:
        self._session = session
        self._sockets: dict[int, Socket] = {}
        self._handshakes = 0

    def alive(self) -> Iterator[Connection]:
        for socket in self._sockets.values():
            if socket.phase != "over":
                yield Connection.model_construct(
                    number=socket.number,
                    phase=socket.phase,
                    listener=socket.listener,
                    written=socket.written,
                    received=socket.received,
                )

    # The handshake

    def handshake(
        self, link: Link, path: str, listener: Listener, origin: str | None, refusal: decisions.Refuse | None
    ) -> Socket:
        """`refusal` is the backend's own, for a wrong path or Origin; no fault changes it."""
        self._handshakes += 1
        socket = self._sockets[self._handshakes] = Socket(self._handshakes, link, listener)
        self._log("socket.handshake", socket, path=path, listener=listener, origin=origin)
        fault_id, decision = (None, refusal) if refusal else self._decide(socket.number)
        match decision:
            case None:
                self._accept(socket)
            case decisions.Refuse(status, body):
                self._log("socket.refused", socket, status=status, fault=fault_id)
                socket.phase = "over"
                link.refuse(status, body)
            case decisions.Reset():
                self._reset(socket, fault_id)
            case decisions.Unanswered():
                self._log("socket.held", socket, fault=fault_id)
        return socket

    def _decide(self, number: int) -> tuple[str | None, decisions.Handshake | None]:
        for fault_id, fault in self._session.faults.items():
            if isinstance(fault, HandshakeFault) and fault.concerns(number):
                return fault_id, fault.decide()
        return None, None

    def _accept(self, socket: Socket) -> None:
        socket.link.accept()
        socket.phase = "open"
        self._log("socket.accepted", socket)
        text = _dumps(messages.connected(self._session.new_id("connection")))
        self._tell(_Frame(text, "connected", None), [socket])

    # Messages

    def broadcast(self, event: messages.Json) -> None:
        """An event of a job, to every open socket."""
        self._tell(_Frame(_dumps(event), "event", event["job_id"]), self._open())

    def emit(self, message: messages.Json, times: int) -> None:
        """Any JSON object, to every open socket, so many times; no fault stands in its way."""
        kind: Message = "raw"
        if message.get("type") == "connected":
            kind = "connected"
        elif message.get("event") in {"progress", "completed", "failed"}:
            kind = "event"
        frame = _Frame(_dumps(message), kind, messages.named_job(message))
        for _ in range(times):
            self._write(frame)

    def act(self, decision: decisions.Act, fault_id: str) -> None:
        """What a fault does to every open socket."""
        match decision:
            case decisions.Write(text, message, job):
                self._write(_Frame(text, message, job), fault_id)
            case decisions.Reset():
                for socket in self._open():
                    self._reset(socket, fault_id)
            case decisions.Cut():
                for socket in self._open():
                    self._log("socket.cut", socket, fault=fault_id)
                    socket.phase = "over"
                    socket.link.cut()
            case decisions.Close(code, reason):
                for socket in self._open():
                    self._log("socket.close_sent", socket, code=code, reason=reason, fault=fault_id)
                    socket.phase = "closing"
                    socket.link.close(code, reason)

    def _tell(self, frame: _Frame, to: list[Socket]) -> None:
        fault_id, decision = self._decide_message(frame.message)
        match decision:
            case None:
                self._write(frame, None, to)
            case decisions.Withhold():
                for socket in to:
                    self._log("socket.withheld", socket, fault=fault_id, **frame.fields)
            case decisions.Delay(seconds):
                clock = self._session.clock
                clock.at(clock.now() + seconds, partial(self._write, frame, fault_id))

    def _decide_message(
        self, message: Message
    ) -> tuple[str | None, decisions.Withhold | decisions.Delay | None]:
        since_start = self._session.since_start()
        for fault_id, fault in self._session.faults.items():
            if isinstance(fault, MessageFault) and fault.holds(since_start):
                decision = fault.decide(message)
                if decision is not None:
                    return fault_id, decision
        return None, None

    def _write(self, frame: _Frame, fault_id: str | None = None, to: list[Socket] | None = None) -> None:
        for socket in self._open() if to is None else to:
            socket.link.write(frame.text)
            socket.written += 1
            self._log("socket.sent", socket, fault=fault_id, **frame.fields)

    # What comes from the page

    def received(self, socket: Socket, payload: Any, size: int) -> None:
        socket.received += 1
        self._log("socket.received", socket, payload=payload, size=size, job=messages.named_job(payload))

    def failed(self, socket: Socket, code: int, reason: str) -> None:
        """The page broke the WebSocket protocol: we send a Close frame and end the connection."""
        self._log("socket.close_sent", socket, code=code, reason=reason)
        socket.phase = "closing"

    def close_received(self, socket: Socket, code: int, reason: str) -> None:
        self._log("socket.close_received", socket, code=code, reason=reason)
        socket.phase = "closing"

    def ended(self, socket: Socket, code: int, clean: bool) -> None:
        socket.phase = "over"
        self._log("socket.ended", socket, code=code, clean=clean)
        del self._sockets[socket.number]

    def end(self) -> None:
        for socket in list(self._sockets.values()):
            socket.phase = "over"
            socket.link.cut()

    def _reset(self, socket: Socket, fault_id: str | None) -> None:
        self._log("socket.reset", socket, fault=fault_id)
        socket.phase = "over"
        socket.link.reset()

    def _open(self) -> list[Socket]:
        return [socket for socket in self._sockets.values() if socket.phase == "open"]

    def _log(self, kind: Any, socket: Socket, **fields: Any) -> None:
        self._session.log(kind, connection=socket.number, **fields)


def _dumps(message: messages.Json) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
