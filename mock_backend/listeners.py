"""Listening sockets on IPv4 and IPv6 loopback, with the same port: browsers try ::1 first for localhost."""

import errno
import socket

from mock_backend.errors import PortRefusedError, PortTakenError

ATTEMPTS = 20
"""Free ports of IPv4 to try until one is free on IPv6 too."""

_NO_IPV6 = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


def listen(port: int, option: str) -> list[socket.socket]:
    """With port 0 any port that is free on both.

    Raises PortTakenError and PortRefusedError, which name `option`.
    """
    for _ in range(ATTEMPTS if port == 0 else 1):
        try:
            return _both(port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise PortRefusedError(port, option, str(error.strerror)) from error
    raise PortTakenError(port, option)


def port_of(sockets: list[socket.socket]) -> int:
    port: int = sockets[0].getsockname()[1]
    return port


def _both(port: int) -> list[socket.socket]:
    first = _one(socket.AF_INET, "127.0.0.1", port)
    try:
        return [first, _one(socket.AF_INET6, "::1", port_of([first]))]
    except OSError as error:
        if error.errno in _NO_IPV6:
            return [first]
        first.close()
        raise


def _one(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    # asyncio turns Nagle off only where the protocol is named; with it on, each answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener
