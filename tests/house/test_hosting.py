"""What workers are told by the controller that hosts everything."""

import socket
import threading
from contextlib import ExitStack
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from e2e.config import Build
from e2e.errors import BuildError, PortInUse, ServerError
from e2e.plugin import HOSTING, pytest_sessionfinish
from e2e.servers import Addresses
from e2e.servers.builds import build
from e2e.servers.hosting import LOOPBACK, Hosting, Reception, ask

HERE = Addresses("http://localhost:8000", None, "ws://localhost:8000/ws", "http://localhost:3000")

MANY = 64


def here(_undo: ExitStack) -> Addresses:
    return HERE


def test_a_worker_is_told_where_everything_is() -> None:
    assert ask(Reception(Hosting(here)).invitation) == HERE


def building(folder: Path) -> Hosting:
    endless = Build(command=("sh", "-c", "sleep 1000", "{output}"), output=Path("dist"))

    def start(undo: ExitStack) -> Addresses:
        build(endless, folder, folder / "dist", {}, undo)
        return HERE

    return Hosting(start)


@pytest.mark.timeout(30)
def test_closing_ends_a_build_that_runs(tmp_path: Path) -> None:
    hosting = building(tmp_path)
    coming = hosting.begin()
    hosting.close()
    assert isinstance(coming.exception(), BuildError)


@pytest.mark.timeout(30)
def test_a_worker_that_asks_in_an_interrupted_run_is_told_of_the_build_s_end(
    tmp_path: Path,
) -> None:
    hosting = building(tmp_path)
    coming = hosting.begin()
    plugins = pytest.PytestPluginManager()
    session = SimpleNamespace(config=SimpleNamespace(stash={HOSTING: hosting}, pluginmanager=plugins))
    pytest_sessionfinish(cast("pytest.Session", session), pytest.ExitCode.INTERRUPTED)
    with pytest.raises(BuildError):
        ask(Reception(hosting).invitation)
    assert coming.done()


@pytest.mark.parametrize("code", list(pytest.ExitCode))
def test_what_is_up_is_up_until_the_run_is_over(code: pytest.ExitCode) -> None:
    ended: list[str] = []

    def start(undo: ExitStack) -> Addresses:
        undo.callback(ended.append, "ended")
        return HERE

    hosting = Hosting(start)
    hosting.addresses()
    plugins = pytest.PytestPluginManager()
    session = SimpleNamespace(config=SimpleNamespace(stash={HOSTING: hosting}, pluginmanager=plugins))
    pytest_sessionfinish(cast("pytest.Session", session), code)
    assert ended == []


def test_it_is_told_after_a_stranger_came_too() -> None:
    reception = Reception(Hosting(here))
    port, _ = reception.invitation.split()
    with pytest.raises(AuthenticationError):
        Client((LOOPBACK, int(port)), authkey=b"a stranger's")
    assert ask(reception.invitation) == HERE


def test_it_is_told_while_a_stranger_who_says_nothing_is_there() -> None:
    reception = Reception(Hosting(here))
    port, _ = reception.invitation.split()
    with socket.create_connection((LOOPBACK, int(port))):
        assert ask(reception.invitation) == HERE


def test_many_workers_may_ask_in_one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    let_in = threading.Event()
    accept = Listener.accept

    def accept_later(listener: Listener) -> "Connection[object, object]":
        let_in.wait()
        return accept(listener)

    monkeypatch.setattr(Listener, "accept", accept_later)
    reception = Reception(Hosting(here))
    port, _ = reception.invitation.split()
    with ExitStack() as waiting:
        for _ in range(MANY):
            waiting.enter_context(socket.create_connection((LOOPBACK, int(port)), timeout=1))
        let_in.set()
        assert ask(reception.invitation) == HERE


def test_it_is_told_the_error_of_the_suite_that_starting_raised() -> None:
    def taken(_undo: ExitStack) -> Addresses:
        raise PortInUse(8000)

    reception = Reception(Hosting(taken))
    for _ in range(2):
        with pytest.raises(PortInUse, match="Port 8000"):
            ask(reception.invitation)


def test_it_is_told_of_any_other_error_and_does_not_wait() -> None:
    def broken(_undo: ExitStack) -> Addresses:
        raise ZeroDivisionError("by nothing")

    with pytest.raises(ServerError, match="did not come up: ZeroDivisionError"):
        ask(Reception(Hosting(broken)).invitation)
