"""A WebSocket client of raw bytes: it sees what is on the wire, a RST as ConnectionResetError."""

import json
import socket
import ssl
import struct
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from tests.backend.tls_socket import TlsSocket

PATIENCE = 10.0
"""Real seconds until a read that should have ended is an error."""

NONE: Mapping[str, str] = MappingProxyType({})
"""No headers."""

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Peer:
    """One TCP connection to a port of loopback; reads return what is there, whole."""

    def __init__(self, port: int, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        raw = socket.create_connection((host, port), timeout=PATIENCE)
        self.socket: Any = raw if tls is None else TlsSocket(raw, tls)
        self._buffer = b""

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def ask(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{k}: {v}" for k, v in headers.items())]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())

    def knock(self, headers: Mapping[str, str] = NONE, path: str = "/ws/test-progress") -> None:
        """The handshake's request."""
        upgrade = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
        }
        self.ask("GET", path, {**upgrade, **headers})

    def head(self) -> str:
        """The head of an HTTP answer."""
        while b"\r\n\r\n" not in self._buffer:
            self._buffer += self._more()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head.decode()

    def status_line(self) -> str:
        return self.head().splitlines()[0]

    def frame(self) -> tuple[int, bytes]:
        """Opcode and payload of the next frame, which must be whole and unmasked."""
        first, second = self._exactly(2)
        assert first & 0x70 == 0, "reserved bits"
        size = second
        if second == 126:
            (size,) = struct.unpack("!H", self._exactly(2))
        elif second == 127:
            (size,) = struct.unpack("!Q", self._exactly(8))
        return first & 0x0F, self._exactly(size)

    def text(self) -> str:
        opcode, payload = self.frame()
        assert opcode == TEXT, (opcode, payload)
        return payload.decode()

    def message(self) -> Any:
        return json.loads(self.text())

    def send(self, opcode: int, payload: bytes = b"", fin: bool = True) -> None:
        """One masked frame."""
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xff" + struct.pack("!Q", size)
        mask = b"\x01\x02\x03\x04"
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))
        self.socket.sendall(bytes([0x80 * fin | opcode]) + length + mask + masked)

    def say(self, message: dict[str, Any]) -> None:
        self.send(TEXT, json.dumps(message).encode())

    def close(self, code: int | None = None) -> None:
        self.send(CLOSE, b"" if code is None else struct.pack("!H", code))

    def reset(self) -> None:
        """Tears the TCP connection down by a RST, as a machine does whose program read no more."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def rest(self) -> bytes:
        """All that comes until the other side's FIN."""
        data, self._buffer = self._buffer, b""
        while more := self.socket.recv(65536):
            data += more
        return data

    def _exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._buffer += self._more()
        data, self._buffer = self._buffer[:size], self._buffer[size:]
        return data

    def _more(self) -> bytes:
        more: bytes = self.socket.recv(65536)
        if not more:
            raise EOFError(f"FIN after {self._buffer!r}")
        return more
