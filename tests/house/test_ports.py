"""Ports are held until they are released."""

import socket

import pytest

from e2e.errors import PortInUse
from e2e.ports import RANGE, Reservation


def test_a_held_port_is_in_use_for_everybody_else() -> None:
    held = Reservation(0)
    with pytest.raises(PortInUse) as raised:
        Reservation(held.port)
    assert str(raised.value) == (
        f"Port {held.port} on localhost is in use by another program: end that program, or let this run "
        "choose free ports with --backend-port 0."
    )
    held.release()


def test_a_released_port_can_be_taken_at_once() -> None:
    held = Reservation(0)
    held.release()
    Reservation(held.port).release()


def test_free_ports_are_chosen_apart_from_those_of_outgoing_connections() -> None:
    first, second = Reservation(0), Reservation(0)
    assert {first.port, second.port} <= set(RANGE)
    assert first.port != second.port
    first.release()
    second.release()


def test_a_port_that_is_taken_on_ipv6_alone_is_in_use() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as other, pytest.raises(PortInUse):
        Reservation(other.getsockname()[1])
