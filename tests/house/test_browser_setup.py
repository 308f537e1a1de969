"""Getting a browser: the download host is asked briefly, and what fails is told."""

import socket
from collections.abc import Iterator

import pytest

from e2e import browser_setup
from e2e.browsers.browser import KINDS, Browser
from e2e.errors import BrowserMissing
from mock_backend.server import Server, Settings

CHROMIUM = KINDS["chromium"]


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A download host that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as host:
        monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{host.getsockname()[1]}")
        yield host


@pytest.mark.usefixtures("silent")
def test_a_host_that_never_answers_is_given_up() -> None:
    assert browser_setup.answers(CHROMIUM, seconds=0.5) is False


def test_a_host_that_is_not_there_does_not_answer(
    silent: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent.close()
    assert browser_setup.answers(CHROMIUM) is False


def test_a_host_that_has_no_such_build_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(Settings(port=0)) as server:
        monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", server.url)
        assert browser_setup.answers(CHROMIUM) is False


class Machine:
    """Stands in for the machine: what is there, what can be had, what was done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, found: list[Browser | None]) -> None:
        self.done: list[str] = []
        self.host = self.root = True
        monkeypatch.setattr(browser_setup, "find", lambda name: found.pop(0) if len(found) > 1 else found[0])
        monkeypatch.setattr(browser_setup, "answers", lambda kind: self.host)
        monkeypatch.setattr(browser_setup, "_may_use_apt", lambda: self.root)
        monkeypatch.setattr(browser_setup, "_run", self._run)
        monkeypatch.setattr(browser_setup, "_proven", str)

    def _run(self, command: list[str]) -> bool:
        self.done.append(" ".join(command[-2:]))
        return True


OWN = Browser("chromium", None, None, "Playwright's own build")
SYSTEM = Browser("chromium", None, None, "the system's")


def test_playwrights_own_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, [OWN])
    assert browser_setup.obtain("chromium") == str(OWN)
    assert machine.done == []


def test_playwrights_own_is_fetched_where_its_host_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, [SYSTEM, OWN])
    assert browser_setup.obtain("chromium") == str(OWN)
    assert machine.done == ["--with-deps chromium-headless-shell"]


def test_without_a_host_the_systems_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, [SYSTEM])
    machine.host = False
    assert browser_setup.obtain("chromium") == str(SYSTEM)
    assert machine.done == []


def test_without_either_root_installs_debians(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, [None, None, SYSTEM])
    machine.host = False
    assert browser_setup.obtain("chromium") == str(SYSTEM)
    assert machine.done == ["update -qq", "--no-install-recommends chromium-headless-shell"]


def test_whoever_can_do_none_of_it_is_told_the_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, [None])
    machine.host = machine.root = False
    with pytest.raises(BrowserMissing, match="Get one in one of these ways"):
        browser_setup.obtain("chromium")
    assert machine.done == []
