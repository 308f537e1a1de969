"""What a run needs to be up: the page's build, the mock backend with its front, other web servers.

ports held ─► builds ─► mock backend (and front) ─► web servers ─► Addresses
              └─ each learns the addresses by VITE_WS_URL, RUNNER_BACKEND_URL and PORT ─┘
"""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from e2e.config import Config, Server
from e2e.errors import ConfigError, ServerError
from e2e.servers.builds import build
from e2e.servers.ports import Reservation
from e2e.servers.process import Child, leashed
from e2e.servers.tls import Certificate, certified
from e2e.urls import LOOPBACK, host_and_port, port_of, with_port, without_default_port

BACKEND_SECONDS = 60.0
"""How long the mock backend may take until it listens: a second, but for a machine that is busy."""

LAST_MOMENT = 1.0
"""Seconds that a child which has closed its output has to be gone."""

LOOK = 0.05
"""Seconds between two looks at a web server that is coming up."""


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
    """host:port as the page has it, and the host:port where the browser has to lead it."""
    page_port: int | None = None
    """Where the suite has the page served on this machine; None: it is up already."""
    certificate: Certificate | None = None
    """Of the page's origin, where the suite has it served over TLS."""


NO_PAGE = (
    "backend.dist: there is no index.html in {}. Build the page first, or have it built by `builds`, whose "
    "`output` is that directory."
)
ELSEWHERE = "backend.dist: there is no index.html in {}, but one in {}: say that directory."


def _missing(dist: Path) -> str:
    """Some builders put the page into a folder of its own there."""
    found = next(iter(sorted(dist.glob("*/index.html"))), None)
    return ELSEWHERE.format(dist, found.parent) if found else NO_PAGE.format(dist)


def start(config: Config, undo: ExitStack) -> Addresses:
    """Starts everything; `undo` ends it again, and so does the death of this process.

    Raises ConfigError, PortInUse, BuildError and ServerError.
    """
    with ExitStack() as held:
        port = _held(config.backend.port, held)
        page_port = _held(config.page_port, held) if config.serves_page and not up_already(config) else None
        certificate = certified(hosts(config), undo) if config.secure else None
        addresses = addressed(config, port, page_port, certificate)
        for wanted in config.builds:
            output = built_to(config, config.root / wanted.cwd / wanted.output, port)
            if config.backend.port == 0:
                undo.callback(shutil.rmtree, output, ignore_errors=True)
            build(wanted, config.root, output, environment(addresses), undo)
    start_backend(config, addresses, undo)
    for number, server in enumerate(config.servers, start=1):
        log = config.root / config.artifacts / f"server-{number}.log"
        start_server(server, config, addresses, log, undo)
    return addresses


def up_already(config: Config) -> bool:
    """The page is served by somebody else, and may be used as it is."""
    reusing = any(server.reuse and server.url is None for server in config.servers)
    return reusing and _answers(config.page.url)


def _held(port: int, held: ExitStack) -> int:
    reservation = Reservation(port)
    held.callback(reservation.release)
    return reservation.port


def addressed(
    config: Config, port: int, page_port: int | None, certificate: Certificate | None = None
) -> Addresses:
    """The addresses with these ports; `page_port` is None where the page is up already."""
    built_in = config.backend.built_in
    page_url = config.page.url if page_port is None or config.led else with_port(config.page.url, page_port)
    secure = page_url.startswith("https:")
    own = urlsplit(page_url).netloc if secure else f"localhost:{port}"
    return Addresses(
        backend=f"http://localhost:{port}",
        front=None if config.backend.dist is None else page_url,
        socket_url=without_default_port(
            f"ws{'s' if secure else ''}://{built_in or own}{config.protocol.socket}"
        ),
        page_url=page_url,
        mapped=tuple(_mapped(config, page_url, page_port if secure else port)),
        page_port=page_port,
        certificate=certificate,
    )


def _mapped(config: Config, page_url: str, port: int | None) -> Iterator[tuple[str, str]]:
    """`port`: where calls and the socket are answered; None where somebody else sees to it."""
    asked = [config.backend.built_in, host_and_port(page_url) if config.led else None]
    for each in dict.fromkeys(filter(None, asked)):
        if port is not None and each != f"localhost:{port}":
            yield each, f"127.0.0.1:{port}"


def hosts(config: Config) -> list[str]:
    """Names that the page's certificate has to have."""
    urls = [config.page.url, *([f"//{config.backend.built_in}"] if config.backend.built_in else [])]
    return list(dict.fromkeys(urlsplit(url).hostname or "" for url in urls))


def environment(addresses: Addresses) -> dict[str, str]:
    """How builds and servers learn where the backend is."""
    return {"VITE_WS_URL": addresses.socket_url, "RUNNER_BACKEND_URL": addresses.backend}


def built_to(config: Config, output: Path, port: int) -> Path:
    """Where a build for this backend port goes: one for other ports leaves the configured one alone."""
    return output.with_name(f"{output.name}-{port}") if config.moved else output


