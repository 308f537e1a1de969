"""Everything that a run needs comes up at the addresses that it is given, or says why not."""

import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from e2e.config import Backend, Build, Config, Page, Profile, Server
from e2e.errors import ConfigError, PortInUse, ServerError
from e2e.servers import Addresses, addressed, built_to, hosts, policy, start, start_backend
from e2e.servers.ports import Reservation
from mock_backend.client import Control

SERVE = """
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(404)
        self.end_headers()
        self.wfile.write(os.environ["RUNNER_BACKEND_URL"].encode())
    do_HEAD = do_GET
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""

BUILD = """
import os, pathlib, sys
pathlib.Path(sys.argv[1]).mkdir()
pathlib.Path(sys.argv[1], "index.html").write_text(os.environ["VITE_WS_URL"])
"""

PARENT = """
import sys
from contextlib import ExitStack
from pathlib import Path
from e2e.config import Backend, Config
from e2e.servers import start
with ExitStack() as undo:
    addresses = start(Config(backend=Backend(port=0, dist=Path(sys.argv[1]))), undo)
    print(addresses.backend, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    with ExitStack() as undo:
        yield undo


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("the page")
    return tmp_path / "dist"


def python(script: str, **fields: object) -> Server:
    return Server.model_validate({"command": (sys.executable, "-c", script), **fields})


def got(url: str) -> str:
    return httpx.get(url, trust_env=False).text


def test_backend_and_front_come_up_on_free_ports(dist: Path, undo: ExitStack) -> None:
    addresses = start(Config(backend=Backend(port=0, dist=dist)), undo)
    backend, front = addresses.backend, addresses.page_url
    host = backend.removeprefix("http://")
    port = urlsplit(front).port
    assert addresses == Addresses(backend, front, f"ws://{host}/ws/test-progress", front, page_port=port)
    assert got(f"{front}/test") == "the page"
    assert httpx.get(f"{backend}/health", headers={"origin": front}, trust_env=False).headers[
        "access-control-allow-origin"
    ] == front  # fmt: skip


def test_two_runs_at_once_do_not_meet(dist: Path, undo: ExitStack) -> None:
    config = Config(backend=Backend(port=0, dist=dist))
    addresses = [start(config, undo) for _ in range(2)]
    assert len({each.backend for each in addresses} | {each.page_url for each in addresses}) == 4


def test_what_was_started_is_gone_afterwards(dist: Path) -> None:
    with ExitStack() as undo:
        addresses = start(Config(backend=Backend(port=0, dist=dist)), undo)
    for url in (addresses.backend, addresses.page_url):
        with pytest.raises(httpx.ConnectError):
            got(url)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_backend_dies_with_a_run_that_is_killed(dist: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, str(dist)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        port = urlsplit(run.stdout.readline().strip()).port
        with socket.create_connection(("127.0.0.1", port or 0)) as connection:
            run.send_signal(number)
            assert connection.recv(1) == b""


def test_a_build_learns_the_chosen_address_and_leaves_the_configured_one_alone(
    tmp_path: Path, undo: ExitStack
) -> None:
    build = Build(command=(sys.executable, "-c", BUILD, "{output}"), output=Path("out"))
    config = Config(root=tmp_path, backend=Backend(port=0, dist=Path("out")), builds=(build,))
    addresses = start(config, undo)
    assert got(addresses.page_url) == addresses.socket_url
    assert [path.name for path in tmp_path.iterdir()] == [f"out-{urlsplit(addresses.backend).port}"]
    undo.close()
    assert list(tmp_path.iterdir()) == []


def test_a_web_server_is_up_when_its_url_answers(tmp_path: Path, undo: ExitStack) -> None:
    config = Config(root=tmp_path, backend=Backend(port=0), servers=(python(SERVE),))
    addresses = start(config, undo)
    assert got(addresses.page_url) == addresses.backend
    with Control(addresses.backend) as control:
        assert control.scenario("success").name == "success"


def test_a_server_that_ends_is_told_with_its_output_and_where_all_of_it_is(
    tmp_path: Path, undo: ExitStack
) -> None:
    server = python("import sys; print('line one'); sys.exit('no such option')")
    config = Config(root=tmp_path, backend=Backend(port=0), servers=(server,))
    with pytest.raises(ServerError) as raised:
        start(config, undo)
    undo.close()
    first, *printed = str(raised.value).splitlines()
    log = tmp_path / "test-results" / "server-1.log"
    assert first.startswith(f"`{' '.join(server.command)}` ended with exit code 1 before http://localhost:")
    assert first.endswith(f" answered; all that it printed is in {log}:")
    assert sorted(printed) == ["line one", "no such option"]
    assert sorted(log.read_text().splitlines()) == sorted(printed)


def test_a_server_that_ends_in_silence_says_so(undo: ExitStack, tmp_path: Path) -> None:
    config = Config(root=tmp_path, backend=Backend(port=0), servers=(Server(command=("true",)),))
    with pytest.raises(ServerError, match=r"answered, and printed nothing\.$"):
        start(config, undo)
    undo.close()
    assert list(tmp_path.iterdir()) == []


def test_what_servers_printed_is_kept_by_their_numbers(tmp_path: Path) -> None:
    page = python("import sys; print('first', flush=True)\n" + SERVE)
    held = Reservation(0)
    held.release()
    url = f"http://localhost:{held.port}/"
    other = python("print('second', flush=True)\n" + SERVE, url=url, env={"PORT": str(held.port)})
    with ExitStack() as undo:
        start(
            Config(root=tmp_path, backend=Backend(port=0), servers=(page, other), artifacts=Path("kept")),
            undo,
        )
    logs = {path.name: path.read_text().splitlines()[0] for path in (tmp_path / "kept").iterdir()}
    assert logs == {"server-1.log": "first", "server-2.log": "second"}


def test_a_server_that_never_answers_is_given_up(tmp_path: Path, undo: ExitStack) -> None:
    server = Server(command=("sleep", "1000"), seconds=0.3)
    config = Config(root=tmp_path, backend=Backend(port=0), servers=(server,))
    with pytest.raises(ServerError) as raised:
        start(config, undo)
    told = str(raised.value)
    assert told.startswith("`sleep 1000` runs, but http://localhost:")
    assert told.endswith(" did not answer in 0.3 s, and printed nothing.")


def test_a_directory_of_a_server_that_is_not_there_is_named(tmp_path: Path, undo: ExitStack) -> None:
    server = Server(command=("npm", "start"), cwd=Path("frontnd"))
    config = Config(root=tmp_path, backend=Backend(port=0), servers=(server,))
    with pytest.raises(ConfigError) as raised:
        start(config, undo)
    assert str(raised.value) == f"There is no directory {tmp_path / 'frontnd'} to run `npm start` in."


def test_a_port_in_use_stops_the_run_before_anything_is_built(tmp_path: Path, undo: ExitStack) -> None:
    other = Reservation(0)
    undo.callback(other.release)
    build = Build(command=(sys.executable, "-c", BUILD, "{output}"), output=Path("out"))
    config = Config(root=tmp_path, backend=Backend(port=other.port, dist=Path("out")), builds=(build,))
    with pytest.raises(PortInUse) as raised:
        start(config, undo)
    assert raised.value.port == other.port
    assert list(tmp_path.iterdir()) == []


def test_another_server_that_is_up_already_is_told(undo: ExitStack) -> None:
    other = Reservation(0)
    undo.callback(other.release)
    server = python(SERVE, url=f"http://localhost:{other.port}/")
    with pytest.raises(PortInUse):
        start(Config(backend=Backend(port=0), servers=(server,)), undo)


def test_a_backend_that_does_not_come_up_says_why(tmp_path: Path, undo: ExitStack) -> None:
    (tmp_path / "index.html").touch()
    other = Reservation(0)
    undo.callback(other.release)
    config = Config(backend=Backend(port=0, dist=tmp_path))
    with pytest.raises(ServerError) as raised:
        start_backend(config, addressed(config, 0, other.port), undo)
    why = f"The mock backend ended with exit code 2:\nmock-backend: Port {other.port} is taken by another"
    assert str(raised.value).startswith(why)


def test_a_page_that_is_not_built_is_an_error_of_the_configuration(tmp_path: Path, undo: ExitStack) -> None:
    with pytest.raises(ConfigError, match=f"there is no index.html in {tmp_path}. Build the page first"):
        start(Config(backend=Backend(port=0, dist=tmp_path)), undo)


def test_a_page_that_is_a_folder_further_down_is_pointed_at(tmp_path: Path, undo: ExitStack) -> None:
    page = tmp_path / "browser" / "index.html"
    page.parent.mkdir()
    page.touch()
    with pytest.raises(ConfigError, match=f"but one in {page.parent}: say that directory"):
        start(Config(backend=Backend(port=0, dist=tmp_path)), undo)


@pytest.mark.parametrize("file", ["test.html", "test/index.html"])
def test_a_prerendered_page_needs_no_index_at_the_top(tmp_path: Path, undo: ExitStack, file: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("the page")
    addresses = start(Config(backend=Backend(port=0, dist=tmp_path)), undo)
    assert httpx.get(f"{addresses.page_url}/test").text == "the page"


def test_by_default_all_is_where_development_has_it() -> None:
    assert addressed(Config(backend=Backend(dist=Path("dist"))), 8000, 3000) == Addresses(
        backend="http://localhost:8000",
        front="http://localhost:3000",
        socket_url="ws://localhost:8000/ws/test-progress",
        page_url="http://localhost:3000",
        page_port=3000,
    )


def test_over_tls_page_calls_and_socket_are_on_one_origin(dist: Path) -> None:
    config = Config().profiled("production", dist)
    assert addressed(config, 8000, 3443) == Addresses(
        backend="http://localhost:8000",
        front="https://localhost:3443",
        socket_url="wss://localhost:3443/ws/test-progress",
        page_url="https://localhost:3443",
        page_port=3443,
    )


def test_a_release_that_is_there_already_keeps_its_address_and_the_browser_is_led_there(dist: Path) -> None:
    config = Config().profiled("production", dist).with_backend_port(0)
    assert addressed(config, 20001, 20002) == Addresses(
        backend="http://localhost:20001",
        front="https://localhost:3443",
        socket_url="wss://localhost:3443/ws/test-progress",
        page_url="https://localhost:3443",
        mapped=(("localhost:3443", "127.0.0.1:20002"),),
        page_port=20002,
    )


def test_a_release_is_seen_under_its_own_name(dist: Path) -> None:
    own = Profile(page=Page(url="https://runner.example"), backend=Backend(built_in="live.example:443"))
    config = Config(profiles={"production": own}).profiled("production", dist)
    addresses = addressed(config, 8000, 20002)
    assert (addresses.page_url, addresses.socket_url) == (
        "https://runner.example",
        "wss://live.example/ws/test-progress",
    )
    assert policy(config, addresses) == "connect-src 'self' wss://live.example https://live.example"
    assert dict(addresses.mapped) == {
        "live.example:443": "127.0.0.1:20002",
        "runner.example:443": "127.0.0.1:20002",
    }
    assert hosts(config) == ["runner.example", "live.example"]


def test_a_release_that_is_built_now_learns_its_address(tmp_path: Path) -> None:
    build = Build(command=("make", "{output}"), output=Path("dist"))
    config = Config(
        root=tmp_path, profiles={"production": Profile(backend=Backend(dist=Path("dist")), builds=(build,))}
    )
    addresses = addressed(config.profiled("production").with_backend_port(0), 20001, 20002)
    assert (addresses.page_url, addresses.mapped) == ("https://localhost:20002", ())


def test_a_release_comes_over_tls_with_a_policy_and_a_certificate_of_its_own(
    dist: Path, undo: ExitStack
) -> None:
    page = Page(connects=("https://errors.example",))
    config = Config(page=page).profiled("production", dist).with_backend_port(0)
    addresses = start(config, undo)
    assert addresses.certificate is not None
    trusting = ssl.create_default_context(cafile=addresses.certificate.authority)
    answer = httpx.get(f"https://localhost:{addresses.page_port}/", verify=trusting, trust_env=False)
    assert answer.headers["content-security-policy"] == (
        "connect-src 'self' wss://localhost:3443 https://errors.example"
    )
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        httpx.get(f"https://localhost:{addresses.page_port}/", trust_env=False)
    undo.close()
    assert not addresses.certificate.file.exists()


def test_a_web_server_over_tls_is_given_the_certificate(tmp_path: Path, undo: ExitStack) -> None:
    serve = SERVE.replace(
        "http.server.ThreadingHTTPServer", "server = http.server.ThreadingHTTPServer"
    ).replace(").serve_forever()", ")")
    secure = f"""{serve}
import ssl
context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(os.environ["RUNNER_CERTIFICATE"])
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
"""
    page = Page(url="https://localhost:3443")
    config = Config(root=tmp_path, page=page, servers=(python(secure),)).with_backend_port(0)
    addresses = start(config, undo)
    assert addresses.certificate is not None
    assert addresses.socket_url == f"wss://localhost:{addresses.page_port}/ws/test-progress"
    trusting = ssl.create_default_context(cafile=addresses.certificate.authority)
    assert httpx.get(addresses.page_url, verify=trusting, trust_env=False).text == addresses.backend


def test_a_web_server_that_runs_already_may_be_used_as_it_is(tmp_path: Path, undo: ExitStack) -> None:
    held = Reservation(0)
    port = held.port
    held.release()
    url = f"http://localhost:{port}/"
    there = python(SERVE, url=url, env={"PORT": str(port)})
    with ExitStack() as first:
        start(Config(root=tmp_path, backend=Backend(port=0), servers=(there,)), first)
        again = there.model_copy(update={"command": ("no-such-program",), "reuse": True})
        start(Config(backend=Backend(port=0), servers=(again,)), undo)
        undo.close()
        assert httpx.get(url, trust_env=False).status_code == 404


def test_a_page_that_is_served_already_may_be_used_as_it_is(tmp_path: Path, undo: ExitStack) -> None:
    held = Reservation(0)
    held.release()
    url = f"http://localhost:{held.port}"
    there = python(SERVE, url=url, env={"PORT": str(held.port)})
    with ExitStack() as first:
        start(Config(root=tmp_path, backend=Backend(port=0), servers=(there,)), first)
        port = Reservation(0)
        port.release()
        again = Server(command=("no-such-program",), reuse=True)
        config = Config(backend=Backend(port=port.port), page=Page(url=url), servers=(again,))
        addresses = start(config, undo)
        assert (addresses.page_url, addresses.page_port) == (url, None)
        with pytest.raises(PortInUse):
            start(config.model_copy(update={"servers": (again.model_copy(update={"reuse": False}),)}), undo)


def test_an_address_that_is_built_in_is_led_to_the_backend() -> None:
    config = Config(backend=Backend(port=0, built_in="localhost:8000"))
    assert addressed(config, 20001, None) == Addresses(
        backend="http://localhost:20001",
        front=None,
        socket_url="ws://localhost:8000/ws/test-progress",
        page_url="http://localhost:3000",
        mapped=(("localhost:8000", "127.0.0.1:20001"),),
    )


def test_an_address_that_is_built_in_and_true_needs_no_leading() -> None:
    assert addressed(Config(backend=Backend(built_in="localhost:8000")), 8000, None).mapped == ()


def test_a_chosen_port_has_an_output_of_its_own_that_is_kept() -> None:
    config = Config(backend=Backend(dist=Path("dist")))
    assert built_to(config, Path("dist"), 8000) == Path("dist")
    assert built_to(config.with_backend_port(8100), Path("dist"), 8100) == Path("dist-8100")
