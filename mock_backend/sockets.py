"""The socket channel of a session: its progress sockets from handshake to end, and what faults do to them.

    handshake ─► greet ─► messages (outbox) ─► Close frames ─► end

No I/O: a `Link` is the wire of one socket.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from mock_backend import frames, messages
from mock_backend.context import Context
from mock_backend.faults import decisions
from mock_backend.faults.base import CloseFault, HandshakeFault
from mock_backend.link import BYTES_KEPT, Link, Outgoing, Socket, in_phase
from mock_backend.outbox import Outbox
from mock_backend.state import Connection, Listener

BREAKABLE = {"open", "stalled", "withheld"}
"""The phases in which a fault can tear the TCP connection down."""


def foreign_origin(origin: str | None) -> decisions.Refuse:
    """The backend's own refusal."""
    return decisions.Refuse(403, f"The origin {origin} is not allowed.\n")


class Sockets:
    def __init__(self, context: Context) -> None:
        self._context = context
        self._sockets: dict[int, Socket] = {}
        self._handshakes = 0
        self._outbox = Outbox(context, self._sockets, self.act_on)

    def answered(self, job: str | None) -> None:
        self._outbox.answered(job)

    def alive(self) -> Iterator[Connection]:
        for socket in self._sockets.values():
            if socket.phase is not None:
                yield Connection.model_construct(
                    number=socket.number,
                    phase=socket.phase,
                    listener=socket.listener,
                    written=socket.written,
                    received=socket.received,
                    pings=socket.pings,
                )

    def _log(self, kind: Any, socket: Socket, **fields: Any) -> None:
        self._context.log(kind, connection=socket.number, **fields)

    # The handshake

    def handshake(
        self, link: Link, path: str, listener: Listener, origin: str | None, refusal: decisions.Refuse | None
    ) -> Socket:
        """`refusal` is the backend's own, for a wrong path or Origin; no fault changes it."""
        self._handshakes += 1
        asked_for = self._context.protocol.asked_for(path)
        socket = self._sockets[self._handshakes] = Socket(self._handshakes, link, listener, asked_for)
        self._log("socket.handshake", socket, path=path, listener=listener, origin=origin)
        fault_id, decision = (None, refusal) if refusal else self._decide(socket.number)
        own = foreign_origin(origin) if isinstance(decision, decisions.RefuseOrigin) else decision
        self._answer(socket, fault_id, own)
        return socket

    def _decide(self, number: int) -> tuple[str | None, decisions.Handshake | None]:
        for fault_id, fault in self._context.faults.items():
            if isinstance(fault, HandshakeFault) and fault.concerns(number):
                return fault_id, fault.decide()
        return None, None

    def _answer(self, socket: Socket, fault_id: str | None, decision: decisions.Answered | None) -> None:
        match decision:
            case None:
                self._accept(socket)
            case decisions.Refuse(status, body, headers):
                self._over("socket.refused", socket, status=status, fault=fault_id)
                socket.link.refuse(status, body, headers)
            case decisions.Misaccept():
                self._over("socket.refused", socket, status=101, fault=fault_id)
                socket.link.accept(valid=False)
            case decisions.Unanswered():
                self._log("socket.held", socket, fault=fault_id)
            case decisions.Delay(seconds):
                self._log("socket.held", socket, fault=fault_id)
                self._later(seconds, partial(self._accept, socket, fault_id))
            case decisions.AcceptAndClose(code, reason):
                self._open(socket, None)
                self.act_on(socket, decisions.Close(code, reason), fault_id)
            case decisions.Reset() | decisions.Cut():
                self.act_on(socket, decision, fault_id)

    def _accept(self, socket: Socket, fault_id: str | None = None) -> None:
        if socket.phase == "held":
            self._open(socket, fault_id)
            self._outbox.greet(socket)

    def _open(self, socket: Socket, fault_id: str | None) -> None:
        socket.link.accept()
        socket.phase = "open"
        self._log("socket.accepted", socket, fault=fault_id)
        if (job := socket.asked_for) is not None:
            self._log("socket.received", socket, payload=messages.subscription(job), size=0, job=job)

    # To the page

    def broadcast(self, event: messages.Json) -> None:
        """An event of a job, to every open socket."""
        self._outbox.broadcast(event)

    def emit(self, message: messages.Json, times: int) -> None:
        """Any JSON object, to every open socket, so many times; no fault stands in its way."""
        self._outbox.emit(message, times)

    def act(self, decision: decisions.Act, fault_id: str, concerns: Callable[[int], bool]) -> None:
        """What a fault does at a moment, on every socket that it concerns."""
        phases = BREAKABLE if isinstance(decision, decisions.Reset | decisions.Cut) else {"open"}
        for socket in in_phase(self._sockets, *phases):
            if concerns(socket.number):
                self.act_on(socket, decision, fault_id)

    def act_on(self, socket: Socket, decision: decisions.Act, fault_id: str | None) -> None:
        link = socket.link
        match decision:
            case decisions.Write(data, message, job, times):
                self._outbox.write(Outgoing(data, message, job), [socket], fault_id, times)
            case decisions.Break(wire, reset):
                payload = wire[:BYTES_KEPT].hex()
                self._log("socket.broken", socket, payload=payload, size=len(wire), fault=fault_id)
                link.write_raw(wire)
                socket.phase = "closing"
                if reset:
                    self.act_on(socket, decisions.Reset(), fault_id)
            case decisions.Ping():
                socket.pings += 1
                self._log("socket.pinged", socket, fault=fault_id)
                link.ping()
            case decisions.Stall():
                self._log("socket.stalled", socket, fault=fault_id)
                socket.phase, socket.stalled_by = "stalled", fault_id
                link.stall()
            case _:
                self._end(socket, decision, fault_id)

    def _end(self, socket: Socket, decision: decisions.Ending, fault_id: str | None) -> None:
        match decision:
            case decisions.Close(code, reason):
                self._closing(socket, code, reason, fault_id)
                socket.link.close(code, reason)
            case decisions.InvalidClose(code):
                self._closing(socket, code, "", fault_id)
                socket.unanswerable = True
                socket.link.write_raw(frames.close(code))
            case decisions.Cut():
                self._over("socket.cut", socket, fault=fault_id)
                socket.link.cut()
            case decisions.Reset():
                self._over("socket.reset", socket, fault=fault_id)
                socket.link.reset()

    def _closing(self, socket: Socket, code: int, reason: str, fault_id: str | None = None) -> None:
        """A Close frame of ours."""
        self._log("socket.close_sent", socket, code=code, reason=reason, fault=fault_id)
        socket.phase = "closing"

    def _over(self, kind: Any, socket: Socket, **fields: Any) -> None:
        """Whatever comes from the page after this is nobody's business."""
        self._log(kind, socket, **fields)
        socket.phase = None

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        clock = self._context.clock
        clock.at(clock.now() + seconds, do)

    # From the page

    def received(self, socket: Socket, payload: Any, size: int) -> None:
        """What comes after our own Close frame is not read."""
        if socket.phase != "open":
            return
        socket.received += 1
        payload = self._context.protocol.subscribed(payload)
        self._log("socket.received", socket, payload=payload, size=size, job=messages.named_job(payload))
        if socket.greet is not None:
            greet, socket.greet = socket.greet, None
            greet()

    def ponged(self, socket: Socket) -> None:
        """A pong that no ping of ours asked for is nobody's business."""
        if socket.pings:
            socket.pings -= 1
            self._log("socket.ponged", socket)

    def failed(self, socket: Socket, code: int, reason: str) -> None:
        """The page broke the WebSocket protocol: we send a Close frame and end the connection."""
        self._closing(socket, code, reason)

    def close_received(self, socket: Socket, code: int, reason: str) -> None:
        begun_by_us = socket.phase == "closing"
        self._log("socket.close_received", socket, code=code, reason=reason)
        socket.phase = "closing"
        fault_id, decision = (None, None) if begun_by_us else self._decide_close(socket.number)
        if decision is not None:
            self._log("socket.close_withheld", socket, fault=fault_id)
            socket.phase = "withheld"
        if isinstance(decision, decisions.Delay):
            self._later(decision.seconds, partial(self._answer_close, socket))
        elif decision is None and socket.unanswerable:
            socket.link.hang_up()
        elif decision is None:
            socket.link.answer_close()

    def _decide_close(self, number: int) -> tuple[str | None, decisions.Unanswered | decisions.Delay | None]:
        for fault_id, fault in self._context.faults.items():
            if isinstance(fault, CloseFault) and fault.concerns(number):
                return fault_id, fault.decide()
        return None, None

    def _answer_close(self, socket: Socket) -> None:
        if socket.phase == "withheld":
            socket.phase = "closing"
            self._context.version.bump()
            socket.link.answer_close()

    def ended(self, socket: Socket, code: int, clean: bool) -> None:
        """`clean`: a Close frame came and nothing went wrong in answering it, as far as the wire knows."""
        finished = clean and socket.phase == "closing" and not socket.unanswerable
        socket.phase = None
        self._log("socket.ended", socket, code=code, clean=finished)
        del self._sockets[socket.number]

    def end(self) -> None:
        for socket in list(self._sockets.values()):
            socket.phase = None
            socket.link.cut()
