"""Ports are held until they are released."""

import errno
import socket

import pytest

from e2e.errors import PortInUse, ServerError
from e2e.servers.ports import RANGE, Reservation


def test_a_held_port_is_in_use_for_everybody_else() -> None:
    held = Reservation(0)
    with pytest.raises(PortInUse) as raised:
        Reservation(held.port)
    assert str(raised.value) == (
        f"Port {held.port} on localhost is in use by another program: end that program, or let this run "
        "choose free ports with --backend-port 0. A web server that runs already is used as it is where the "
        "configuration says Server(..., reuse=True)."
    )
    held.release()


def test_a_released_port_can_be_taken_at_once() -> None:
    first = Reservation(0)
    first.release()
    second = Reservation(first.port)
    assert second.port == first.port
    second.release()


def test_a_port_that_may_not_be_taken_is_told_and_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    free = Reservation(0)
    free.release()
    bind = socket.socket.bind

    def forbidden(self: socket.socket, address: tuple[str, int]) -> None:
        if self.family == socket.AF_INET6:
            raise PermissionError(errno.EACCES, "Permission denied")
        bind(self, address)

    with monkeypatch.context() as patch:
        patch.setattr(socket.socket, "bind", forbidden)
        with pytest.raises(ServerError) as raised:
            Reservation(free.port)
    assert str(raised.value) == (
        f"Port {free.port} on localhost cannot be taken: Permission denied. Choose another, or let this run "
        "choose free ports with --backend-port 0."
    )
    Reservation(free.port).release()


def test_free_ports_are_chosen_apart_from_those_of_outgoing_connections() -> None:
    first, second = Reservation(0), Reservation(0)
    assert {first.port, second.port} <= set(RANGE)
    assert first.port != second.port
    first.release()
    second.release()


def test_a_port_that_is_taken_on_ipv6_alone_is_in_use() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other, pytest.raises(PortInUse):
        Reservation(other.getsockname()[1])