def start_backend(config: Config, addresses: Addresses, undo: ExitStack) -> None:
    """The mock backend, and its front where it serves the page. Raises ConfigError and ServerError."""
    port = port_of(addresses.backend)
    command = [sys.executable, "-m", "mock_backend", "--until-stdin-closes", f"--port={port}"]
    command.append(f"--origin={addresses.page_url}")
    if not config.protocol.native:
        command.append(f"--protocol={config.protocol.model_dump_json(exclude_defaults=True)}")
    if config.backend.dist is not None:
        dist = served(config, port)
        if dist is None or not holds_page(dist, config.page.path):
            raise ConfigError(_missing(dist or config.backend.dist))
        command.append(f"--front={addresses.page_port}={dist}")
        if addresses.certificate:
            command.append(f"--tls={addresses.certificate.file}")
        if config.release:
            command.append(f"--policy={policy(config, addresses)}")
    child = undo.enter_context(Child(command, speaks=True))
    if child.line(BACKEND_SECONDS) is None:
        ended = child.code(LAST_MOMENT)
        late = f"did not listen within {BACKEND_SECONDS:g} s"
        how = late if ended is None else f"ended with exit code {ended}"
        raise ServerError(f"The mock backend {how}:\n{child.tail() or 'it said nothing.'}")


def holds_page(dist: Path, path: str) -> bool:
    """The front finds a document for that path: its own, or that of a single-page application."""
    name = urlsplit(path).path.strip("/")
    files = ("index.html", name, f"{name}.html", f"{name}/index.html")
    return any(Path(dist, file.lstrip("/")).is_file() for file in files)


def served(config: Config, port: int) -> Path | None:
    """The directory of the page's files, where the suite knows it; `port`: of the backend."""
    dist = config.backend.dist
    if dist is not None and not config.built:
        return config.root / dist
    outputs = [config.root / wanted.cwd / wanted.output for wanted in config.builds]
    return next(
        (
            built_to(config, output, port)
            for output in outputs
            if dist is None or output.resolve() == (config.root / dist).resolve()
        ),
        None,
    )


def policy(config: Config, addresses: Addresses) -> str:
    """The Content-Security-Policy of a release: it may connect to its own backend, and where it says so."""
    socket = urlsplit(addresses.socket_url)
    own = [f"{scheme}://{socket.netloc}" for scheme in (socket.scheme, socket.scheme.replace("ws", "http"))]
    calls = own if socket.netloc != urlsplit(addresses.page_url).netloc else own[:1]
    return " ".join(["connect-src 'self'", *calls, *config.page.connects])


def local(addresses: Addresses) -> str:
    """The page's origin as this machine reaches it, whatever name it has in the browser."""
    scheme = urlsplit(addresses.page_url).scheme
    port = addresses.page_port
    return addresses.page_url if port is None else f"{scheme}://localhost:{port}"


def start_server(server: Server, config: Config, addresses: Addresses, log: Path, undo: ExitStack) -> None:
    """Returns when its URL answers, with any status; what it prints is in `log` once it has ended.

    Raises ConfigError, PortInUse and ServerError.
    """
    url = server.url or local(addresses)
    cwd = config.root / server.cwd
    if not cwd.is_dir():
        raise ConfigError(f"There is no directory {cwd} to run `{' '.join(server.command)}` in.")
    if server.reuse and _answers(url):
        return
    if urlsplit(url).hostname in LOOPBACK:
        Reservation(port_of(url)).release()
    port = str(port_of(url)) if server.url is None else None
    certificate, dist = addresses.certificate, served(config, port_of(addresses.backend))
    told = {
        "PORT": port,
        "RUNNER_CERTIFICATE": certificate and certificate.file,
        "RUNNER_DIST": dist and dist.resolve(),
    }
    env = {name: str(value) for name, value in told.items() if value is not None}
    env = {**environment(addresses), **env, **server.env}
    child = undo.enter_context(Child(leashed(server.command), cwd, env, log=log))
    _wait_for(url, server, child, log)
    undo.callback(_tell_if_ended, server, child, log)


def _tell_if_ended(server: Server, child: Child, log: Path) -> None:
    """All that a page without its server says is that it cannot be reached."""
    if (code := child.code(0)) is not None:
        told = f"{_named(server)} ended by itself in mid-run, with exit code {code}{_printed(child, log)}"
        sys.stderr.write(f"{told}\n")


def _named(server: Server) -> str:
    return f"`{' '.join(server.command)}`"


def _wait_for(url: str, server: Server, child: Child, log: Path) -> None:
    name, deadline = _named(server), time.monotonic() + server.seconds
    while not _answers(url):
        if (code := child.code(LOOK)) is not None:
            raise ServerError(
                f"{name} ended with exit code {code} before {url} answered{_printed(child, log)}"
            )
        if time.monotonic() > deadline:
            raise ServerError(
                f"{name} runs, but {url} did not answer in {server.seconds:g} s{_printed(child, log)}"
            )


def _printed(child: Child, log: Path) -> str:
    """The last of it, and where all is."""
    tail = child.tail()
    return f"; all that it printed is in {log}:\n{tail}" if tail else ", and printed nothing."


def _answers(url: str) -> bool:
    try:
        httpx.head(url, timeout=2, trust_env=False, verify=False)  # noqa: S501  # only whether it answers
    except httpx.TransportError:
        return False
    return True
