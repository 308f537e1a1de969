"""What the browser and its machine do for a while, done to a real page."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from e2e.browsers import own_browser
from e2e.errors import Unavailable
from e2e.visit.stage import Stage, Suite
from mock_backend.scenario import Scenario
from mock_backend.visit import Freeze, Hide, Offline, Sleep

Opened = Callable[..., Stage]

OFFLINE, FREEZE, HIDE, SLEEP = (
    act.model_validate({"from": 1, "until": 4}) for act in (Offline, Freeze, Hide, Sleep)
)

LISTEN = """(names) => {
    for (const name of names) {
        document.addEventListener(name, () => console.log(name, document.visibilityState));
    }
}"""

LISTEN_TO_FOCUS = """() => {
    for (const name of ["blur", "focus"]) {
        addEventListener(name, () => console.log(name, document.hasFocus(), document.visibilityState));
    }
}"""

CONNECT = """(url) => new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.onopen = resolve;
    socket.onmessage = ({ data }) => console.log(JSON.parse(data).type);
    socket.onclose = ({ code }) => console.log("closed", code);
})"""


@pytest.fixture
def opened(pages: Suite, page: Page) -> Iterator[Opened]:
    """Opens a trial's page, in the shared browser unless another is handed over."""
    stages: list[Stage] = []

    def put_on(name: str, scenario: Scenario | None = None, own: Page | None = None) -> Stage:
        wanted = scenario or Scenario(cause="A trial of spells.")
        stage = Stage(pages, own or page, wanted, "chromium", real=False)
        stages.append(stage)
        stage.page.goto(f"{pages.addresses.page_url}/trials.html?{name}")
        stage.driver.settle()
        return stage

    yield put_on
    for stage in stages:
        stage.close()


def shown(stage: Stage) -> list[tuple[float, str | None]]:
    return [(picture.at, picture.progress) for picture in stage.driver.tape.pictures if picture.progress]


def said(stage: Stage) -> list[tuple[float, str]]:
    return [(line.at, line.text) for line in stage.console() if line.own]


def connected(stage: Stage) -> None:
    stage.page.evaluate(CONNECT, stage.suite.addresses.socket_url)
    stage.driver.settle()


def test_after_a_sleep_each_timer_fires_once_and_the_clock_is_right(opened: Opened) -> None:
    stage = opened("ticks")
    stage.driver.advance_to(0.3)
    stage.spells.begin(SLEEP)
    stage.driver.advance_to(3600)
    assert shown(stage) == [(0.25, "1")]
    stage.spells.end(SLEEP)
    stage.driver.advance_to(3600.3)
    assert shown(stage) == [(0.25, "1"), (3600, "2"), (3600.25, "3")]


def test_while_the_page_sleeps_the_backend_goes_on(opened: Opened) -> None:
    stage = opened("quiet")
    stage.spells.begin(SLEEP)
    stage.driver.advance_to(3600)
    assert stage.suite.control.state(stage.session).now == 3600


def test_a_page_is_told_that_it_is_hidden_and_that_is_marked(opened: Opened) -> None:
    stage = opened("ticks")
    stage.page.evaluate(LISTEN, ["visibilitychange"])
    stage.spells.begin(HIDE)
    stage.driver.advance_to(0.5)
    stage.spells.end(HIDE)
    assert said(stage) == [(0, "visibilitychange hidden"), (0.5, "visibilitychange visible")]
    assert shown(stage) == [(0.25, "1"), (0.5, "2")]
    assert stage.evidence(0).imitated == (
        "hide: the page was told that it is hidden; its timers ran as in the foreground",
    )


def test_a_hidden_page_has_not_got_the_focus(opened: Opened) -> None:
    stage = opened("quiet")
    stage.page.evaluate(LISTEN_TO_FOCUS)
    stage.spells.begin(HIDE)
    stage.driver.advance_to(0.5)
    stage.spells.end(HIDE)
    stage.driver.settle()
    assert said(stage) == [(0, "blur false hidden"), (0.5, "focus true visible")]


def test_offline_an_open_socket_stalls_and_then_bursts(opened: Opened) -> None:
    stage = opened("ticks")
    connected(stage)
    stage.spells.begin(OFFLINE)
    stage.driver.advance_to(0.5)
    stage.suite.control.emit(stage.session, {"type": "late"}, times=3)
    stage.driver.advance_to(1)
    assert said(stage) == [(0, "connected")]
    stage.spells.end(OFFLINE)
    assert said(stage) == [(0, "connected"), (1, "late"), (1, "late"), (1, "late")]


def test_offline_a_reset_is_heard_of_after_what_came_before_it(opened: Opened) -> None:
    stage = opened("quiet")
    connected(stage)
    stage.spells.begin(OFFLINE)
    stage.suite.control.emit(stage.session, {"type": "late"})
    stage.suite.control.fault(stage.session, {"fault": "reset"})
    stage.driver.advance_to(1)
    stage.spells.end(OFFLINE)
    assert said(stage) == [(0, "connected"), (1, "late"), (1, "closed 1006")]


