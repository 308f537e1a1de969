"""The wire of one progress socket: HTTP handshake, frames, Close frames, the end of the TCP connection.

Without ASGI, which reports a reset, a cut and a clean close alike: whether a Close frame came is read
from the sans-I/O connection.
"""

import asyncio
from http import HTTPStatus
from itertools import pairwise
from typing import ClassVar

from starlette.requests import cookie_parser
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.frames import Frame
from websockets.http11 import Request, Response
from websockets.utils import accept_key

from mock_backend import messages, wire
from mock_backend.backend import Backend
from mock_backend.errors import UnknownSessionError
from mock_backend.faults.decisions import Refuse
from mock_backend.link import Socket
from mock_backend.session import Session
from mock_backend.sockets import foreign_origin


class SocketProtocol(WebSocketsSansIOProtocol):
    """A `Link` to the page; `session` and `socket` are None until the handshake request came."""

    backend: ClassVar[Backend]
    session: Session | None = None
    socket: Socket | None = None
    lost: asyncio.Future[None] | None = None
    corked: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.outgoing: list[bytes] = []

    # From the page

    def data_received(self, data: bytes) -> None:
        if self.socket is not None and self.socket.phase is None:
            return
        self.conn.receive_data(data)
        self.handle_events()
        if self.session is None and self.conn.handshake_exc is not None:
            self.answer_close()  # no request at all, or one whose head is too long
        if self.conn.parser_exc is not None and not self.transport.is_closing():
            self._protocol_broken()

    def handle_connect(self, event: Request) -> None:
        self.response = self.conn.accept(event)
        try:
            self.session = self.backend.sessions.find(_cookies(event))
        except UnknownSessionError as error:
            self.refuse(404, f"{error}\n")
            return
        assert self.server is not None
        self.socket = self.session.sockets.handshake(
            link=self,
            path=event.path,
            listener=self.backend.listener(self.server[1]),
            origin=event.headers.get("Origin"),
            refusal=self._refusal(event),
        )

    def _refusal(self, event: Request) -> Refuse | None:
        if self.response.status_code != 101:
            return Refuse(self.response.status_code, (self.response.body or b"").decode())
        there = self.backend.protocol.socket
        if event.path.partition("?")[0] != there:
            return Refuse(404, f"The progress socket is at {there}.\n")
        origin = event.headers.get("Origin")
        if origin is not None and origin not in self.backend.origins:
            return foreign_origin(origin)
        return None

    def send_receive_event_to_app(self) -> None:
        """A whole message came."""
        data, self.frames = b"".join(self.frames), []
        if self.session is None or self.socket is None:
            return
        try:
            payload = (
                messages.parsed(data.decode()) if self.curr_msg_data_type == "text" else data[:1000].hex()
            )
        except UnicodeDecodeError:
            self.conn.fail(1007, "a text message that is no UTF-8")
            self._protocol_broken()
            return
        self.session.sockets.received(self.socket, payload, len(data))

    def handle_ping(self) -> None:
        self._flush()

    def handle_pong(self, event: Frame) -> None:  # noqa: ARG002
        if self.session is not None and self.socket is not None:
            self.session.sockets.ponged(self.socket)

    def handle_close(self, event: Frame) -> None:  # noqa: ARG002
        close = self.conn.close_rcvd
        assert close is not None
        if self.session is None or self.socket is None:
            self.answer_close()
        else:
            self.session.sockets.close_received(self.socket, close.code, close.reason)

    def _protocol_broken(self) -> None:
        close = self.conn.close_sent
        if close is not None and self.session is not None and self.socket is not None:
            self.session.sockets.failed(self.socket, close.code, close.reason)
        self.answer_close()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.session is not None and self.socket is not None:
            close = self.conn.close_rcvd
            clean = close is not None and self.conn.close_sent is not None
            self.session.sockets.ended(self.socket, 1006 if close is None else close.code, clean)
        if self.lost is not None:
            self.lost.set_result(None)
        if self.corked is not None:
            self._uncork()

    def shutdown(self) -> None:
        self.transport.abort()

    # To the page: a Link

    def accept(self, valid: bool = True) -> None:
        if not valid:
            del self.response.headers["Sec-WebSocket-Accept"]
            self.response.headers["Sec-WebSocket-Accept"] = accept_key("another key")
        self.conn.send_response(self.response)
        self.handshake_complete = True
        self._flush()

    def refuse(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        self.conn.send_response(_response(status, body.encode(), headers or {}))
        self.answer_close()

    def write(self, data: str | bytes, parts: int = 1, times: int = 1) -> None:
        send = self.conn.send_text if isinstance(data, str) else self.conn.send_binary
        payload = data.encode() if isinstance(data, str) else data
        first, *others = _cut(payload, parts)
        for _ in range(times):
            send(first, fin=not others)
            for number, part in enumerate(others, 1):
                self.conn.send_continuation(part, fin=number == len(others))
        self._flush()

    def write_raw(self, wire: bytes) -> None:
        self._flush(wire)

    def ping(self) -> None:
        self.conn.send_ping(b"")
        self._flush()

    def close(self, code: int, reason: str) -> None:
        self.conn.send_close(code, reason)
        self._flush()

    def answer_close(self) -> None:
        self._flush()
        self.hang_up()

    def hang_up(self) -> None:
        self._uncork()
        self.transport.close()

    def stall(self) -> None:
        self._uncork()
        self.transport.pause_reading()

    def reset(self) -> None:
        self._uncork()
        self._ending()
        wire.reset(self.transport)

    def cut(self) -> None:
        self._uncork()
        self._ending()
        wire.cut(self.transport)

    def _ending(self) -> None:
        """The clock does not move on until the connection is over."""
        if self.session is not None and self.lost is None:
            self.lost = self.session.begun()

    def _flush(self, raw: bytes = b"") -> None:
        """What is written in one turn of the loop leaves in one piece: no page can act in between."""
        self.outgoing.append(b"".join(self.conn.data_to_send()) + raw)
        if self.corked is None:
            self.corked = self.session.begun() if self.session else asyncio.get_running_loop().create_future()
            asyncio.get_running_loop().call_soon(self._uncork)

    def _uncork(self) -> None:
        data = b"".join(self.outgoing)
        self.outgoing.clear()
        if data and not self.transport.is_closing():
            self.transport.write(data)
        if self.corked is not None:
            self.corked.set_result(None)
            self.corked = None


def _cut(payload: bytes, parts: int) -> list[bytes]:
    """In so many pieces of about one size; some are empty where there are fewer bytes than pieces."""
    edges = [len(payload) * number // parts for number in range(parts + 1)]
    return [payload[start:end] for start, end in pairwise(edges)]


def _response(status: int, body: bytes, headers: dict[str, str]) -> Response:
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
    fields = {
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Content-Type": "text/plain; charset=utf-8",
    }
    return Response(status, phrase, Headers({**fields, **headers}), body)


def _cookies(event: Request) -> dict[str, str]:
    return cookie_parser("; ".join(event.headers.get_all("Cookie")))
