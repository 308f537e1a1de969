"""The pytest plugin: options, fixtures, and the table at the end.

controller ── Hosting ──► page's build, web servers, mock backend      started once, when first asked for
    ▲                                   ▲
    └── worker (xdist): `suite` ────────┘ ──► `scenario`: one page in one scenario ──► Outcome ──► table
"""

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from httpx import HTTPError
from playwright.sync_api import Error, Page

from e2e import artifacts
from e2e.browser import launch_arguments, records_video
from e2e.config import Config, load
from e2e.errors import ConfigError, SuiteError, UsageError
from e2e.hosting import Hosting, Reception, ask
from e2e.runner_page import RunnerPage
from e2e.servers import Addresses, start
from e2e.stage import Stage, Suite
from e2e.summary import Summary
from mock_backend.client import Control, ControlError
from mock_backend.scenario import Scenario

HURRY = 3.0
"""In real time a scenario is played so many times as fast; the page's own interval stays as it is."""

NO_VIDEO = (
    "--video needs Playwright's own ffmpeg, and it is not here: get it with `playwright install ffmpeg`, "
    "or use --tracing on, which keeps a picture of every step."
)

HOSTING = pytest.StashKey[Hosting]()
RECEPTION = pytest.StashKey[Reception]()
VISITS = pytest.StashKey[list[RunnerPage]]()
SUMMARY = "runner-e2e-summary"

Visit = Callable[[str | Scenario], RunnerPage]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("runner-e2e", "runner-e2e: end-to-end verification of runner pages")
    group.addoption(
        "--runner-config",
        metavar="FILE",
        default="playwright.config.py",
        help="the configuration of the page under test (default: %(default)s)",
    )
    group.addoption(
        "--backend-port",
        type=int,
        metavar="PORT",
        help="where the mock backend listens; 0 takes free ports, for the page too (default: as configured)",
    )
    group.addoption(
        "--time",
        choices=["virtual", "real", "both"],
        default="virtual",
        help="a virtual clock for page and backend, real timers, or each test in both (default: %(default)s)",
    )
    group.addoption(
        "--repeat-each",
        type=int,
        default=1,
        metavar="N",
        help="visit so many times over, each in a session of its own (default: %(default)s)",
    )
    group.addoption(
        "--contract",
        action="store_true",
        help="the run as a whole must judge the contract: core checks that were never judged are an error",
    )


def pytest_configure(config: pytest.Config) -> None:
    if is_worker(config):
        artifacts.apart(config, config.workerinput["workerid"])  # type: ignore[attr-defined]
        return
    chosen = configured_if_possible(config)
    artifacts.keep(config, chosen.root / chosen.artifacts if chosen else None)
    if chosen and not artifacts.asked(config, "browser"):
        config.option.browser = list(chosen.browsers)
    if config.getoption("--video", "off") != "off" and not records_video():
        pytest.exit(NO_VIDEO, returncode=UsageError.exit_code)
    config.stash[HOSTING] = Hosting(lambda undo: start(configured(config), undo))
    config.pluginmanager.register(Summary(whole=whole(config)), SUMMARY)


