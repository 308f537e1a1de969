"""The one clock, on a real page in a real browser."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from unittest.mock import Mock

import pytest
from playwright.sync_api import Page

from e2e.config import Backend, Config
from e2e.errors import NotSettled, OutOfReach, Unavailable
from e2e.evidence import AnswerSeen, ConsoleLine, Navigation, PageError
from e2e.report.outcome import Outcome
from e2e.runner_page import RunnerPage
from e2e.servers import start
from e2e.visit import answered, driver
from e2e.visit.stage import Stage, Suite
from mock_backend.client import Control
from mock_backend.scenario import Scenario
from tests.suite.conftest import PAGES

Trial = Callable[..., Stage]
"""By the name of the trial, and the scenario's fields."""


@pytest.fixture
def trial(pages: Suite, page: Page) -> Iterator[Trial]:
    stages: list[Stage] = []

    def put_on(name: str, real: bool = False, **scenario: Any) -> Stage:
        staged = Scenario(cause="A trial of the driver.", **scenario)
        stage = Stage(pages, page, staged, "chromium", real=real)
        stages.append(stage)
        page.goto(f"{pages.addresses.page_url}/trials.html?{name}")
        stage.driver.settle()
        return stage

    yield put_on
    for stage in stages:
        stage.close()


def shown(stage: Stage) -> list[tuple[float, str | None]]:
    return [(picture.at, picture.progress) for picture in stage.driver.tape.pictures if picture.progress]


def test_time_stands_still_until_it_is_advanced(trial: Trial) -> None:
    stage = trial("ticks")
    assert (shown(stage), stage.driver.now) == ([], 0)


def test_time_goes_on_from_where_it_stands_before_anybody_has_looked(pages: Suite, page: Page) -> None:
    stage = Stage(pages, page, Scenario(cause="A trial of the driver."), "chromium", real=False)
    page.goto(f"{pages.addresses.page_url}/trials.html?ticks")
    stage.driver.advance_to(0.5)
    assert stage.driver.now == 0.5
    stage.close()


def test_each_timer_of_the_page_fires_at_its_own_instant(trial: Trial) -> None:
    stage = trial("ticks")
    stage.driver.advance_to(1)
    assert shown(stage) == [(0.25, "1"), (0.5, "2"), (0.75, "3"), (1, "4")]
    assert stage.page.inner_text("#shown") == "4% at 1000"


def test_a_page_with_an_inner_frame_is_stopped_at_each_poll_interval(trial: Trial) -> None:
    stage = trial("framed")
    stage.driver.advance_to(7)
    assert shown(stage) == [(2, "50")]


def test_the_backend_s_clock_goes_with_the_page_s(trial: Trial) -> None:
    stage = trial("ticks")
    stage.driver.advance_to(0.6)
    assert stage.suite.control.state(stage.session).now == stage.driver.now == 0.6


def test_of_two_things_in_one_instant_the_page_knows_the_first_before_the_second(trial: Trial) -> None:
    twice = [{"fault": "malformed", "at": 1, "text": text} for text in ("first", "second")]
    stage = trial("hangsUp", job=(), faults=twice)
    stage.driver.advance_to(4)
    said = [(entry.at, entry.payload) for entry in stage.journal() if entry.message == "raw"]
    assert said == [(2, "first")]


def test_an_event_right_behind_an_answer_comes_before_a_timer_that_the_answer_set(trial: Trial) -> None:
    behind = [{"fault": "event-behind-answer"}]
    stage = trial("timesAnswers", job=[{"at": 1, "progress": 20}], faults=behind)
    stage.driver.advance_to(3)
    said = [entry.at for entry in stage.journal() if entry.kind == "socket.sent" and entry.message == "event"]
    assert (said, shown(stage)) == ([2], [(0, "0"), (2, "20"), (2.001, "10")])


