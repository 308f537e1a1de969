"""The fixtures: what a test asks for by name."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from e2e import artifacts
from e2e.browsers import own_browser
from e2e.config import Config
from e2e.errors import SuiteError, UsageError
from e2e.plugin import HOSTING, SCENARIO, VISITS, configured, end_run, is_worker, judged
from e2e.report.notes import taken
from e2e.runner_page import RunnerPage
from e2e.servers import Addresses
from e2e.servers.hosting import ask
from e2e.servers.leaks import leaks
from e2e.visit.feasible import at_once, hindrance
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control, ControlError
from mock_backend.scenario import Scenario

HURRY = 3.0
"""In real time most scenarios are played so many times as fast; the page's own interval stays as it is."""

LONGEST = 60.0
"""Seconds of a scenario; a longer one is not played in real time."""

Visit = Callable[[str | Scenario], RunnerPage]


@pytest.fixture(scope="session")
def runner_config(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> Config:
    try:
        return configured(pytestconfig)
    except SuiteError as error:
        end_run(request.session, error)


@pytest.fixture(scope="session")
def addresses(pytestconfig: pytest.Config, request: pytest.FixtureRequest) -> Addresses:
    """Where the mock backend and the page are; brings them up. What can't be had ends the run."""
    try:
        if is_worker(pytestconfig):
            return ask(pytestconfig.workerinput["runner_invitation"])  # type: ignore[attr-defined]
        return pytestconfig.stash[HOSTING].addresses()
    except SuiteError as error:
        end_run(request.session, error)


@pytest.fixture(scope="session")
def suite(runner_config: Config, addresses: Addresses) -> Iterator[Suite]:
    with Control(addresses.backend) as control:
        yield Suite(runner_config, addresses, control, leaks(runner_config, addresses))


@pytest.fixture
def own_page(
    suite: Suite,
    launch_browser: Callable[..., Browser],
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[[Scenario], Page]]:
    """Opens a page for a scenario that the shared browser cannot play."""
    with ExitStack() as stack:

        def opened(scenario: Scenario) -> Page:
            page = stack.enter_context(
                own_browser.own_page(
                    launch_browser,
                    browser_type_launch_args.get("args", ()),
                    browser_context_args,
                    scenario,
                    suite.addresses,
                )
            )
            folder = request.getfixturevalue("output_path")
            stack.enter_context(artifacts.recorded(page.context, request.node, folder))
            return page

        yield opened


@pytest.fixture
def scenario(
    suite: Suite,
    page: Page,
    browser_name: str,
    runner_time: str,
    request: pytest.FixtureRequest,
) -> Iterator[Visit]:
    """`scenario("reset-mid-run")` puts it on, or a Scenario of one's own, and opens the page."""
    visits = request.node.stash[VISITS] = []
    notes = taken(request.node)
    own_page: Callable[[Scenario], Page] = request.getfixturevalue("own_page")

    def visit(wanted: str | Scenario) -> RunnerPage:
        real = runner_time == "real"
        chosen = known(suite.control, wanted) if isinstance(wanted, str) else named(wanted, request.node)
        hurry = haste(chosen) if real else 1.0
        if real and chosen.length > LONGEST:
            notes.left_out.append(chosen.name)
            pytest.skip(f"{chosen.name} is longer than a minute")
        server: str | None = request.config.getoption("--runner-connect")

        def leave_out(why: str) -> None:
            notes.not_here.append((chosen.name, why))
            pytest.skip(f"{chosen.name} does not apply here: {why}")

        if why := hindrance(chosen, browser_name, real, suite.addresses, server):
            leave_out(why)
        played_on = own_page(chosen) if own_browser.needed(chosen) else page
        if played_on.context.browser:
            notes.versions[browser_name] = played_on.context.browser.version
        stage = Stage(suite, played_on, chosen.faster(hurry), browser_name, real)
        checks = judged(request.config, suite.config)
        runner = RunnerPage(stage, hurry, notes.saw, checks, leave_out)
        visits.append(runner)
        runner.open()
        return runner

    with artifacts.recorded(page.context, request.node, request.getfixturevalue("output_path")):
        yield visit
    for runner in visits:
        runner.stage.close()


@pytest.fixture
def runner(scenario: Visit, request: pytest.FixtureRequest) -> RunnerPage:
    """The page, opened, in the scenario of `@pytest.mark.scenario("reset-mid-run")`, or in `success`."""
    mark = request.node.get_closest_marker(SCENARIO)
    return scenario(mark.args[0] if mark else "success")


@pytest.fixture
def backend(suite: Suite) -> Control:
    """The control of the mock backend, for whatever a scenario does not say beforehand."""
    return suite.control


def haste(scenario: Scenario) -> float:
    """How many times as fast a scenario is played in real time: as it is where a fault is meant for what goes
    by the page's own time, its polls and what it says of a flood."""
    on_polling = any(getattr(fault, "call", None) == "status" for fault in scenario.faults)
    return 1.0 if on_polling or at_once(scenario) > 1 else HURRY


def known(control: Control, name: str) -> Scenario:
    """Raises UsageError for a name that is none."""
    try:
        return control.scenario(name)
    except ControlError as error:
        if error.__cause__ is None:
            raise UsageError(str(error)) from None
        raise


def named(scenario: Scenario, test: pytest.Function) -> Scenario:
    """One without a name has that of its test."""
    if scenario.name != Scenario.model_fields["name"].default:
        return scenario
    own = {"browser_name", "runner_time", "runner_repeat"}
    indices = {} if not hasattr(test, "callspec") else test.callspec.indices
    which = [str(index + 1) for name, index in indices.items() if name not in own]
    return scenario.model_copy(update={"name": "-".join([test.originalname, *which])})
