"""A mock backend that listens: in this thread until it is told to stop, or in one of its own."""

import asyncio
import socket
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from mock_backend import library
from mock_backend.app import Application
from mock_backend.backend import ORIGINS, Backend
from mock_backend.errors import PortRefusedError, PortTakenError, TlsError
from mock_backend.front import Front
from mock_backend.listeners import listen, port_of
from mock_backend.protocol import NATIVE, Protocol
from mock_backend.scenario import Scenario
from mock_backend.sessions import Sessions
from mock_backend.socket_protocol import SocketProtocol

KEEP_ALIVE = 75
"""Real seconds; more than clients keep an idle connection, or a request could meet its end."""


@dataclass(frozen=True)
class FrontSettings:
    """A built page: where it is served, and the directory with its documents.

    `tls`: a PEM file with the key and the certificates by which the front speaks TLS. `policy`: the
    Content-Security-Policy of its documents, where the scenario has none of its own.
    """

    port: int
    directory: Path
    tls: Path | None = None
    policy: str | None = None


@dataclass(frozen=True)
class Settings:
    """Ports on loopback, 0 for any that is free. `scenario` and `speed` are the default session's."""

    port: int = 8000
    front: FrontSettings | None = None
    origins: tuple[str, ...] = ORIGINS
    scenario: str | Scenario = "success"
    speed: float = 1.0
    protocol: Protocol = NATIVE


class Server:
    """Listens from its construction on; requests are answered while it runs.

    Raises PortTakenError, PortRefusedError, FrontError, TlsError, UnknownScenarioError, ScenarioError.
    """

    def __init__(self, settings: Settings) -> None:
        scenario = settings.scenario
        self.scenario = library.chosen(scenario) if isinstance(scenario, str) else scenario
        front = None if settings.front is None else Front(settings.front.directory, settings.front.policy)
        tls = None if settings.front is None or settings.front.tls is None else _tls(settings.front.tls)
        self._scheme = "http" if tls is None else "https"
        self._sockets = listen(settings.port, "--port")
        self.port = port_of(self._sockets)
        self.front_port: int | None = None
        if settings.front is not None:
            self._listen_front(settings.front.port)
        own = frozenset(_own(self._scheme, self.front_port))
        self.backend = Backend(
            sessions=Sessions(self.scenario, settings.speed, settings.protocol),
            protocol=settings.protocol,
            port=self.port,
            front_port=self.front_port,
            origins=frozenset(settings.origins) | own,
        )
        self._uvicorn = _Uvicorn(self.backend, front, tls)
        self._thread: threading.Thread | None = None

    def _listen_front(self, port: int) -> None:
        try:
            sockets = listen(port, "--front")
        except (PortTakenError, PortRefusedError):
            for each in self._sockets:
                each.close()
            raise
        self.front_port = port_of(sockets)
        self._sockets += sockets

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def front_url(self) -> str | None:
        return None if self.front_port is None else f"{self._scheme}://localhost:{self.front_port}"

    def run(self) -> None:
        """Returns when it was told to stop, or after SIGINT or SIGTERM."""
        self._uvicorn.run(sockets=self._sockets)

    def start(self) -> None:
        """Runs in a thread."""
        self._thread = threading.Thread(target=self.run, name="mock-backend")
        self._thread.start()

    def stop(self) -> None:
        """From any thread; returns when everything is closed, if it runs in a thread of its own."""
        self._uvicorn.should_exit = True
        if self._thread is not None:
            self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class RequestProtocol(H11Protocol):
    """Puts its transport into each request's state, so that an answer can be a RST."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}

    def connection_lost(self, exc: Exception | None) -> None:
        """After a client's RST uvicorn would keep it all for as long as an idle connection may last."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()


class _Uvicorn(uvicorn.Server):
    """`tls` is for the front's listeners alone: nobody but the driver is at the others."""

    def __init__(self, backend: Backend, front: Front | None, tls: ssl.SSLContext | None) -> None:
        class Sockets(SocketProtocol):
            pass

        Sockets.backend = backend
        config = uvicorn.Config(
            Application(backend, front),
            http=RequestProtocol,
            ws=Sockets,
            ws_max_size=1_048_576,
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            log_level="warning",
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._backend = backend
        self._tls = tls

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        own = [each for each in sockets or () if self._secured(each)]
        await super().startup([each for each in sockets or () if each not in own])
        loop = asyncio.get_running_loop()
        for each in own:
            self.servers.append(await loop.create_server(self._protocol, sock=each, ssl=self._tls))

    def _secured(self, listener: socket.socket) -> bool:
        return self._tls is not None and port_of([listener]) == self._backend.front_port

    def _protocol(self) -> RequestProtocol:
        return RequestProtocol(self.config, self.server_state, self.lifespan.state)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._backend.sessions.reset()
        await super().shutdown(sockets)


def _own(scheme: str, front_port: int | None) -> list[str]:
    hosts = ("localhost", "127.0.0.1", "[::1]")
    return [] if front_port is None else [f"{scheme}://{host}:{front_port}" for host in hosts]


def _tls(file: Path) -> ssl.SSLContext:
    """Raises TlsError."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(file)
    except OSError as error:
        raise TlsError(file, error) from None
    return context
