"""What a run needs to be up: the page's build, the mock backend with its front, other web servers.

ports held ─► builds ─► mock backend (and front) ─► web servers ─► Addresses
              └─ each learns the addresses by VITE_WS_URL, RUNNER_BACKEND_URL and PORT ─┘
"""

import shutil
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from e2e.builds import build
from e2e.config import Config, Server
from e2e.errors import ConfigError, ServerError
from e2e.ports import Reservation
from e2e.process import Child, leashed
from e2e.urls import port_of, with_port

BACKEND_SECONDS = 20.0
"""How long the mock backend may take until it listens."""

LAST_MOMENT = 1.0
"""Seconds that a child which has closed its output has to be gone."""

LOOK = 0.05
"""Seconds between two looks at a web server that is coming up."""

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Addresses:
    """Where everything is, for this run."""

    backend: str
    """`http://localhost:8000`."""
    front: str | None
    """The backend's second listener, which serves the built page; None when it serves none."""
    socket_url: str
    """The progress socket as the page must ask for it."""
    page_url: str
    """The origin of the page under test."""
    mapped: tuple[tuple[str, str], ...] = ()
    """host:port as it is built into the page, and the host:port where the browser has to lead it."""


def start(config: Config, undo: ExitStack) -> Addresses:
    """Starts everything; `undo` ends it again, and so does the death of this process.

    Raises ConfigError, PortInUse, BuildError and ServerError.
    """
    with ExitStack() as held:
        port = _held(config.backend.port, held)
        page_port = _held(config.page_port, held) if config.serves_page else None
        addresses = addressed(config, port, page_port)
        for wanted in config.builds:
            output = built_to(config, config.root / wanted.cwd / wanted.output, port)
            if config.backend.port == 0:
                undo.callback(shutil.rmtree, output, ignore_errors=True)
            build(wanted, config.root, output, environment(addresses), undo)
    start_backend(config, addresses, undo)
    for server in config.servers:
        start_server(server, config.root, addresses, undo)
    return addresses


def _held(port: int, held: ExitStack) -> int:
    reservation = Reservation(port)
    held.callback(reservation.release)
    return reservation.port


def addressed(config: Config, port: int, page_port: int | None) -> Addresses:
    """The addresses with these ports; `page_port` is None where the page is up already."""
    built_in = config.backend.built_in
    page_url = config.page.url if page_port is None else with_port(config.page.url, page_port)
    moved = built_in is not None and built_in != f"localhost:{port}"
    return Addresses(
        backend=f"http://localhost:{port}",
        front=None if config.backend.dist is None else page_url,
        socket_url=f"ws://{built_in or f'localhost:{port}'}{config.protocol.socket}",
        page_url=page_url,
        mapped=((str(built_in), f"127.0.0.1:{port}"),) if moved else (),
    )


def environment(addresses: Addresses) -> dict[str, str]:
    """How builds and servers learn where the backend is."""
    return {"VITE_WS_URL": addresses.socket_url, "RUNNER_BACKEND_URL": addresses.backend}


def built_to(config: Config, output: Path, port: int) -> Path:
    """Where a build for this backend port goes: one for other ports leaves the configured one alone."""
    return output.with_name(f"{output.name}-{port}") if config.moved else output


def start_backend(config: Config, addresses: Addresses, undo: ExitStack) -> None:
    """The mock backend, and its front where it serves the page. Raises ServerError."""
    port = port_of(addresses.backend)
    command = [sys.executable, "-m", "mock_backend", "--until-stdin-closes", f"--port={port}"]
    command.append(f"--origin={addresses.page_url}")
    if not config.protocol.native:
        command.append(f"--protocol={config.protocol.model_dump_json(exclude_defaults=True)}")
    if config.backend.dist is not None:
        dist = _dist(config, config.root / config.backend.dist, port)
        command.append(f"--front={port_of(addresses.page_url)}={dist}")
    child = undo.enter_context(Child(command, speaks=True))
    if child.line(BACKEND_SECONDS) is None:
        ended = child.code(LAST_MOMENT)
        how = "did not listen in time" if ended is None else f"ended with exit code {ended}"
        raise ServerError(f"The mock backend {how}:\n{child.tail()}")


def _dist(config: Config, dist: Path, port: int) -> Path:
    outputs = [(config.root / wanted.cwd / wanted.output).resolve() for wanted in config.builds]
    return built_to(config, dist, port) if dist.resolve() in outputs else dist


def start_server(server: Server, root: Path, addresses: Addresses, undo: ExitStack) -> None:
    """Returns when its URL answers, with any status. Raises ConfigError, PortInUse and ServerError."""
    url = server.url or addresses.page_url
    cwd = root / server.cwd
    if not cwd.is_dir():
        raise ConfigError(f"There is no directory {cwd} to run `{' '.join(server.command)}` in.")
    if urlsplit(url).hostname in LOOPBACK:
        Reservation(port_of(url)).release()
    port = {"PORT": str(port_of(url))} if server.url is None else {}
    env = {**environment(addresses), **port, **server.env}
    child = undo.enter_context(Child(leashed(server.command), cwd, env))
    _wait_for(url, server, child)


def _wait_for(url: str, server: Server, child: Child) -> None:
    name, deadline = f"`{' '.join(server.command)}`", time.monotonic() + server.seconds
    while not _answers(url):
        if (code := child.code(LOOK)) is not None:
            raise ServerError(f"{name} ended with exit code {code} before {url} answered:\n{child.tail()}")
        if time.monotonic() > deadline:
            raise ServerError(
                f"{name} runs, but {url} did not answer in {server.seconds:g} s:\n{child.tail()}"
            )


def _answers(url: str) -> bool:
    try:
        httpx.head(url, timeout=2, trust_env=False, verify=False)  # noqa: S501  # only whether it answers
    except httpx.TransportError:
        return False
    return True
