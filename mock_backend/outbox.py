"""Messages on their way to the page: the initial connection message and events, by way of the faults."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from sys import maxsize

from mock_backend import messages
from mock_backend.context import Context
from mock_backend.faults import decisions
from mock_backend.faults.base import AckFault, EventFault, MessageFault
from mock_backend.journal import Message
from mock_backend.link import Outgoing, Socket, in_phase

ActOn = Callable[[Socket, decisions.Act, str | None], None]


class Outbox:
    def __init__(self, context: Context, sockets: dict[int, Socket], act_on: ActOn) -> None:
        """`sockets` are those of the session; `act_on` does to one of them what a fault does."""
        self._context = context
        self._sockets = sockets
        self._act_on = act_on
        self._swapped: dict[str | None, tuple[Outgoing, str | None]] = {}
        """Of each job the event that waits for the job's next one, and the fault that keeps it."""
        self._following_answer: list[tuple[Outgoing, str | None]] = []
        """The events that wait for an answer about their job, and the faults that keep them."""

    # The initial connection message

    def greet(self, socket: Socket) -> None:
        message = messages.connected(self._context.new_id("connection"))
        fault_id, decision = self._decide_ack(socket.number, message)
        if decision is None:
            self._tell(_greeting(message), [socket])
        elif not decision.messages:
            self._withheld(_greeting(message), socket, fault_id)
        else:
            greet = partial(self._acknowledge, socket, fault_id, decision.messages)
            self._put_off(greet, decision, socket)

    def _put_off(self, greet: "partial[None]", decision: decisions.Acknowledge, socket: Socket) -> None:
        clock = self._context.clock
        if decision.after_frame and socket.asked_for is None:
            socket.greet = greet
        elif decision.seconds:
            clock.at(clock.now() + decision.seconds, greet)
        else:
            greet()

    def _decide_ack(
        self, number: int, message: messages.Json
    ) -> tuple[str | None, decisions.Acknowledge | None]:
        for fault_id, fault in self._context.faults.items():
            if isinstance(fault, AckFault) and fault.concerns(number):
                return fault_id, fault.decide(message)
        return None, None

    def _acknowledge(self, socket: Socket, fault_id: str | None, forms: tuple[messages.Json, ...]) -> None:
        for form in forms:
            if socket.phase == "stalled":
                self._withheld(_greeting(form), socket, fault_id)
            elif socket.phase == "open":
                self._tell(_greeting(form), [socket], fault_id)

    # Events

    def broadcast(self, event: messages.Json) -> None:
        """By way of the faults, to every open socket."""
        outgoing = Outgoing(_dumps(event), "event", event["job_id"])
        for socket in in_phase(self._sockets, "stalled"):
            self._withheld(outgoing, socket, socket.stalled_by)
        if outgoing.job in self._swapped:
            late, fault_id = self._swapped.pop(outgoing.job)
            self.write(outgoing, self._open(), fault_id)
            self.write(late, self._open(), fault_id)
        else:
            self._tell(outgoing, self._open())

    def emit(self, message: messages.Json, times: int) -> None:
        kind: Message = "raw"
        if message.get("type") == "connected":
            kind = "connected"
        elif message.get("event") in {"progress", "completed", "failed"}:
            kind = "event"
        outgoing = Outgoing(_dumps(message), kind, messages.named_job(message))
        self.write(outgoing, self._open(), None, times)

    def _tell(self, outgoing: Outgoing, to: list[Socket], by: str | None = None) -> None:
        """`by` is the fault to which the message is owed."""
        fault_id, decision = self._decide(outgoing.message)
        match decision:
            case None:
                self.write(outgoing, to, by)
            case decisions.Withhold():
                for socket in to:
                    self._withheld(outgoing, socket, fault_id)
            case decisions.Split(parts):
                self.write(outgoing, to, fault_id, parts=parts)
            case decisions.Repeat():
                self.write(outgoing, to, fault_id)
                self.write(outgoing, to, fault_id)
            case _:
                self._keep(outgoing, fault_id, decision)

    def _keep(
        self,
        outgoing: Outgoing,
        fault_id: str | None,
        decision: decisions.Delay | decisions.FollowAnswer | decisions.Swap,
    ) -> None:
        """To be written later."""
        match decision:
            case decisions.Delay(seconds):
                clock = self._context.clock
                clock.at(clock.now() + seconds, partial(self._write_late, outgoing, fault_id))
            case decisions.FollowAnswer():
                self._following_answer.append((outgoing, fault_id))
            case decisions.Swap():
                self._swapped[outgoing.job] = outgoing, fault_id

    def answered(self, job: str | None) -> None:
        """The page was answered about that job: what waits for it is next."""
        clock = self._context.clock
        for each in [each for each in self._following_answer if each[0].job == job]:
            self._following_answer.remove(each)
            outgoing, fault_id = each
            clock.at(clock.now(), partial(self._write_late, outgoing, fault_id))

    def _write_late(self, outgoing: Outgoing, fault_id: str | None) -> None:
        self.write(outgoing, self._open(), fault_id)

    def _decide(self, message: Message) -> tuple[str | None, decisions.Told | None]:
        since_start = self._context.since_start()
        for fault_id, fault in self._context.faults.items():
            if isinstance(fault, MessageFault) and fault.holds(since_start):
                decision = fault.decide(message)
                if decision is not None:
                    return fault_id, decision
        return None, None

    def _withheld(self, outgoing: Outgoing, socket: Socket, fault_id: str | None) -> None:
        self._context.log("socket.withheld", connection=socket.number, fault=fault_id, **outgoing.fields)

    # Onto the wire

    def write(
        self, outgoing: Outgoing, to: Sequence[Socket], fault_id: str | None, times: int = 1, parts: int = 1
    ) -> None:
        """To sockets that are open. So many times alike is one entry of the journal, unless a fault acts in
        between."""
        data = self._worded(outgoing)
        for socket in to:
            left = times
            while left and socket.phase == "open":
                now = min(left, self._until_act(socket)) if outgoing.message == "event" else left
                socket.link.write(data, parts, now)
                left -= now
                self._written(outgoing, socket, fault_id, now)

    def _worded(self, outgoing: Outgoing) -> str | bytes:
        """As the page's own backend words it; what is no message of the protocol stays as it is."""
        protocol, data = self._context.protocol, outgoing.data
        if protocol.native or outgoing.message == "raw" or isinstance(data, bytes):
            return data
        said = json.loads(data)
        if not isinstance(said, dict):
            return data
        return _dumps(protocol.greeting(said) if outgoing.message == "connected" else protocol.message(said))

    def _written(self, outgoing: Outgoing, socket: Socket, fault_id: str | None, times: int) -> None:
        socket.written += times
        fields = outgoing.fields if times == 1 else {**outgoing.fields, "times": times}
        self._context.log("socket.sent", connection=socket.number, fault=fault_id, **fields)
        if outgoing.message == "event":
            socket.events += times
            self._follow(socket)

    def _until_act(self, socket: Socket) -> int:
        """How many events it takes until a fault acts on that socket, at most; at least one."""
        due = (fault.events for _, fault in self._following(socket) if fault.events > socket.events)
        return min(due, default=maxsize) - socket.events

    def _follow(self, socket: Socket) -> None:
        """What a fault does right after an event."""
        for fault_id, fault in self._following(socket):
            if fault.events == socket.events:
                self._act_on(socket, fault.decide(self._context.moment()), fault_id)
                return

    def _following(self, socket: Socket) -> Iterator[tuple[str, EventFault]]:
        for fault_id, fault in self._context.faults.items():
            if isinstance(fault, EventFault) and fault.concerns(socket.number):
                yield fault_id, fault

    def _open(self) -> list[Socket]:
        return in_phase(self._sockets, "open")


def _greeting(message: messages.Json) -> Outgoing:
    return Outgoing(_dumps(message), "connected")


def _dumps(message: messages.Json) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
