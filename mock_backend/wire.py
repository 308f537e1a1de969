"""How a TCP connection is really torn down."""

import asyncio
import socket
import struct
from contextlib import suppress


def reset(transport: asyncio.Transport) -> None:
    """RST: what was not sent yet is discarded."""
    if transport.is_closing():
        return
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def cut(transport: asyncio.Transport) -> None:
    """FIN. The transport is closed two turns of the loop later: closing with bytes unread would send RST.

    Under TLS, which has no half-closed connection, an alert goes before it that says so.
    """
    if transport.is_closing():
        return
    with suppress(OSError):  # of a half-open connection the other side may be gone, and nobody has read it
        if transport.can_write_eof():
            transport.write_eof()
    loop = asyncio.get_running_loop()
    loop.call_soon(loop.call_soon, transport.close)
