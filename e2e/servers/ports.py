"""Ports on loopback, held until whoever is to listen there is about to start."""

import errno
import random
import socket
from collections.abc import Iterator

from e2e.errors import PortInUse, ServerError

RANGE = range(20_000, 30_000)
"""Below the ports that systems give to outgoing connections: one that is free now stays free."""

ATTEMPTS = 50

_NO_IPV6 = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


class Reservation:
    """A port that nobody else gets, on IPv4 and IPv6, until it is released.

    Port 0 takes any that is free. Raises PortInUse and ServerError.
    """

    def __init__(self, port: int) -> None:
        self.port, self._sockets = _bound(port) if port else _any()

    def release(self) -> None:
        for held in self._sockets:
            held.close()


def _any() -> tuple[int, list[socket.socket]]:
    for port in random.sample(RANGE, ATTEMPTS):
        try:
            return _bound(port)
        except PortInUse:
            continue
    raise ServerError(
        f"No port was free of {ATTEMPTS} that were tried from {RANGE.start} to {RANGE.stop - 1}."
    )


def _bound(port: int) -> tuple[int, list[socket.socket]]:
    held: list[socket.socket] = []
    try:
        held.extend(_sockets(port))
    except OSError as error:
        for each in held:
            each.close()
        if error.errno == errno.EADDRINUSE:
            raise PortInUse(port) from None
        raise ServerError(
            f"Port {port} on localhost cannot be taken: {error.strerror}. Choose another, or let this run "
            "choose free ports with --backend-port 0."
        ) from None
    return port, held


def _sockets(port: int) -> Iterator[socket.socket]:
    yield _one(socket.AF_INET, "127.0.0.1", port)
    try:
        yield _one(socket.AF_INET6, "::1", port)
    except OSError as error:
        if error.errno not in _NO_IPV6:
            raise


def _one(family: socket.AddressFamily, host: str, port: int) -> socket.socket:
    held = socket.socket(family, socket.SOCK_STREAM)
    try:
        # With SO_REUSEADDR a port whose last connections are in TIME_WAIT counts as free; but only a socket
        # that listens keeps others, who ask for the same, out.
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((host, port))
        held.listen(1)
    except OSError:
        held.close()
        raise
    return held
