"""A browser makes so many contexts, or crashes, and then another one makes them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from e2e.browsers.browser import find
from e2e.browsers.renewed import renewed
from tests.suite.conftest import REFERENCE_PAGE, Project


def test_after_some_contexts_a_new_browser_makes_them(launch_browser: Callable[..., Browser]) -> None:
    made: list[Browser] = []
    connected: list[list[bool]] = []

    def launch() -> Browser:
        made.append(launch_browser())
        return made[-1]

    with renewed(launch, lifetime=2) as browser:
        for _ in range(5):
            browser.new_context(locale="de").new_page().context.close()
            connected.append([each.is_connected() for each in made])
    assert connected == [[True], [True], [True, True], [True, True], [True, False, True]]
    assert not any(each.is_connected() for each in made)


def test_a_browser_stays_as_long_as_one_of_its_contexts_is_open(
    launch_browser: Callable[..., Browser],
) -> None:
    with renewed(launch_browser, lifetime=1) as browser:
        kept = browser.new_context()
        assert browser.new_context().browser == browser
        kept.new_page()
        assert len(browser.contexts) == 2


FIREFOX = """
from e2e.browsers.renewed import LIFETIMES

def test_the_shared_browser_is_another_after_some_time(browser):
    def make():
        with browser.new_context() as context:
            return context.browser
    assert make() == browser
    assert [make() for _ in range(LIFETIMES["firefox"])][-1] != browser
"""


@pytest.mark.skipif(find("firefox") is None, reason="there is no Firefox here")
def test_firefox_is_such_a_browser(project: Project) -> None:
    (project.folder / "test_firefox.py").write_text(FIREFOX, encoding="utf-8")
    done = project.run("--browser", "firefox")
    assert done.returncode == 0, done.stdout


CRASH = """
import os
import signal

import pytest

@pytest.mark.parametrize("visit", [1, 2])
def test_the_page_is_opened(runner, visit):
    if visit == 1:
        crash(runner.page.context.browser)
    runner.run()
    runner.finish()
    runner.keeps_the_contract()

def crash(browser):
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(each["id"] for each in processes if each["type"] == "browser"), signal.SIGKILL)
"""


def test_what_comes_after_a_crash_takes_place(project: Project) -> None:
    (project.folder / "test_crash.py").write_text(CRASH, encoding="utf-8")
    done = project.run(*REFERENCE_PAGE, "test_crash.py")
    assert done.returncode == 3, done.stdout
    assert "The browser or its page was lost in mid-run: " in done.stdout
    assert "1 failed, 1 passed" in done.stdout
