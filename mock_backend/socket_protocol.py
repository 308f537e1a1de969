"""The wire of one progress socket: HTTP handshake, frames, Close frames, the end of the TCP connection.

Without ASGI, which reports a reset, a cut and a clean close alike: whether a Close frame came is read
from the sans-I/O connection.
"""

import asyncio
from http import HTTPStatus
from typing import ClassVar

from starlette.requests import cookie_parser
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.frames import Frame
from websockets.http11 import Request, Response

from mock_backend import messages, wire
from mock_backend.backend import Backend
from mock_backend.errors import UnknownSessionError
from mock_backend.faults.decisions import Refuse
from mock_backend.session import Session
from mock_backend.sockets import Socket

PATH = "/ws/test-progress"


class SocketProtocol(WebSocketsSansIOProtocol):
    """A `Link` to the page; `session` and `socket` are None until the handshake request came."""

    backend: ClassVar[Backend]
    session: Session | None = None
    socket: Socket | None = None
    lost: asyncio.Future[None] | None = None

    # From the page

    def data_received(self, data: bytes) -> None:
        self.conn.receive_data(data)
        self.handle_events()
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
        if event.path.partition("?")[0] != PATH:
            return Refuse(404, f"The progress socket is at {PATH}.\n")
        origin = event.headers.get("Origin")
        if origin is not None and origin not in self.backend.origins:
            return Refuse(403, f"The origin {origin} is not allowed.\n")
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

    def handle_pong(self, event: Frame) -> None:
        pass

    def handle_close(self, event: Frame) -> None:  # noqa: ARG002
        close = self.conn.close_rcvd
        assert close is not None
        self._flush()
        if self.session is not None and self.socket is not None:
            self.session.sockets.close_received(self.socket, close.code, close.reason)
        self.transport.close()

    def _protocol_broken(self) -> None:
        close = self.conn.close_sent
        self._flush()
        if close is not None and self.session is not None and self.socket is not None:
            self.session.sockets.failed(self.socket, close.code, close.reason)
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self.session is not None and self.socket is not None:
            close = self.conn.close_rcvd
            clean = close is not None and self.conn.close_sent is not None
            self.session.sockets.ended(self.socket, 1006 if close is None else close.code, clean)
        if self.lost is not None:
            self.lost.set_result(None)

    def shutdown(self) -> None:
        self.transport.abort()

    # To the page: a Link

    def accept(self) -> None:
        self.conn.send_response(self.response)
        self.handshake_complete = True
        self._flush()

    def refuse(self, status: int, body: str) -> None:
        self.conn.send_response(_response(status, body.encode()))
        self._flush()
        self.transport.close()

    def write(self, text: str) -> None:
        self.conn.send_text(text.encode())
        self._flush()

    def close(self, code: int, reason: str) -> None:
        self.conn.send_close(code, reason)
        self._flush()

    def reset(self) -> None:
        self._ending()
        wire.reset(self.transport)

    def cut(self) -> None:
        self._ending()
        wire.cut(self.transport)

    def _ending(self) -> None:
        """The clock does not move on until the connection is over."""
        if self.session is not None and self.lost is None:
            self.lost = self.session.begun()

    def _flush(self) -> None:
        self.transport.write(b"".join(self.conn.data_to_send()))


def _response(status: int, body: bytes) -> Response:
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
    fields = {
        "Connection": "close",
        "Content-Length": str(len(body)),
        "Content-Type": "text/plain; charset=utf-8",
    }
    return Response(status, phrase, Headers(fields), body)


def _cookies(event: Request) -> dict[str, str]:
    return cookie_parser("; ".join(event.headers.get_all("Cookie")))
