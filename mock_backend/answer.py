"""Carries out on the wire what was decided about the answer to one request."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from mock_backend import wire
from mock_backend.faults.decisions import CutShort, FollowStep, Hold, Reply, Reset
from mock_backend.requests import Exchange
from mock_backend.session import Session


class Answer(Response):
    """`decision` is what becomes of `reply`; None sends it at once.

    A `reply` that can be called is formed on leaving.
    """

    def __init__(
        self,
        session: Session,
        exchange: Exchange,
        transport: asyncio.Transport,
        reply: Reply | Callable[[], Reply],
        decision: Reset | Hold | FollowStep | CutShort | None = None,
    ) -> None:
        super().__init__()
        self._requests = session.requests
        self._protocol = session.protocol
        self._exchange = exchange
        self._transport = transport
        self._reply = reply
        self._decision = decision

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match self._decision:
            case Reset():
                await self._reset(receive)
            case CutShort():
                await self._cut_short(receive, send)
            case Hold() | FollowStep():
                if await self._released(self._decision, receive):
                    await self._send(scope, receive, send)
                else:
                    self._requests.abandoned(self._exchange)
            case None:
                await self._send(scope, receive, send)

    def _formed(self) -> Reply:
        return self._reply if isinstance(self._reply, Reply) else self._reply()

    async def _reset(self, receive: Receive) -> None:
        self._requests.torn(self._exchange)
        wire.reset(self._transport)
        await _gone(receive)
        self._requests.ended(self._exchange)

    async def _cut_short(self, receive: Receive, send: Send) -> None:
        reply = self._formed()
        whole = self._response(reply)
        half = bytes(whole.body)[: len(whole.body) // 2]
        await send({"type": "http.response.start", "status": reply.status, "headers": whole.raw_headers})
        await send({"type": "http.response.body", "body": half, "more_body": True})
        self._requests.cut_short(self._exchange, reply.status)
        wire.cut(self._transport)
        await _gone(receive)
        self._requests.ended(self._exchange)

    async def _released(self, decision: Hold | FollowStep, receive: Receive) -> bool:
        """False when the client gave up first."""
        released = self._requests.hold(self._exchange, decision)
        gone = asyncio.ensure_future(_gone(receive))
        await asyncio.wait({released, gone}, return_when=asyncio.FIRST_COMPLETED)
        given_up = gone.done()
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        return not given_up

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._transport.is_closing():
            self._requests.abandoned(self._exchange)
            return
        reply = self._formed()
        await self._response(reply)(scope, receive, send)
        self._requests.answered(self._exchange, reply)

    def _response(self, reply: Reply) -> Response:
        call = self._exchange.call
        body = reply.body if call is None else self._protocol.body(call, reply.body)
        return Response(body, reply.status, headers={**reply.headers}, media_type=reply.content_type)


async def _gone(receive: Receive) -> None:
    """Returns when the client's connection is over."""
    while (await receive())["type"] != "http.disconnect":
        pass
