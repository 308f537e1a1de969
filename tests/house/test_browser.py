"""Which browser is taken, with a PATH and an environment of the test's own."""

import json
from pathlib import Path

import playwright
import pytest

from e2e.browsers.browser import (
    CHROMIUM_ARGUMENTS,
    KINDS,
    Browser,
    find,
    launch_arguments,
    missing,
    remote_arguments,
)
from e2e.errors import BrowserMissing, UsageError
from e2e.servers.tls import Certificate

LISTED = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"


class Machine:
    """A PATH and a cache of Playwright's builds, both empty at first."""

    def __init__(self, root: Path) -> None:
        self.bin, self.cache = root / "bin", root / "cache"
        self.environ = {"PATH": str(self.bin), "PLAYWRIGHT_BROWSERS_PATH": str(self.cache), "HOME": str(root)}
        self.bin.mkdir()

    def program(self, name: str) -> Path:
        path = self.bin / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return path

    def build(self, name: str) -> None:
        """As `playwright install` leaves it."""
        listed = json.loads(LISTED.read_text())["browsers"]
        revision = next(each["revision"] for each in listed if each["name"] == name)
        folder = self.cache / f"{name.replace('-', '_')}-{revision}"
        folder.mkdir(parents=True)
        (folder / "INSTALLATION_COMPLETE").touch()

    def find(self, name: str = "chromium", headed: bool = False) -> Browser | None:
        return find(name, headed, self.environ)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_nothing_there_nothing_found(machine: Machine) -> None:
    assert machine.find() is None


def test_the_one_that_is_named_comes_first(machine: Machine) -> None:
    machine.build("chromium-headless-shell")
    named = machine.program("my-browser")
    machine.environ["RUNNER_E2E_CHROMIUM"] = str(named)
    assert machine.find() == Browser("chromium", named, None, "RUNNER_E2E_CHROMIUM")


@pytest.mark.parametrize("left", ["/no/such/browser", "directory", "text"])
def test_one_that_is_named_and_no_program_is_an_error(machine: Machine, tmp_path: Path, left: str) -> None:
    (tmp_path / "directory").mkdir()
    (tmp_path / "text").touch()
    machine.environ["RUNNER_E2E_CHROMIUM"] = named = str(tmp_path / left)
    with pytest.raises(BrowserMissing) as raised:
        machine.find()
    assert str(raised.value) == f"RUNNER_E2E_CHROMIUM is {named}, and no program is there."


def test_playwrights_own_comes_before_the_systems(machine: Machine) -> None:
    machine.program("chromium")
    machine.build("chromium-headless-shell")
    assert machine.find() == Browser("chromium", None, None, "Playwright's own build")


def test_an_unfinished_build_is_none(machine: Machine) -> None:
    machine.build("chromium-headless-shell")
    next(machine.cache.iterdir()).joinpath("INSTALLATION_COMPLETE").unlink()
    assert machine.find() is None


def test_playwrights_full_chromium_does_without_windows_too(machine: Machine) -> None:
    machine.build("chromium")
    assert machine.find() == Browser("chromium", None, "chromium", "Playwright's own build")
    assert machine.find(headed=True) == Browser("chromium", None, None, "Playwright's own build")


@pytest.mark.parametrize("there", ["chromium-headless-shell", "chromium", "google-chrome"])
def test_the_systems_is_found_on_the_path(machine: Machine, there: str) -> None:
    program = machine.program(there)
    assert machine.find() == Browser("chromium", program, None, "the system's")


def test_the_quickest_of_the_systems_is_taken(machine: Machine) -> None:
    machine.program("google-chrome")
    machine.program("chromium")
    assert str(machine.find()) == f"chromium: {machine.bin}/chromium (the system's)"
    machine.program("chromium-headless-shell")
    assert str(machine.find()) == f"chromium: {machine.bin}/chromium-headless-shell (the system's)"


def test_one_without_windows_is_none_when_windows_are_asked_for(machine: Machine) -> None:
    machine.program("chromium-headless-shell")
    machine.build("chromium-headless-shell")
    assert machine.find(headed=True) is None


def test_the_systems_firefox_has_a_channel_of_its_own(machine: Machine) -> None:
    program = machine.program("firefox-esr")
    assert machine.find("firefox") == Browser("firefox", program, "moz-firefox", "the system's")


def test_playwrights_firefox_has_none(machine: Machine) -> None:
    machine.program("firefox-esr")
    machine.build("firefox")
    assert machine.find("firefox") == Browser("firefox", None, None, "Playwright's own build")


def test_the_error_names_the_ways_to_get_one() -> None:
    assert str(missing("chromium")) == (
        "There is no chromium here. Get one in one of these ways: `playwright install "
        "chromium-headless-shell`; `apt-get install chromium-headless-shell` as root on Debian; or install "
        "any and say where it is by RUNNER_E2E_CHROMIUM=/path/to/it."
    )


def test_one_with_windows_is_got_under_another_name() -> None:
    headed = str(missing("chromium", headed=True))
    assert headed.startswith("There is no chromium with windows here.")
    assert "`playwright install chromium`; `apt-get install chromium` as root" in headed