def pytest_unconfigure(config: pytest.Config) -> None:
    if hosting := config.stash.get(HOSTING, None):
        hosting.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The controller invites each of its workers (xdist)."""
    stash = node.config.stash
    if RECEPTION not in stash:
        stash[RECEPTION] = Reception(stash[HOSTING])
    node.workerinput["runner_invitation"] = stash[RECEPTION].invitation


def pytest_collection_finish(session: pytest.Session) -> None:
    """While the browser's driver comes up, so does all else."""
    wanted = any("addresses" in getattr(item, "fixturenames", ()) for item in session.items)
    if wanted and HOSTING in session.config.stash and not session.config.option.collectonly:
        interrupted_by_sigterm(session.config)
        session.config.stash[HOSTING].begin()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "runner_time" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--time")
    times = ["virtual", "real"] if chosen == "both" else [chosen]
    metafunc.parametrize("runner_time", times, scope="session")
    repeats = metafunc.config.getoption("--repeat-each")
    if repeats > 1:
        metafunc.fixturenames.append("runner_repeat")
        metafunc.parametrize("runner_repeat", range(1, repeats + 1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """An error of the suite itself is told by its sentence alone, and apart from failures of the page.

    Whatever a test fails by, it says what happened in its scenarios.
    """
    report = yield
    code = None if call.excinfo is None else suite_s_own(call.excinfo.value)
    if call.excinfo and code is not None:
        report.longrepr = str(call.excinfo.value)
        report.user_properties.append(("suite error", code))
    if report.when == "call" and report.failed:
        for visit in [visit for visit in item.stash.get(VISITS, []) if not visit.told]:
            # Where the suite itself was stopped, what it saw is worth no verdict.
            told = account(visit, judging=code is None)
            report.sections.append((f"What happened in {visit.stage.scenario.name}", told))
    return report


@pytest.fixture(scope="session")
def runner_config(pytestconfig: pytest.Config) -> Config:
    return configured(pytestconfig)


@pytest.fixture(scope="session")
def addresses(pytestconfig: pytest.Config) -> Addresses:
    """Where the mock backend and the page are; brings them up."""
    if is_worker(pytestconfig):
        return ask(pytestconfig.workerinput["runner_invitation"])  # type: ignore[attr-defined]
    try:
        return pytestconfig.stash[HOSTING].addresses()
    except SuiteError as error:
        pytest.exit(str(error), returncode=error.exit_code)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_name: str, addresses: Addresses
) -> dict[str, Any]:
    """The browser that is there, led to the backend where the page can't be."""
    headed = not browser_type_launch_args.get("headless", True)
    return {**browser_type_launch_args, **launch_arguments(browser_name, headed, addresses.mapped)}


@pytest.fixture(scope="session")
def suite(runner_config: Config, addresses: Addresses) -> Iterator[Suite]:
    with Control(addresses.backend) as control:
        yield Suite(runner_config, addresses, control)


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

    def visit(wanted: str | Scenario) -> RunnerPage:
        real = runner_time == "real"
        hurry = HURRY if real else 1.0
        chosen = suite.control.scenario(wanted) if isinstance(wanted, str) else wanted
        stage = Stage(suite, page, chosen.faster(hurry), browser_name, real)
        runner = RunnerPage(stage, hurry, lambda outcome: Summary.record(request.node, outcome))
        visits.append(runner)
        runner.open()
        return runner

    with artifacts.traced(page.context, request.node, request.getfixturevalue("output_path")):
        yield visit
    for runner in visits:
        runner.stage.close()


def suite_s_own(error: BaseException) -> int | None:
    """The exit code of what stops the suite itself; None for what the page or the test did wrong."""
    if isinstance(error, SuiteError):
        return error.exit_code
    backend_gone = isinstance(error, ControlError)
    browser_gone = isinstance(error, Error) and "crashed" in error.message
    return SuiteError.exit_code if backend_gone or browser_gone else None


def account(visit: RunnerPage, judging: bool) -> str:
    try:
        return visit.account(judging)
    except (SuiteError, ControlError, HTTPError, Error) as error:
        return f"It can't be told: {error}"


def configured(config: pytest.Config) -> Config:
    chosen = load(Path(config.invocation_params.dir, config.getoption("--runner-config")))
    port = config.getoption("--backend-port")
    return chosen if port is None else chosen.with_backend_port(port)


def whole(config: pytest.Config) -> bool:
    """Everything was asked for, so that every core check has to be judged somewhere."""
    return bool(config.getoption("--contract") and not config.getoption("keyword"))


def configured_if_possible(config: pytest.Config) -> Config | None:
    """A project may have tests without a page; what is wrong is told by the first test that has one."""
    try:
        return configured(config)
    except ConfigError:
        return None


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def interrupted_by_sigterm(config: pytest.Config) -> None:
    """While there is something to end: SIGTERM ends a run as Ctrl-C does, so that nothing is left behind."""
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGTERM, _interrupt)

        def restore() -> None:
            signal.signal(signal.SIGTERM, before)

        config.add_cleanup(restore)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