def test_what_happens_where_no_wire_leads_to_the_page_costs_no_look_at_it(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = trial("starts", job=[{"at": 0.5, "progress": 20}, {"at": 1, "progress": 40}])
    looks = Mock(wraps=stage.driver.observation.look)
    monkeypatch.setattr(stage.driver.observation, "look", looks)
    stage.driver.advance_to(1.5)
    assert [entry.at for entry in stage.journal() if entry.kind == "job.progress"] == [0.5, 1]
    assert looks.call_count == 1
    stage.driver.advance_to(2)
    assert stage.page.evaluate("() => Date.now() % 60000") == 2000


def test_where_nothing_is_due_time_goes_on_in_one_step(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = trial("quiet")
    looks = Mock(wraps=stage.driver.observation.look)
    monkeypatch.setattr(stage.driver.observation, "look", looks)
    stage.driver.advance_to(60)
    assert looks.call_count == 1


@pytest.mark.parametrize("second", [1, 1.2])
def test_wherever_time_ends_the_page_s_clock_is_there(trial: Trial, second: float) -> None:
    stage = trial("starts", job=[{"at": 0.5, "progress": 20}, {"at": 1, "progress": 40}])
    stage.driver.advance_to(second)
    assert stage.page.evaluate("() => Date.now() % 60000") == second * 1000


def test_what_falls_due_in_a_frame_after_the_page_has_drawn_is_drawn_in_the_next(trial: Trial) -> None:
    stage = trial("drawsOnAndOn")
    stage.driver.advance_to(1.99)
    assert stage.driver.now > 2.001
    assert stage.page.inner_text("#shown") == "50%"


def test_what_is_drawn_in_an_animation_frame_is_seen_one_frame_later(trial: Trial) -> None:
    stage = trial("draws")
    stage.driver.advance_to(1)
    assert shown(stage) == [(1.016, "100")]


def test_what_is_drawn_in_the_frame_after_that_is_seen_two_frames_later(trial: Trial) -> None:
    stage = trial("drawsInTheSecondFrame")
    stage.driver.advance_to(1)
    assert shown(stage) == [(1.032, "100")]


@pytest.mark.parametrize("how", ["tweens", "springs"])
def test_a_number_that_is_animated_gets_where_it_goes_within_the_slack(trial: Trial, how: str) -> None:
    stage = trial(how)
    stage.driver.advance_to(2.9)
    last_at, last = shown(stage)[-1]
    assert last == "40"
    assert last_at <= 1.5


def test_a_page_that_draws_for_ever_is_stopped_at_four_times_more_for_what_it_was_told(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops = []
    settle = driver.Observation.settle

    def stopped(self: driver.Observation, advanced: bool = False) -> None:
        stops.append(round(self.clock / 1000 - self.epoch, 3))
        settle(self, advanced)

    stage = trial("spins")
    monkeypatch.setattr(driver.Observation, "settle", stopped)
    stage.driver.advance_to(5)
    told = [1, 1.125, 1.25, 1.375, 1.464]
    assert stops == [round(at + frame, 3) for at in [*told, 3.496, 5] for frame in (0, 0.016, 0.032)]


@pytest.mark.parametrize(
    "how, end",
    [
        ("keyframes", 1.3),
        ("transition", 1.3),
        ("script", 1.3),
        ("event", 1.3),
        ("thrice", 1.3),
        ("oneAfterTheOther", 1.3),
        ("atOnce", 1.3),
        ("synchronised", 1.3),
        ("onTheTimeline", 1.3),
        ("shadow", 1.3),
        ("width", None),
        ("forEver", None),
        ("gone", None),
    ],
)
def test_an_animation_ends_by_the_one_clock(trial: Trial, how: str, end: float | None) -> None:
    stage = trial(f"fades&{how}")
    stage.driver.advance_to(5)
    assert shown(stage) == [(1, "50"), *([(end, "100")] if end else [])]


@pytest.mark.parametrize(
    "what", ["cookies", "digest", "blob", "piecewise", "piped", "cache", "permission", "database", "worker"]
)
def test_time_stands_still_while_the_browser_answers_the_page(trial: Trial, what: str) -> None:
    stage = trial(f"asksTheBrowser&{what}")
    stage.driver.advance_to(5)
    assert shown(stage) == [(1.5, "100")]


def test_what_is_shown_by_a_view_transition_is_shown_at_once_and_ends_by_the_one_clock(trial: Trial) -> None:
    stage = trial("switches")
    stage.driver.advance_to(5)
    assert shown(stage) == [(1, "50"), (1.25, "100")]


@pytest.mark.parametrize("late, clicks, heard", [(50, "1", []), (200, "2", ["twice"])])
def test_a_double_click_takes_as_long_as_a_hand_does(
    trial: Trial, late: int, clicks: str, heard: list[str]
) -> None:
    stage = trial(f"locks&{late}", visit=[{"act": "double-click"}])
    RunnerPage(stage).run()
    assert (shown(stage)[-1][1], [line.text for line in stage.console()]) == (clicks, heard)


ANIMATED = "([what, frames, seconds]) => document.querySelector(what).animate(frames, 1000 * seconds)"


@pytest.mark.parametrize(
    "animated, pressed",
    [
        (("body", {"scale": [0.5, 1]}, 0.3), 0.375),
        (("button", {"translate": ["9px", "0"]}, 0.1), 0.125),
        (("button", {"translate": ["9px", "0"]}, 9), 0.5),
        (("button", {"opacity": [0.1, 1]}, 0.3), 0),
        (("p", {"translate": ["9px", "0"]}, 0.3), 0),
    ],
)
def test_run_is_pressed_where_it_stands_still_or_else_when_the_slack_is_over(
    trial: Trial, animated: tuple[Any, ...], pressed: float
) -> None:
    stage = trial("locks&200")
    stage.page.evaluate(ANIMATED, animated)
    stage.driver.settle()
    runner = RunnerPage(stage)
    runner.run()
    assert runner.started_at == pressed


HEALTH_NEVER = [{"fault": "answer-hold", "call": "health", "seconds": None}]


@pytest.mark.parametrize(
    "how, expected",
    [
        ("once", [(1.7, "70")]),
        ("later", [(1.9, "90")]),
        ("never", []),
        ("twice", [(1.7, "70"), (2.4, "71")]),
    ],
)
def test_a_request_s_own_timeout_goes_by_the_one_clock(
    trial: Trial, how: str, expected: list[tuple[float, str]]
) -> None:
    stage = trial(f"givesUp&{how}", faults=HEALTH_NEVER)
    stage.driver.advance_to(5)
    assert shown(stage) == expected


@pytest.mark.parametrize("call", ["XMLHttpRequest", "fetch"])
def test_what_the_browser_holds_back_is_known_by_its_whole_url(trial: Trial, call: str) -> None:
    stage = trial("quiet", faults=HEALTH_NEVER)
    stage.page.evaluate(
        """([call, ...urls]) => {
            const ask = (url) => {
                const request = new XMLHttpRequest();
                request.open("GET", url);
                request.send();
            };
            urls.forEach((url) => void (call === "fetch" ? fetch : ask)(url));
        }""",
        [call, "/health?1", "/health?2#a"],
    )
    known = [str(request.lock) for request in stage.driver.observation.look().requests]
    assert [url.rpartition("/")[2] for url in known] == ["health?1", "health?2"]


def test_an_error_in_a_timer_is_the_page_s_and_not_the_driver_s(trial: Trial) -> None:
    stage = trial("throws")
    stage.driver.advance_to(3)
    assert stage.errors() == [
        PageError(1, "TypeError: in a timer"),
        PageError(2, "Error: unheard", rejection=True),
        PageError(2.5, "[object Object]", rejection=True),
    ]


def test_a_request_whose_failure_nobody_catches_is_an_unhandled_rejection(trial: Trial) -> None:
    stage = trial("forgets")
    stage.driver.advance_to(4)
    assert [(error.at, error.rejection) for error in stage.errors()] == [(1, True), (2, True), (3, True)]


def test_what_a_document_noted_outlives_it(trial: Trial) -> None:
    stage = trial("leaves")
    stage.driver.advance_to(2)
    assert shown(stage) == [(1, "90")]
    assert stage.driver.tape.navigations == [Navigation(0, "/trials.html"), Navigation(1, "/trials.html")]


def test_a_page_that_asked_for_a_download_stays_where_it_is(trial: Trial, page: Page) -> None:
    headers = {"Content-Disposition": "attachment"}
    page.route("**/*?quiet", lambda route: route.fulfill(body="a,b", headers=headers))
    stage = trial("leaves")
    stage.driver.advance_to(2)
    assert shown(stage) == [(1, "90")]
    assert stage.driver.tape.navigations == [Navigation(0, "/trials.html")]


def test_an_address_that_is_none_of_a_document_is_left_to_the_browser(trial: Trial) -> None:
    stage = trial("writes")
    stage.driver.advance_to(2)
    assert shown(stage) == [(1, "50")]


def test_the_last_thing_that_a_document_did_is_known_too(trial: Trial) -> None:
    stage = trial("tidies")
    stage.driver.advance_to(2)
    assert stage.console() == [ConsoleLine(1, "log", "closed")]


def test_what_a_document_noted_is_carried_over_however_much_it_said(trial: Trial) -> None:
    stage = trial("shouts")
    stage.driver.advance_to(2)
    lines = stage.console()
    assert (len(lines), {len(line.text) for line in lines}) == (100, {10_001})


def test_notes_that_cannot_be_carried_over_are_an_error_of_the_suite(trial: Trial) -> None:
    stage = trial("fills")
    with pytest.raises(Unavailable, match=r"left \d,\d{3} notes"):
        stage.driver.advance_to(2)


def test_time_stands_still_in_the_next_document_too(trial: Trial) -> None:
    stage = trial("leaves")
    stage.driver.advance_to(2)
    assert stage.page.evaluate("() => Date.now()") == (stage.driver.observation.epoch + 2) * 1000


def test_a_console_line_is_worded_as_a_console_words_it(trial: Trial) -> None:
    stage = trial("says")
    stage.driver.advance_to(1)
    assert stage.console() == [ConsoleLine(1, "warning", 'one of 2: {"three":3} null')]


def test_what_never_settles_is_an_error_that_says_what_is_on_its_way(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "GIVE_UP", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as never:
        stage = trial(f"asks&http://127.0.0.1:{never.getsockname()[1]}/never")
        with pytest.raises(NotSettled) as caught:
            stage.driver.advance_to(2)
    assert str(caught.value) == (
        "Page and backend did not come to rest: /never: 1 open in the page, 0 held by the backend."
    )


IN_A_WORKER = {
    "The page's socket is opened": "new WebSocket(`ws://${place.host}/ws/test-progress`)",
    "The page's polling is done": "fetch(`${place.origin}/api/test/status/1`)",
}
EMPLOY = """([kind, work]) => {
    const { origin, host } = location;
    const source = new Blob([`const place = ${JSON.stringify({ origin, host })}; ${work}`]);
    new window[kind](URL.createObjectURL(source));
}"""


@pytest.mark.parametrize("real", [False, True])
@pytest.mark.parametrize("kind", ["Worker", "SharedWorker"])
@pytest.mark.parametrize("what", IN_A_WORKER)
def test_what_goes_on_in_a_worker_is_an_error_that_says_so_at_once(
    trial: Trial, what: str, kind: str, real: bool
) -> None:
    stage = trial("quiet", real=real)
    stage.page.evaluate(EMPLOY, [kind, IN_A_WORKER[what]])
    stage.suite.control.state(stage.session, newer_than=stage.driver.state.version, wait=10)
    with pytest.raises(OutOfReach) as caught:
        stage.driver.settle()
    assert caught.value.what == what


EMPLOYED = """addEventListener("DOMContentLoaded", () => {
    const source = new Blob(["onmessage = () => postMessage(1)"]);
    new Worker(URL.createObjectURL(source)).postMessage(1);
});"""


def test_a_page_with_a_worker_that_does_something_else_is_judged_as_ever(page: Page) -> None:
    with ExitStack() as undo:
        config = Config(backend=Backend(dist=PAGES / "torn")).with_backend_port(0)
        addresses = start(config, undo)
        suite = Suite(config, addresses, undo.enter_context(Control(addresses.backend)))

        def judged(workers: int) -> Outcome:
            stage = Stage(suite, page, suite.control.scenario("success"), "chromium", real=False)
            runner = RunnerPage(stage)
            undo.callback(stage.close)
            runner.open()
            runner.run()
            runner.finish()
            assert stage.driver.tape.workers == workers
            return runner.judged()

        alone = judged(workers=0)
        page.add_init_script(EMPLOYED)
        assert judged(workers=1) == alone


def test_back_leads_to_the_document_of_before_and_time_is_what_it_is_now(trial: Trial) -> None:
    stage = trial("says")
    stage.driver.advance_to(1)
    stage.page.goto(f"{stage.suite.addresses.page_url}/index.html")
    stage.driver.settle()
    stage.driver.advance_to(2.5)
    stage.driver.go_back()
    assert stage.driver.tape.navigations == [
        Navigation(0, "/trials.html"),
        Navigation(1, "/index.html"),
        Navigation(2.5, "/trials.html"),
    ]
    assert stage.page.evaluate("() => Date.now()") == (stage.driver.observation.epoch + 2.5) * 1000


def test_back_leads_to_another_route_of_the_same_document(trial: Trial) -> None:
    stage = trial("says")
    stage.page.evaluate("() => history.pushState({}, '', '/results')")
    stage.driver.advance_to(1)
    stage.driver.go_back()
    assert stage.driver.tape.navigations[1:] == [Navigation(0, "/results"), Navigation(1, "/trials.html")]


def test_routes_in_the_hash_are_seen_once_whichever_way_they_are_taken(trial: Trial) -> None:
    stage = trial("says")
    link = (
        "() => { document.body.innerHTML = '<a href=\"#/results/1?all\">Go</a>'; document.links[0].click(); }"
    )
    for way in (link, "() => { location.hash = '#below'; }", "() => { location.hash = '#!/test'; }"):
        stage.page.evaluate(way)
        stage.driver.settle()
    stage.driver.go_back()
    stage.driver.settle()
    paths = [move.path.removeprefix("/trials.html") for move in stage.driver.tape.navigations[1:]]
    assert paths == ["#/results/1", "", "#!/test", ""]


def test_each_message_of_a_burst_is_known_and_what_is_written_anew_costs_no_look(trial: Trial) -> None:
    burst = [{"fault": "burst", "at": 2, "times": 500}]
    stage = trial("writesAnew", faults=burst)
    stage.driver.advance_to(3)
    sent = (entry for entry in stage.journal() if entry.kind == "socket.sent")
    written = [entry.at for entry in sent for _ in range(entry.times or 1)]
    assert len(written) > 500
    assert [*stage.driver.tape.sockets[0].messages] == written
    assert stage.page.evaluate("() => looks") < 20


ROUTED = """() => {
    navigation.addEventListener("navigate", (event) => event.intercept());
    navigation.navigate("/results");
    navigation.navigate("/test", { history: "replace" });
    navigation.navigate("/test#below");
}"""


def test_routes_of_the_navigation_api_are_seen(trial: Trial) -> None:
    stage = trial("says")
    stage.page.evaluate(ROUTED)
    stage.driver.settle()
    assert stage.driver.tape.navigations[1:] == [Navigation(0, "/results"), Navigation(0, "/test")]


def test_a_document_out_of_the_browser_s_cache_is_told_as_one_that_comes(trial: Trial) -> None:
    """The event alone is imitated: this browser keeps no document."""
    stage = trial("ticks")
    stage.driver.advance_to(0.3)
    stage.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    stage.driver.settle()
    assert stage.driver.tape.navigations == [Navigation(0, "/trials.html"), Navigation(0.3, "/trials.html")]
    assert shown(stage) == [(0.25, "1"), (0.3, "1")]


GIVEN_UP_ONCE_READ = """(path) => {
    const request = new XMLHttpRequest();
    request.onload = () => request.abort();
    request.open("GET", path);
    request.send();
}"""


def test_an_answer_that_was_read_and_given_up_then_was_an_answer(trial: Trial) -> None:
    stage = trial("ticks")
    stage.page.evaluate(GIVEN_UP_ONCE_READ, "/health")
    stage.driver.settle()
    assert stage.driver.tape.answers == [AnswerSeen(0, "/health", 200)]


def test_a_page_that_hangs_is_told_and_left(
    trial: Trial, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = trial("hangs")
    monkeypatch.setattr(answered, "GIVE_UP", 1)
    with pytest.raises(NotSettled, match="the page does not answer, as if a script of it went on for ever"):
        stage.driver.advance_to(2)
    page.context.close()


@pytest.mark.parametrize("real", [False, True])
def test_a_page_that_asks_again_at_each_answer_is_stopped(trial: Trial, real: bool) -> None:
    stage = trial("storms", real=real)
    stage.driver.advance_to(60)
    assert stage.driver.tape.storm == "called /health 20 times within 1 s"
    assert stage.driver.now < 5
