"""The pytest plugin: options, fixtures, and the table at the end.

controller ── Hosting ──► page's build, web servers, mock backend      started once, when first needed
    ▲                                   ▲
    └── worker (xdist): `suite` ────────┘ ──► `scenario`: one page in one scenario ──► Outcome ──► table
"""

import sys
from argparse import ArgumentTypeError
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.outcomes import Exit

from e2e import artifacts, selection
from e2e.browsers.browser import records_video
from e2e.checks import AnyCheck
from e2e.config import DEVELOPMENT, Config, load
from e2e.errors import BackendLost, BrowserLost, ConfigError, OutOfReach, PageMissing, SuiteError, UsageError
from e2e.interrupts import heed_signals
from e2e.lost import as_suite_error
from e2e.report import progress
from e2e.report.notes import attach
from e2e.report.reproduction import Reproduction
from e2e.report.summary import Asked, Summary, failure_line
from e2e.runner_page import RunnerPage
from e2e.servers import Addresses, start
from e2e.servers.hosting import Hosting, Reception
from e2e.servers.subject import Subject, subject
from e2e.share import keep_to_share

SLOW = "slow_in_real_time"
"""A marker."""

BASE_URL = "ignore:Session-scoped fixtures defined as instance methods:pytest.PytestRemovedIn10Warning"
"""The warning about pytest-playwright's fixture `base_url`, of which no user of ours can do anything."""

NO_VIDEO = (
    "--video needs Playwright's own ffmpeg, and it is not here: get it with `playwright install ffmpeg`, "
    "or use --tracing on, which keeps a picture of every step."
)

SCENARIO = "scenario"
"""A marker."""

HOSTING = pytest.StashKey[Hosting]()
RECEPTION = pytest.StashKey[Reception]()
VISITS = pytest.StashKey[list[RunnerPage]]()
SUBJECT = pytest.StashKey[Subject]()
NOT_UP = pytest.StashKey[SuiteError]()
"""In a worker: why the controller could not bring everything up."""
MISSING = pytest.StashKey[dict[str, str]]()
"""Browsers that are not there, and what to do about it; the run goes on with the others."""
LOST = pytest.StashKey[bool]()
"""The test was told of a loss already."""
ENDINGS = pytest.StashKey[list[str]]()
"""Of each test so far the suite's error that ended it; empty where there was none."""
IN_VAIN = 5
"""Tests after which a run is ended that all ended by one error."""
SUMMARY, PROGRESS = "runner-e2e-summary", "runner-e2e-progress"


class Ended(Exit):
    """pytest's exit, which tells its class beside the sentence: here the program that says it."""