def test_offline_requests_and_new_sockets_fail_at_once(opened: Opened) -> None:
    stage = opened("quiet")
    stage.spells.begin(OFFLINE)
    stage.page.evaluate("() => fetch('/health').catch(() => console.log('refused'))")
    stage.page.evaluate(
        "(url) => { new WebSocket(url).onerror = () => console.log('error'); }",
        stage.suite.addresses.socket_url,
    )
    stage.driver.settle()
    assert sorted(said(stage)) == [(0, "error"), (0, "refused")]
    assert stage.journal() == []


def test_a_page_that_the_browser_believes_focused_cannot_be_frozen(opened: Opened) -> None:
    stage = opened("ticks")
    with pytest.raises(Unavailable, match="did not freeze the page"):
        stage.spells.begin(FREEZE)


@pytest.fixture
def bare_page(
    pages: Suite,
    launch_browser: Callable[..., Browser],
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
) -> Iterator[Callable[[Scenario], Page]]:
    with ExitStack() as stack:
        yield lambda scenario: stack.enter_context(
            own_browser.own_page(
                launch_browser,
                browser_type_launch_args["args"],
                browser_context_args,
                scenario,
                pages.addresses,
            )
        )


FREEZING = Scenario(cause="A trial of freezing.", visit=(FREEZE,))


def test_a_frozen_page_does_nothing_and_goes_on_at_the_right_time(
    opened: Opened, bare_page: Callable[[Scenario], Page]
) -> None:
    stage = opened("ticks", own=bare_page(FREEZING))
    stage.page.evaluate(LISTEN, ["freeze", "resume", "visibilitychange"])
    stage.driver.advance_to(0.3)
    stage.spells.begin(FREEZE)
    stage.driver.advance_to(4)
    stage.spells.end(FREEZE)
    stage.driver.advance_to(4.3)
    assert shown(stage) == [(0.25, "1"), (4, "2"), (4.25, "3")]
    assert said(stage) == [
        (0.3, "visibilitychange hidden"),
        (0.3, "freeze hidden"),
        (4, "resume hidden"),
        (4, "visibilitychange visible"),
    ]


def test_the_socket_of_a_frozen_page_is_lost_when_it_goes_on(
    opened: Opened, bare_page: Callable[[Scenario], Page]
) -> None:
    stage = opened("quiet", own=bare_page(FREEZING))
    connected(stage)
    stage.driver.advance_to(1)
    stage.spells.begin(FREEZE)
    stage.suite.control.emit(stage.session, {"type": "late"})
    stage.driver.advance_to(4)
    stage.spells.end(FREEZE)
    assert said(stage) == [(0, "connected"), (4, "closed 1006")]


def test_where_nothing_listens_a_socket_is_refused(
    opened: Opened, bare_page: Callable[[Scenario], Page]
) -> None:
    scenario = Scenario.model_validate({"cause": "A closed port.", "visit": [{"act": "closed-port"}]})
    stage = opened("quiet", scenario, bare_page(scenario))
    stage.page.evaluate(
        "(url) => { new WebSocket(url).onclose = ({ code }) => console.log(code); }",
        stage.suite.addresses.socket_url,
    )
    stage.driver.settle()
    assert said(stage) == [(0, "1006")]
    assert [line.text for line in stage.console() if "ERR_CONNECTION_REFUSED" in line.text]
    assert stage.journal() == []


def test_a_constructor_that_throws_is_noted_and_marked(opened: Opened) -> None:
    scenario = Scenario.model_validate({"cause": "A block.", "visit": [{"act": "broken-socket"}]})
    stage = opened("quiet", scenario)
    stage.page.evaluate(
        "(url) => { try { new WebSocket(url); } catch ({ name }) { console.log(name); } }",
        stage.suite.addresses.socket_url,
    )
    stage.driver.settle()
    assert said(stage) == [(0, "SecurityError")]
    assert [seen.threw is not None for seen in stage.driver.tape.sockets] == [True]
    assert stage.evidence(0).imitated == (
        "broken-socket: the page's WebSocket constructor was replaced by one that throws",
    )


def test_a_policy_forbids_the_socket_and_nothing_else(opened: Opened) -> None:
    scenario = Scenario.model_validate({"cause": "A policy.", "visit": [{"act": "forbidden-socket"}]})
    stage = opened("quiet", scenario)
    stage.page.evaluate(
        "(url) => { new WebSocket(url).onerror = () => console.log('error'); }",
        stage.suite.addresses.socket_url,
    )
    stage.page.evaluate("() => fetch('/health').then(({ status }) => console.log(status))")
    stage.driver.settle()
    assert sorted(said(stage)) == [(0, "200"), (0, "error")]
    assert not [entry for entry in stage.journal() if entry.kind == "socket.handshake"]
