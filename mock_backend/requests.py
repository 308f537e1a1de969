"""The polling channel of a session: its requests, which faults they meet, which answers are held.

No I/O: an `Exchange` carries the handle by which its TCP connection is aborted.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from mock_backend import messages
from mock_backend.clock import Due
from mock_backend.context import Context
from mock_backend.faults import decisions
from mock_backend.faults.base import AnswerFault
from mock_backend.journal import Call, Kind
from mock_backend.state import HeldRequest, Listener


@dataclass(eq=False)
class Exchange:
    """One request, which came at that second, and its answer; `job` is the job id that its path names, or
    that the start call made.

    `call` is None for the login page.
    """

    number: int
    call: Call | None
    path: str
    at: float
    abort: Callable[[], None]
    job: str | None = None
    fault: str | None = None
    released: asyncio.Future[None] | None = None
    finished: asyncio.Future[None] | None = None
    due: Due | None = field(default=None, repr=False)


class Requests:
    def __init__(self, context: Context, told: Callable[[str | None], None]) -> None:
        """`told` hears of each answer to `status`, by its job."""
        self.working = 0
        self._told = told
        self._context = context
        self._numbers = 0
        self._counts: Counter[tuple[Call, str | None]] = Counter()
        self._held: dict[int, Exchange] = {}
        self._following_step: list[Exchange] = []

    def held(self) -> list[HeldRequest]:
        return [HeldRequest(number=held.number, path=held.path, at=held.at) for held in self._held.values()]

    def received(
        self,
        call: Call | None,
        *,
        path: str,
        job: str | None,
        abort: Callable[[], None],
        method: str,
        listener: Listener,
        origin: str | None,
        payload: Any,
    ) -> Exchange:
        """A request came whole."""
        self._numbers += 1
        self.working += 1
        exchange = Exchange(self._numbers, call, path, self._context.clock.now(), abort, job)
        self._log(
            "http.request",
            exchange,
            path=path,
            method=method,
            listener=listener,
            origin=origin,
            payload=payload,
        )
        return exchange

    def decide(self, exchange: Exchange) -> decisions.Answer | None:
        """What a fault makes of the answer; to be asked once."""
        if exchange.call is None:
            return None
        self._counts[exchange.call, exchange.job] += 1
        context = self._context
        job = None if exchange.job is None else context.jobs.get(exchange.job)
        asked = context.asked(exchange.call, self._counts[exchange.call, exchange.job], job)
        for fault_id, fault in context.faults.items():
            if isinstance(fault, AnswerFault) and fault.concerns(asked):
                decision = fault.decide(asked)
                if decision is not None:
                    exchange.fault = fault_id
                    return decision
        return None

    def hold(
        self, exchange: Exchange, decision: decisions.Hold | decisions.FollowStep
    ) -> asyncio.Future[None]:
        """The future is done when the answer may leave."""
        self.working -= 1
        self._held[exchange.number] = exchange
        exchange.released = asyncio.get_running_loop().create_future()
        if isinstance(decision, decisions.FollowStep):
            self._following_step.append(exchange)
        elif decision.seconds is not None:
            self._release_in(exchange, decision.seconds)
        self._log("http.held", exchange, fault=exchange.fault)
        return exchange.released

    def stepped(self, job: str) -> None:
        """That job took a step: what waits for it leaves next."""
        for exchange in [each for each in self._following_step if each.job == job]:
            self._following_step.remove(exchange)
            self._release_in(exchange, 0)

    def _release_in(self, exchange: Exchange, seconds: float) -> None:
        clock = self._context.clock
        exchange.due = clock.at(clock.now() + seconds, partial(self._release, exchange))

    def _release(self, exchange: Exchange) -> None:
        del self._held[exchange.number]
        self.working += 1
        exchange.finished = self._context.begun()
        assert exchange.released is not None
        exchange.released.set_result(None)

    def answered(self, exchange: Exchange, reply: decisions.Reply) -> None:
        self._finish(exchange)
        payload = messages.parsed(reply.body)
        self._log("http.answered", exchange, status=reply.status, payload=payload, fault=exchange.fault)
        if exchange.call == "status":
            self._told(exchange.job)

    def torn(self, exchange: Exchange) -> None:
        """The connection is being reset; the clock does not move on before `ended`."""
        self._ending(exchange, "http.reset")

    def cut_short(self, exchange: Exchange, status: int) -> None:
        """The connection is being ended in mid-answer; the clock does not move on before `ended`."""
        self._ending(exchange, "http.cut", status=status)

    def _ending(self, exchange: Exchange, kind: Kind, **fields: Any) -> None:
        self.working -= 1
        exchange.finished = self._context.begun()
        self._log(kind, exchange, fault=exchange.fault, **fields)

    def ended(self, exchange: Exchange) -> None:
        if exchange.finished is not None:
            exchange.finished.set_result(None)

    def abandoned(self, exchange: Exchange) -> None:
        """The client gave up first."""
        if self._held.pop(exchange.number, None) is None:
            self._finish(exchange)
        elif exchange.due is not None:
            exchange.due.cancel()
        elif exchange in self._following_step:
            self._following_step.remove(exchange)
        self._log("http.abandoned", exchange)

    def end(self) -> None:
        for exchange in list(self._held.values()):
            exchange.abort()

    def _finish(self, exchange: Exchange) -> None:
        self.working -= 1
        self.ended(exchange)

    def _log(self, kind: Kind, exchange: Exchange, **fields: Any) -> None:
        self._context.log(kind, number=exchange.number, call=exchange.call, job=exchange.job, **fields)