Ended.__module__, Ended.__name__, Ended.__qualname__ = "builtins", "runner-e2e", "runner-e2e"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("runner-e2e", "runner-e2e: end-to-end verification of runner pages")
    group.addoption(
        "--runner-config",
        metavar="FILE",
        default="playwright.config.py",
        help="the configuration of the page under test (default: %(default)s)",
    )
    group.addoption(
        "--runner-profile",
        metavar="NAME",
        default=DEVELOPMENT,
        help="the configuration's profile, such as production (default: %(default)s)",
    )
    group.addoption(
        "--runner-dist",
        metavar="DIR",
        help="a built page, to be served in place of the configured one",
    )
    group.addoption(
        "--runner-connect",
        metavar="URL",
        help="drive the browsers of the Playwright server at ws://HOST:PORT (default: this machine's)",
    )
    group.addoption(
        "--backend-port",
        type=port,
        metavar="PORT",
        help="where the mock backend listens; 0 takes free ports, for the page too (default: as configured)",
    )
    group.addoption(
        "--time",
        choices=["virtual", "real", "both"],
        default="virtual",
        help="a virtual clock for page and backend, real timers, or each test in both, but for those marked "
        "slow_in_real_time (default: %(default)s)",
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
    group.addoption(
        "--runner-progress",
        action="store_true",
        help="a bar on a terminal, a line every few seconds elsewhere, in place of pytest's dots",
    )
    group.addoption("--runner-table", action="store_true", help="every outcome in the table, however many")
    selection.add_options(group)


def port(text: str) -> int:
    """For argparse, which tells its error as one of usage."""
    if not text.isdecimal() or int(text) > 65535:
        raise ArgumentTypeError(f"{text} is no port: expected a number from 0 to 65535")
    return int(text)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{SLOW}: with --time both, played by the virtual clock alone")
    # Of two plugins with one fixture the later registered counts, and they are found in any order.
    config.pluginmanager.import_plugin("e2e.launching")
    config.pluginmanager.import_plugin("e2e.fixtures")
    config.addinivalue_line("markers", f"{SCENARIO}(name or Scenario): what the fixture `runner` plays")
    config.addinivalue_line("filterwarnings", BASE_URL)
    chosen = configured_if_possible(config)
    if chosen:
        artifacts.keep(config, chosen.root / chosen.artifacts)
    if chosen and not artifacts.asked(config, "browser"):
        config.option.browser = list(chosen.browsers)
    if is_worker(config):
        configure_worker(config, config.workerinput)  # type: ignore[attr-defined]
        return
    if config.getoption("--video", "off") != "off" and not records_video():
        raise Ended(NO_VIDEO, returncode=UsageError.exit_code)
    config.stash[HOSTING] = Hosting(lambda undo: started(config, undo))
    config.pluginmanager.register(Summary(asked(config)), SUMMARY)
    if config.getoption("--runner-progress"):
        config.pluginmanager.register(progress.Reporter(progress.shown(sys.stdout), failure_line), PROGRESS)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Before xdist's workers are started, which empty the folder of artifacts."""
    config = session.config
    if is_worker(config) or config.option.collectonly:
        return
    try:
        if config.getoption("--contract"):
            selection.refuse_missing_files(config)
        artifacts.hold(config)
        artifacts.prepare_report(config)
    except UsageError as error:
        raise Ended(str(error), returncode=error.exit_code) from None
    if config.getoption("--contract"):
        begin(config)


def configure_worker(config: pytest.Config, told: Mapping[str, Any]) -> None:
    """`told`: xdist's own words to it."""
    heed_signals(config)
    artifacts.apart(config, told["workerid"])
    if config.getoption("--contract"):
        keep_to_share(int(told["workerid"].removeprefix("gw")), told["workercount"])


def begin(config: pytest.Config) -> None:
    """While tests are collected and the browser's driver comes up, so does all else."""
    if not config.option.collectonly:
        heed_signals(config)
        config.stash[HOSTING].begin()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """xdist waits for its workers, and they for what is coming up: an interrupted run needs it no more."""
    if exitstatus == pytest.ExitCode.INTERRUPTED and HOSTING in session.config.stash:
        session.config.stash[HOSTING].give_up()
    if summary := session.config.pluginmanager.getplugin(SUMMARY):
        summary.sign(session.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    if hosting := config.stash.get(HOSTING, None):
        hosting.close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The controller invites each of its workers (xdist)."""
    stash = node.config.stash
    if RECEPTION not in stash:
        heed_signals(node.config)
        stash[RECEPTION] = Reception(stash[HOSTING])
    node.workerinput["runner_invitation"] = stash[RECEPTION].invitation


def pytest_collection_finish(session: pytest.Session) -> None:
    if needs_hosting(session) and HOSTING in session.config.stash:
        begin(session.config)


def needs_hosting(session: pytest.Session) -> bool:
    return any("addresses" in getattr(item, "fixturenames", ()) for item in session.items)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "runner_time" not in metafunc.fixturenames:
        return
    metafunc.parametrize("runner_time", times(metafunc), scope="session")
    repeats = metafunc.config.getoption("--repeat-each")
    if repeats > 1:
        metafunc.fixturenames.append("runner_repeat")
        metafunc.parametrize("runner_repeat", range(1, repeats + 1))


def times(metafunc: pytest.Metafunc) -> list[str]:
    """The clocks by which that test is played."""
    chosen: str = metafunc.config.getoption("--time")
    if chosen != "both":
        return [chosen]
    slow = metafunc.definition.get_closest_marker(SLOW)
    return ["virtual"] if slow else ["virtual", "real"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """An error of the suite itself is told by its sentence alone, and apart from failures of the page.

    Whatever a test fails by, it says what happened in its scenarios.
    """
    report = yield
    error = None if call.excinfo is None else as_suite_error(call.excinfo.value)
    attach(item, report)
    if report.when == "call" or (error and not item.stash.get(LOST, False)):
        reckon(item.session, str(error or ""))
    if error:
        told_apart(item, report, error)
    elif report.skipped and MISSING in item.config.stash:
        attach(item, report, missing=item.config.stash[MISSING])
    elif report.skipped and NOT_UP in item.config.stash:
        attach(item, report, suite_error=item.config.stash[NOT_UP].exit_code)
    if report.when == "call" and report.failed:
        for visit in [visit for visit in item.stash.get(VISITS, []) if not visit.told]:
            # Where the suite itself was stopped, what it saw is worth no verdict.
            told = account(visit, judging=error is None)
            report.sections.append((f"What happened in {visit.stage.scenario.name}", told))
    return report


def told_apart(item: pytest.Item, report: pytest.TestReport, error: SuiteError) -> None:
    """Once for a test, though what is lost in the call is missed in the teardown too."""
    report.longrepr = str(error)
    if isinstance(error, BackendLost | BrowserLost) and item.stash.get(LOST, False):
        report.outcome, report.longrepr = "passed", None
        return
    attach(item, report, suite_error=error.exit_code)
    item.stash[LOST] = True
    if isinstance(error, BackendLost):
        item.session.shouldfail = "The mock backend is lost: no further test can run."
    elif isinstance(error, ConfigError):
        item.session.shouldfail = "The configuration is wrong: no further test can run."
    elif isinstance(error, PageMissing):
        item.session.shouldfail = "The page is not there: no further test can run."
    elif isinstance(error, OutOfReach):
        item.session.shouldfail = "The page is out of the suite's reach: no further test can run."


def reckon(session: pytest.Session, ending: str) -> None:
    """A page without a run button ends each visit by one sentence, and a catalogue has hundreds of them. Each
    worker counts its own."""
    endings = session.stash.setdefault(ENDINGS, [])
    endings.append(ending)
    if ending and session.config.getoption("--contract") and endings == [ending] * IN_VAIN:
        session.shouldfail = f"Each of the first {IN_VAIN} visits ended so: no further test can run."


def end_run(session: pytest.Session, error: SuiteError) -> NoReturn:
    """No test can do without. It is told once: by a controller too, however many of its workers say so."""
    if not is_worker(session.config):
        raise Ended(str(error), returncode=error.exit_code) from None
    session.config.stash[NOT_UP] = error
    session.shouldfail = str(error)
    pytest.skip(str(error))


def account(visit: RunnerPage, judging: bool) -> str:
    try:
        return visit.account(judging)
    except Exception as error:  # noqa: BLE001  # in a hook of pytest's it would end the whole run
        return f"It can't be told: {as_suite_error(error) or repr(error)}"


def configured(config: pytest.Config) -> Config:
    here = config.invocation_params.dir
    dist: str | None = config.getoption("--runner-dist")
    chosen = load(Path(here, config.getoption("--runner-config"))).profiled(
        config.getoption("--runner-profile"), None if dist is None else Path(here, dist)
    )
    port = config.getoption("--backend-port")
    return chosen if port is None else chosen.with_backend_port(port)


def keeping(config: pytest.Config) -> Config:
    """What servers print is kept where tests leave theirs."""
    return configured(config).model_copy(update={"artifacts": artifacts.folder(config)})


def started(config: pytest.Config, undo: ExitStack) -> Addresses:
    """Its build is read before anything is judged by it: nobody knows what becomes of the files meanwhile."""
    page = keeping(config)
    addresses = start(page, undo)
    if config.getoption("--contract"):
        config.stash[SUBJECT] = subject(page, addresses)
    return addresses


def told_of(config: pytest.Config) -> dict[str, str]:
    """What the run is of, in the words of its report."""
    seen = config.stash.get(SUBJECT, None)
    told = {} if seen is None else {name: said for name, said in asdict(seen).items() if said}
    return {**told, "profile": config.getoption("--runner-profile"), "runner-e2e": version("runner-e2e")}


def asked(config: pytest.Config) -> Asked:
    """Ends pytest where it can't be."""
    verifying = bool(config.getoption("--contract"))
    try:
        page = configured(config) if verifying else configured_if_possible(config) or Config()
        chosen, checks = selection.selected(config), judged(config, page)
    except UsageError as error:
        raise Ended(str(error), returncode=error.exit_code) from None
    return Asked(
        verifying=verifying,
        subject=lambda: told_of(config),
        whole=verifying and chosen.whole and not config.getoption("keyword"),
        several=verifying and len(chosen.names) > 1,
        checks=checks,
        waivers=page.waivers,
        table=bool(config.getoption("--runner-table")),
        reproduction=Reproduction(
            selection.catalogue(),
            browsers=page.browsers,
            repeats=config.getoption("--repeat-each"),
            config=config.getoption("--runner-config"),
            profile=config.getoption("--runner-profile"),
            dist=config.getoption("--runner-dist"),
            connect=config.getoption("--runner-connect"),
            backend_port=config.getoption("--backend-port"),
        ),
    )


def judged(config: pytest.Config, page: Config) -> tuple[AnyCheck, ...]:
    """The checks that decide. Raises UsageError for a choice that leaves none."""
    return selection.selected(config).applied(page.release)


def configured_if_possible(config: pytest.Config) -> Config | None:
    """A project may have tests without a page; what is wrong is told by the first test that has one."""
    try:
        return configured(config)
    except ConfigError:
        return None


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
