"""The program `mock-backend`, as a child process."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import pytest

from mock_backend import library, schema
from mock_backend.client import Control
from mock_backend.server import Server
from tests.backend.peer import Peer

COMMAND = [sys.executable, "-m", "mock_backend"]
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0


def run(*options: str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error of a program that ends by itself."""
    command = [*COMMAND, *options]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT)
    return ended.returncode, ended.stdout, ended.stderr


@contextmanager
def running(*options: str) -> Iterator[tuple["subprocess.Popen[str]", dict[str, str | None]]]:
    """The program, and the addresses that it printed."""
    with subprocess.Popen(
        [*COMMAND, "--port", "0", *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def port(url: str | None) -> int:
    assert url is not None
    return int(url.rpartition(":")[2])


def test_it_prints_its_addresses_and_ends_when_its_input_does(built: Path) -> None:
    with running("--front", f"0={built}", "--until-stdin-closes") as (process, addresses):
        for url in (addresses["backend"], addresses["front"]):
            with Peer(port(url)) as peer:
                peer.ask("GET", "/health", {})
                assert peer.status_line() == "HTTP/1.1 200 OK"
        output, errors = process.communicate("", timeout=PATIENCE)
        assert (process.returncode, output, errors) == (0, "", "")


def test_without_a_front_there_is_none() -> None:
    with running() as (_, addresses):
        assert addresses == {"backend": addresses["backend"], "front": None}


def test_it_ends_its_sockets_when_it_ends() -> None:
    with running("--until-stdin-closes") as (process, addresses), Peer(port(addresses["backend"])) as peer:
        peer.knock()
        peer.head()
        peer.text()
        process.communicate("", timeout=PATIENCE)
        assert peer.rest() == b""


@pytest.mark.parametrize("number,code", [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_it_ends_quietly_on_a_signal(number: signal.Signals, code: int) -> None:
    with running() as (process, addresses), Peer(port(addresses["backend"])) as peer:
        peer.knock()
        peer.head()
        process.send_signal(number)
        output, errors = process.communicate(timeout=PATIENCE)
        assert (process.returncode, output, errors) == (code, "", "")


def test_it_ends_quietly_while_it_loads() -> None:
    code = """
import sys
from mock_backend.program import main

class Interrupted:
    def find_spec(self, *_):
        raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupted())
main()
"""
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, cwd=ROOT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_it_says_which_it_is() -> None:
    assert run("--version") == (0, f"mock-backend {version('runner-e2e')}\n", "")


def test_it_prints_the_schema_of_scenario_files() -> None:
    code, output, errors = run("--schema")
    assert (code, output, errors) == (0, schema.text(), "")


def test_the_default_session_plays_the_chosen_scenario() -> None:
    with (
        running("--scenario", "refused-handshake") as (_, addresses),
        Peer(port(addresses["backend"])) as peer,
    ):
        peer.knock()
        assert peer.status_line() == "HTTP/1.1 503 Service Unavailable"


def test_the_default_session_runs_at_the_chosen_speed() -> None:
    with running("--speed", "1000") as (_, addresses):
        assert addresses["backend"] is not None
        with Control(addresses["backend"]) as control, Peer(port(addresses["backend"])) as peer:
            body = '{"homeName": "Rose Court", "apisToTest": ["cqc"]}'
            peer.ask("POST", "/api/test/comprehensive", {"Content-Length": str(len(body))})
            peer.socket.sendall(body.encode())
            peer.head()
            state = control.state("default")
            while state.job is None or state.job.status != "completed":
                state = control.state("default", newer_than=state.version, wait=PATIENCE)


def test_an_origin_can_be_added() -> None:
    options = ("--origin", "http://one.example", "--origin", "http://two.example")
    with running(*options) as (_, addresses):
        statuses = []
        for origin in (
            "http://one.example",
            "http://two.example",
            "http://localhost:3000",
            "http://x.example",
        ):
            with Peer(port(addresses["backend"])) as peer:
                peer.knock({"Origin": origin})
                statuses.append(peer.status_line().split()[1])
    assert statuses == ["101", "101", "101", "403"]


@pytest.mark.parametrize("option,value", [("--tls", "front.pem"), ("--policy", "connect-src 'self'")])
def test_tls_and_a_policy_are_for_a_front(option: str, value: str) -> None:
    code, output, errors = run("--port", "0", option, value)
    assert (code, output) == (2, "")
    assert f"{option}: it is for the front: add --front PORT=DIR" in errors


@pytest.mark.parametrize(
    "protocol,sentence",
    [
        ("nowhere.json", "nowhere.json cannot be read: No such file or directory"),
        ('{"sattus": {}}', "sattus: unknown field (did you mean 'status'?)"),
        ('{"start": {"path": "runs"}}', 'start.path: expected a path that starts with "/", got "runs"'),
    ],
)
def test_a_protocol_that_is_none_is_told(protocol: str, sentence: str) -> None:
    code, output, errors = run("--port", "0", "--protocol", protocol)
    assert (code, output) == (2, "")
    assert sentence in errors


def test_a_taken_port_is_told_with_the_option(server: Server) -> None:
    sentence = f"mock-backend: Port {server.port} is taken by another program: choose another with --port.\n"
    assert run("--port", str(server.port)) == (2, "", sentence)


def test_an_unknown_scenario_is_told() -> None:
    sentence = (
        "No scenario is named 'sucess' (did you mean 'success'?). `mock-backend --scenarios` lists them."
    )
    assert run("--port", "0", "--scenario", "sucess") == (2, "", f"mock-backend: {sentence}\n")


def test_a_wrong_scenario_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("cause: Oh.\njob: 7")
    code, _, errors = run("--port", "0", "--scenario", str(path))
    assert code == 2
    assert errors == (
        f"mock-backend: {path}:2: job: "
        "expected a list of steps, none at or after the one that ends the job, got 7\n"
    )


def test_a_front_without_a_page_is_told(tmp_path: Path) -> None:
    sentence = f"mock-backend: There is no .html file in {tmp_path}: build the page first.\n"
    assert run("--port", "0", "--front", f"0={tmp_path}") == (2, "", sentence)


@pytest.mark.parametrize(
    "options,words",
    [
        (("--front", "3000"), "expected PORT=DIR such as 3000=frontend/dist, got '3000'"),
        (("--front", "70000=dist"), "expected PORT=DIR such as 3000=frontend/dist, got '70000=dist'"),
        (("--port", "70000"), "Invalid value for '--port'"),
        (("--origin", "localhost"), "expected an origin such as http://localhost:4000, got 'localhost'"),
    ],
)
def test_a_wrong_option_is_told(options: tuple[str, str], words: str) -> None:
    code, _, errors = run(*options)
    assert code == 2
    assert words in " ".join(errors.replace("│", " ").split())


def test_the_help_shows_flags_without_a_type() -> None:
    code, output, _ = run("--help")
    assert (code, "<bool>" in output) == (0, False)


def test_the_scenarios_can_be_listed() -> None:
    code, output, _ = run("--scenarios")
    listed = [line.split(maxsplit=2) for line in output.splitlines()]
    assert code == 0
    assert listed == sorted([each.folder, each.name, each.cause] for each in library.scenarios().values())
    assert (
        len({line.index(cause) for line, (_, _, cause) in zip(output.splitlines(), listed, strict=True)}) == 1
    )


def test_a_person_is_told_the_addresses_and_the_scenario() -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "--port", "0"], stdout=theirs, stdin=subprocess.DEVNULL, cwd=ROOT
    ) as process:
        os.close(theirs)
        try:
            with os.fdopen(ours, encoding="utf-8", newline="\n") as terminal:
                said = [terminal.readline().rstrip() for _ in range(4)]
        finally:
            process.terminate()
            process.wait(PATIENCE)
    address = said[0].removeprefix("backend   ")
    assert address.startswith("http://localhost:")
    assert said == [
        f"backend   {address}",
        "scenario  success: Nothing goes wrong; the socket tells all that polling tells.",
        "",
        "Another one: --scenario NAME; all of them: --scenarios. Ctrl-C ends.",
    ]
