"""Browsers of a Playwright server: on this machine, and as if on another."""

import pytest

from bench.shapes import serving
from e2e.browsers.browser import find
from tests.suite.conftest import Project
from tests.suite.test_verify import REFERENCE, rows, run

SCENARIOS = [word for name in ("success", "closed-port", "frozen-twice") for word in ("--scenario", name)]


@pytest.fixture
def there() -> dict[str, str]:
    """The server's own Chromium may be none of Playwright's."""
    browser = find("chromium")
    assert browser is not None
    return {} if browser.executable is None else {"RUNNER_E2E_CHROMIUM": str(browser.executable)}


@pytest.mark.parametrize(
    "host,played",
    [
        ("127.0.0.1", ["closed-port", "success"]),
        # No name of this machine: page and backend are reached through the connection.
        ("127.0.0.2", ["success"]),
    ],
)
def test_a_browser_of_a_server_is_driven_as_one_of_this_machine(
    project: Project, there: dict[str, str], host: str, played: list[str]
) -> None:
    with serving(host) as address:
        done = run(project, "verify", *REFERENCE, "--connect", address, *SCENARIOS, **there)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert rows(done.stdout) == played
    assert "frozen-twice; freeze needs to attach to the browser" in done.stdout


def test_a_server_that_is_not_there_is_exit_code_3(project: Project) -> None:
    done = run(project, "verify", "--connect", "ws://127.0.0.1:9/", "--scenario", "success")
    assert done.returncode == 3, done.stdout
    assert "No chromium came from the Playwright server at ws://127.0.0.1:9/: " in done.stdout + done.stderr


def test_of_several_browsers_one_that_is_not_there_is_told_and_the_others_are_judged(
    project: Project,
) -> None:
    browsers = ("--browser", "chromium", "--browser", "firefox", "--workers", "2")
    missing = {"RUNNER_E2E_FIREFOX": "/nowhere/firefox"}
    done = run(project, "verify", *REFERENCE, *browsers, "--scenario", "success", **missing)
    assert done.returncode == 3, done.stdout
    assert rows(done.stdout) == ["success"]
    assert "\n[firefox]  not available\n" in done.stdout
    assert "RUNNER_E2E_FIREFOX is /nowhere/firefox, and no program is there." in done.stdout
    assert "\nContract not judged: 1 scenario × " in done.stdout  # noqa: RUF001
