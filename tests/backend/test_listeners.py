"""Ports on loopback, IPv4 and IPv6."""

import asyncio
import errno
import socket
from pathlib import Path

import pytest

from mock_backend.errors import PortRefusedError, PortTakenError
from mock_backend.listeners import listen, port_of
from mock_backend.server import FrontSettings, Server, Settings
from tests.backend.loop import finished
from tests.backend.peer import Peer


def test_any_free_port_is_the_same_on_both_families() -> None:
    sockets = listen(0, "--port")
    names = [each.getsockname()[:2] for each in sockets]
    port = port_of(sockets)
    for each in sockets:
        each.close()
    assert names == [("127.0.0.1", port), ("::1", port)]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
@pytest.mark.parametrize("port", ["port", "front_port"])
def test_both_families_are_served(server: Server, host: str, port: str) -> None:
    with Peer(getattr(server, port), host) as peer:
        peer.ask("GET", "/favicon.ico", {})
        assert peer.status_line() == "HTTP/1.1 200 OK"


@pytest.mark.parametrize(
    "family,host", [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET, "0.0.0.0")]
)
def test_a_port_that_is_taken_on_either_is_told(family: socket.AddressFamily, host: str) -> None:
    with socket.socket(family) as other:
        other.bind((host, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError) as caught:
            listen(port, "--port")
    assert str(caught.value) == f"Port {port} is taken by another program: choose another with --port."


def test_a_port_that_the_system_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_self: socket.socket, _address: tuple[str, int]) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", forbidden)
    with pytest.raises(PortRefusedError) as caught:
        listen(80, "--front")
    assert str(caught.value) == (
        "Port 80 cannot be listened on (Permission denied): choose another with --front."
    )


def test_a_taken_port_of_the_front_names_its_option_and_frees_the_other(server: Server, built: Path) -> None:
    free = port_of(listening := listen(0, "--port"))
    for each in listening:
        each.close()
    with pytest.raises(PortTakenError) as caught:
        Server(Settings(port=free, front=FrontSettings(server.port, built)))
    assert (
        str(caught.value) == f"Port {server.port} is taken by another program: choose another with --front."
    )
    for each in listen(free, "--port"):
        each.close()


def test_a_port_is_free_again_after_the_stop() -> None:
    with Server(Settings(port=0)) as first, Peer(first.port) as peer:
        peer.ask("GET", "/health", {})
        peer.head()
    with Server(Settings(port=first.port)) as second:
        assert second.port == first.port


def test_answers_are_not_kept_back_by_nagle() -> None:
    async def no_delay() -> int:
        accepted: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        first, *others = listen(0, "--port")
        for each in others:
            each.close()
        async with await asyncio.start_server(lambda _, writer: accepted.set_result(writer), sock=first):
            _, ours = await asyncio.open_connection("127.0.0.1", port_of([first]))
            theirs = await accepted
            option = theirs.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for writer in (ours, theirs):
                writer.close()
                await writer.wait_closed()
            return int(option)

    assert finished(no_delay()) != 0
