"""What the configuration does on the page before its first run."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from textwrap import dedent
from typing import Any

import pytest
from playwright.sync_api import Page

from e2e.config import Page as PageConfig
from e2e.config import Preparation
from e2e.runner_page import RunnerPage
from e2e.visit.stage import Stage, Suite
from tests.suite.conftest import Project

Opened = Callable[..., RunnerPage]

LATE = """
addEventListener("load", () => {
    const late = Object.assign(document.createElement("button"), { textContent: "Late" });
    setTimeout(() => document.body.append(late), 300);
});
"""

ASLEEP = """
window.awake = false;
addEventListener("click", (event) => window.awake || event.stopImmediatePropagation(), true);
addEventListener("load", () => WHEN(() => { window.awake = true; }));
"""
"""No click has an effect before `WHEN` lets it: jQuery's `ready` is such a timer."""


@pytest.fixture
def opened(pages: Suite, page: Page) -> Iterator[Opened]:
    stages: list[Stage] = []

    def visit(prepare: Preparation | None, script: str = "") -> RunnerPage:
        page.add_init_script(script)
        config = pages.config.model_copy(update={"page": PageConfig(prepare=prepare)})
        scenario = pages.control.scenario("success")
        stages.append(Stage(replace(pages, config=config), page, scenario, "chromium", real=False))
        runner = RunnerPage(stages[0])
        runner.open()
        return runner

    yield visit
    for stage in stages:
        stage.close()


def test_a_page_is_prepared_once_when_it_has_opened(opened: Opened) -> None:
    seen: list[Any] = []
    runner = opened(lambda page: seen.append((page.url, page.inner_text("h1"))))
    told = (f"{runner.stage.suite.addresses.page_url}/test", "Test Runner")
    assert seen == [told]
    runner.run()
    runner.finish()
    runner.run_again()
    runner.reload()
    assert seen == [told]


def test_what_it_sets_going_is_over_before_the_run(opened: Opened) -> None:
    runner = opened(lambda page: page.evaluate("() => { fetch('/health'); }"))
    assert [entry.kind for entry in runner.stage.journal()] == ["http.request", "http.answered"]
    assert runner.driver.now == runner.stage.suite.config.slack


def test_a_page_that_is_faded_in_is_there_when_it_is_prepared(opened: Opened) -> None:
    runner = opened(lambda page: page.get_by_role("button", name="Late").click(timeout=1000), LATE)
    assert runner.page.inner_text("h1") == "Test Runner"


@pytest.mark.parametrize("when", ["setTimeout", "requestIdleCallback"])
def test_a_page_that_listens_by_a_timer_of_its_own_is_not_clicked_before(opened: Opened, when: str) -> None:
    runner = opened(None, ASLEEP.replace("WHEN", when))
    runner.run()
    runner.leave("address")
    runner.run_again()
    assert [entry.kind for entry in runner.stage.journal()].count("job.started") == 2


def test_a_page_that_waits_for_no_timer_is_clicked_at_once(opened: Opened) -> None:
    runner = opened(None)
    runner.run()
    assert runner.started_at == 0


def test_a_page_that_cannot_be_prepared_ends_the_run_with_the_line_that_could_not(project: Project) -> None:
    config = project.folder / "playwright.config.py"
    text = """
    def log_in(page):
        page.get_by_label("User").fill("somebody", timeout=1)

    config = config.model_copy(update={"page": config.page.model_copy(update={"prepare": log_in})})
    """
    config.write_text(f"{config.read_text(encoding='utf-8')}{dedent(text)}", encoding="utf-8")
    tests = (
        "import pytest\n@pytest.mark.parametrize('n', [1, 2])\ndef test_it(scenario, n): scenario('success')"
    )
    (project.folder / "test_visit.py").write_text(tests, encoding="utf-8")
    done = project.run()
    line = config.read_text(encoding="utf-8").splitlines().index(dedent(text).splitlines()[2]) + 1
    assert (done.returncode, "1 failed" in done.stdout) == (2, True), done.stdout
    assert f"playwright.config.py, line {line}: `page.prepare` could not " in done.stdout
    assert 'waiting for get_by_label("User")' in done.stdout
    assert "The page's clock stands still meanwhile" in done.stdout