@pytest.fixture
def chromium(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = machine.program("browser")
    monkeypatch.setenv("RUNNER_E2E_CHROMIUM", str(program))
    monkeypatch.setenv("RUNNER_E2E_FIREFOX", str(program))
    return program


def test_chromium_is_kept_quiet(chromium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert launch_arguments("chromium") == {
        "executable_path": chromium,
        "args": [*CHROMIUM_ARGUMENTS],
        "handle_sigint": False,
    }


def test_root_has_no_sandbox(chromium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert launch_arguments("chromium")["args"] == [*CHROMIUM_ARGUMENTS, "--no-sandbox"]


def test_chromium_is_led_to_other_addresses(chromium: Path) -> None:
    mapped = [("localhost:8000", "127.0.0.1:20001"), ("api.test:80", "127.0.0.1:20001")]
    assert launch_arguments("chromium", mapped=mapped)["args"][-1] == (
        "--host-resolver-rules=MAP localhost:8000 127.0.0.1:20001, MAP api.test:80 127.0.0.1:20001"
    )


PREFERENCES = {
    "network.websocket.delay-failed-reconnects": False,
    "javascript.options.parallel_parsing": False,
}


def test_firefox_does_not_delay_reconnects_nor_the_first_turn_of_a_script(chromium: Path) -> None:
    assert launch_arguments("firefox") == {
        "executable_path": chromium,
        "channel": "moz-firefox",
        "firefox_user_prefs": PREFERENCES,
        "handle_sigint": False,
    }


def test_firefox_cannot_be_led(chromium: Path) -> None:
    with pytest.raises(UsageError) as raised:
        launch_arguments("firefox", mapped=[("localhost:8000", "127.0.0.1:20001")])
    assert str(raised.value) == (
        "localhost:8000 is built into the page and leads to 127.0.0.1:20001 in Chromium only: run it with "
        "--browser chromium, or let the mock backend listen on the port that is built in."
    )


def certificate(folder: Path) -> Certificate:
    return Certificate(folder / "page.pem", folder / "authority.pem", "c2hhMjU2")


def test_chromium_trusts_the_run_s_certificate_by_its_key_alone(chromium: Path, tmp_path: Path) -> None:
    told = launch_arguments("chromium", certificate=certificate(tmp_path))["args"]
    assert told[-1] == "--ignore-certificate-errors-spki-list=c2hhMjU2"


def test_firefox_trusts_the_run_s_authority_from_a_directory_of_its_own(
    chromium: Path, tmp_path: Path
) -> None:
    (chromium.parent / "libxul.so").touch()
    (chromium.parent / "distribution").mkdir()
    run = tmp_path / "run"
    run.mkdir()
    program = launch_arguments("firefox", certificate=certificate(run))["executable_path"]
    assert (program.parent.parent, program.name, program.is_symlink()) == (run, chromium.name, False)
    assert (program.parent / "libxul.so").resolve() == chromium.parent / "libxul.so"
    told = json.loads((program.parent / "distribution" / "policies.json").read_text())
    assert told == {"policies": {"Certificates": {"Install": [str(run / "authority.pem")]}}}
    assert launch_arguments("firefox", certificate=certificate(run))["executable_path"] == program


def test_webkit_is_there_as_playwright_builds_it_or_not_at_all() -> None:
    with pytest.raises(BrowserMissing) as raised:
        launch_arguments("webkit")
    assert str(raised.value) == (
        "There is no webkit here. Get one in one of these ways: `playwright install webkit`; or install "
        "any and say where it is by RUNNER_E2E_WEBKIT=/path/to/it."
    )


SERVER = "ws://localhost:3001/"


def test_a_browser_of_another_machine_cannot_be_led() -> None:
    with pytest.raises(UsageError) as raised:
        remote_arguments("ws://farm.example:3001/", "chromium", [("localhost:8000", "127.0.0.1:20001")])
    assert str(raised.value) == (
        "localhost:8000 is built into the page and leads to 127.0.0.1:20001, where a browser of another "
        "machine can't be led: run it without --connect, or with the ports that are built in."
    )


def test_a_server_launches_a_browser_of_its_own() -> None:
    told = remote_arguments(SERVER, "chromium", [("localhost:8000", "127.0.0.1:20001")], environ={})
    assert told["args"][-1] == "--host-resolver-rules=MAP localhost:8000 127.0.0.1:20001"
    assert set(told) == {"args"}
    there = {"RUNNER_E2E_FIREFOX": "/opt/firefox"}
    assert remote_arguments(SERVER, "firefox", environ=there) == {
        "executable_path": "/opt/firefox",
        "channel": "moz-firefox",
        "firefox_user_prefs": PREFERENCES,
    }


def test_what_cannot_trust_a_certificate_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="A Firefox that a Playwright server launches can't"):
        remote_arguments(SERVER, "firefox", certificate=certificate(tmp_path))


def test_every_kind_is_one_that_playwright_builds() -> None:
    listed = {each["name"] for each in json.loads(LISTED.read_text())["browsers"]}
    assert {kind.own for kind in KINDS.values()} <= listed
