"""The doctor's points from evidence written by hand: each right, and each wrong with the line to change."""

from dataclasses import replace
from typing import Any

import pytest

from e2e.doctor.point import Point
from e2e.doctor.points import points
from e2e.doctor.seen import Browser, Request, Seen, Visit
from e2e.evidence import Terms
from mock_backend.journal import Journal
from tests.checks.story import JOB, Story, running, success
from tests.doctor.seeing import (
    CHROMIUM,
    PAGE,
    failing,
    look,
    seeing,
    silenced,
    sound,
    spaced,
    stepping,
    visit,
)

ERROR = "the cqc API is down"


def point(name: str, seen: Seen) -> Point:
    return next(point for point in points(seen) if point.name == name)


def changed(name: str, seen: Seen) -> tuple[bool | None, str]:
    """Whether it is right, and the line to change: `part.field=value`."""
    found = point(name, seen)
    change = found.change
    return found.right, f"{change.part}.{change.field}={change.value}" if change else ""


def test_on_a_page_as_it_should_be_every_point_is_right() -> None:
    assert [found for found in points(sound()) if found.right is not True] == []


def strayed(*kinds: str) -> tuple[Any, ...]:
    journal = Journal()
    for kind in kinds:
        journal.add(0, kind)  # type: ignore[arg-type]
    return tuple(journal.since(0))


# browsers, servers, backend


def test_a_browser_that_is_not_there_is_left_out() -> None:
    seen = seeing(browsers=(CHROMIUM, Browser("firefox", None, "Get one.")))
    assert changed("browsers", seen) == (False, 'browsers.=("chromium",)')
    assert point("browsers", seen).advice == "Get one."


def test_a_path_that_the_server_does_not_know_is_wrong() -> None:
    seen = seeing(status=404, title="")
    assert changed("servers", seen) == (False, 'page.path="/..."')
    assert point("servers", seen).saw == "http://localhost:3000/test answered 404"


def unheard(*requests: Request, **fields: Any) -> Seen:
    """Run was pressed, and no job came of it."""
    nothing = Story().shows(0, None, runnable=True)
    return seeing(success=visit(nothing, requests=requests), **fields)


def test_calls_to_another_address_are_led_to_the_backend() -> None:
    seen = unheard(Request("GET", "http://localhost:9000/health"))
    assert changed("backend", seen) == (False, 'backend.built_in="localhost:9000"')
    assert point("backend", seen).saw == (
        "no call to start a job came; the page asked for GET http://localhost:9000/health (no answer)"
    )


def test_what_the_page_asks_itself_for_leads_to_no_address() -> None:
    seen = unheard(Request("GET", "blob:http://localhost:3000/1"))
    assert changed("backend", seen) == (False, "")


def test_calls_that_the_mock_backend_does_not_know_are_worded_by_the_protocol() -> None:
    seen = unheard(Request("PUT", f"{PAGE}/v2/runs", 405))
    assert changed("backend", seen) == (
        False,
        'protocol.start=Endpoint(method="PUT", path="/v2/runs")',
    )


def test_calls_that_the_page_s_own_server_keeps_are_to_be_passed_on() -> None:
    seen = unheard(Request("GET", f"{PAGE}/health", 404), served=False)
    assert changed("backend", seen) == (False, "")
    assert "pass these paths on to RUNNER_BACKEND_URL" in point("backend", seen).advice


def test_a_button_that_asks_for_nothing_starts_nothing() -> None:
    assert point("backend", unheard()) == Point(
        "backend",
        False,
        "no call to start a job came, nor any other",
        advice="see whether the button that was pressed starts a run",
    )


def test_a_start_call_that_is_refused_may_have_any_body() -> None:
    story = Story()
    story.journal.add(0, "http.request", number=1, call="start", path="/api/test/comprehensive")
    story.journal.add(
        0, "http.answered", number=1, call="start", status=400, payload={"detail": "homeName is missing"}
    )
    seen = seeing(success=visit(story))
    assert changed("backend", seen) == (False, "protocol.any_start=True")
    assert point("backend", seen).saw == "the start call was answered 400: homeName is missing"


# cookie, socket, polling


@pytest.mark.parametrize(
    "kinds,lost",
    [
        (("http.request", "job.started"), "the calls came without the session's cookie"),
        (("socket.handshake",), "the socket's handshake came without the session's cookie"),
    ],
)
def test_what_comes_without_the_cookie_is_wrong(kinds: tuple[str, ...], lost: str) -> None:
    found = point("cookie", seeing(success=visit(success(), strays=strayed(*kinds))))
    assert (found.right, found.saw.split(";")[0]) == (False, lost)


def test_both_came_with_the_cookie() -> None:
    assert point("cookie", sound()).saw == "came with the calls and the socket's handshake"


def asking(url: str) -> Seen:
    return seeing(success=visit(Story().start(0).asks(0, url).polls(0, 2, 4), sockets=(url,)))


def test_a_socket_to_another_host_is_led_to_the_backend() -> None:
    seen = asking("ws://localhost:9000/ws/test-progress")
    assert changed("socket", seen) == (False, 'backend.built_in="localhost:9000"')


def test_a_socket_of_another_path_is_worded_by_the_protocol() -> None:
    story = Story().start(0).polls(0, 2, 4)
    seen = seeing(success=visit(story, sockets=("ws://localhost:3000/", "ws://localhost:8000/live")))
    assert changed("socket", seen) == (False, 'protocol.socket="/live"')


def test_a_socket_through_the_page_s_own_origin_is_the_page_s_fault() -> None:
    found = point("socket", asking("ws://localhost:3000/ws/test-progress"))
    assert (found.right, found.change, "VITE_WS_URL" in found.advice) == (False, None, True)


def test_a_page_without_a_socket_is_told_which_was_expected() -> None:
    found = point("socket", seeing(success=visit(Story().start(0).polls(0, 2, 4), sockets=())))
    assert found.saw == "the page opened none; ws://localhost:8000/ws/test-progress was expected"


def test_a_page_that_polls_at_another_pace_says_so() -> None:
    seen = seeing(success=visit(Story().start(0).connect(0).polls(0, 5, 10)))
    assert changed("polling", seen) == (False, "poll_interval.=5")


def test_a_page_that_polls_once_breaks_a_promise() -> None:
    found = point("polling", seeing(success=visit(Story().start(0).connect(0).polls(0))))
    assert (found.right, "polling-always" in found.advice) == (False, True)


def test_a_page_that_polls_many_times_at_once_gets_no_interval_of_0() -> None:
    found = point("polling", seeing(success=visit(Story().start(0).connect(0).polls(0, 0, 0, 0))))
    assert (found.saw, found.change) == ("4 times, many of them at once", None)


def test_page_and_backend_that_do_not_come_to_rest_are_told() -> None:
    seen = seeing(success=visit(success(), unsettled="Page and backend did not come to rest: a frame."))
    assert point("clock", seen).saw == "Page and backend did not come to rest: a frame."


def test_a_page_that_warns_of_each_answer_polls_with_a_remark() -> None:
    story = stepping(success())
    for at in (0, 2, 4):
        story.says(at, "Polling error: x is undefined", "error")
    found = point("polling", seeing(success=visit(story)))
    remark = (
        '; after each answer the console has a warning or an error, such as "Polling error: x is undefined"'
    )
    assert (found.right, found.saw.endswith(remark)) == (True, True), found.saw


def test_a_page_that_warns_of_one_answer_polls_without_a_remark() -> None:
    story = stepping(success()).says(2, "Polling error: x is undefined", "error")
    assert "console" not in point("polling", seeing(success=visit(story))).saw


def test_what_does_not_come_to_rest_follows_from_what_is_wrong_above() -> None:
    unsettled = "Page and backend did not come to rest: a frame."
    still = visit(stepping(success()), unsettled=unsettled)
    assert "report it" in point("clock", seeing(success=still)).advice
    assert "report it" in point("clock", seeing(success=still, spaced=visit(Story()))).advice
    astray = point("clock", seeing(success=still, status=404))
    assert (astray.saw, astray.advice) == (unsettled, "that follows from what is wrong above")


# run button, busy, progress, step, results, failure


def hindered(hindrance: str = "there is none", **other: Any) -> Seen:
    return seeing(success=visit(Story(), hindrance=hindrance, looks=(look(0, **other),)))


@pytest.mark.parametrize(
    "buttons,name",
    [
        (("Go",), "^Go"),
        (("Inspect this home", "Help"), "^Inspect"),
        (("Check it (now)", "Check all"), r"^Check it \(now\)$"),
    ],
)
def test_a_button_of_another_name_is_proposed(buttons: tuple[str, ...], name: str) -> None:
    wanted = f'locators.run=(Find(role="button", name=r"{name}"),)'
    assert changed("run button", hindered(buttons=buttons)) == (False, wanted)


def test_a_page_without_buttons_is_at_another_path() -> None:
    seen = hindered(buttons=(), links=("/", "/inspect", "/help"))
    assert changed("run button", seen) == (False, 'page.path="/inspect"')
    assert changed("run button", hindered(buttons=())) == (False, 'page.path="/..."')


@pytest.mark.parametrize("link", ["/test", "/test/"])
def test_another_page_at_the_configured_path_is_told_without_proposing_that_path(link: str) -> None:
    found = point("run button", hindered(buttons=(), links=("/", link)))
    assert (found.right, found.change) == (False, None)
    assert found.saw == f"the page has no button at all; its links lead to /, {link}"
    assert found.advice.startswith("the page at /test is not the one that was expected: ")


def test_a_button_that_nobody_can_press_is_told_with_its_hindrance() -> None:
    found = point("run button", hindered("it is disabled"))
    assert (found.saw, found.change) == ("found, but nobody could press it: it is disabled", None)


def pressable(*buttons: str) -> Seen:
    """The button stays as it is while the job runs, by its configured name."""
    story = success()
    story.pictures = [replace(picture, busy=False, runnable=True) for picture in story.pictures]
    looks = (look(0), look(1.4, "Progress: 20 percent", buttons), look(3.4, "60", buttons))
    return seeing(success=visit(story, looks=looks))


def test_a_button_that_says_that_a_job_runs_in_other_words_is_told() -> None:
    assert changed("busy", pressable("Läuft")) == (False, 'locators.busy=r"Läuft"')


def test_a_button_that_stays_as_it_is_breaks_no_promise() -> None:
    found = point("busy", pressable("Run"))
    assert (found.right, found.saw) == (
        None,
        "the button can be pressed while a job runs, and nothing promises otherwise",
    )


def test_a_page_without_a_button_in_a_run_is_right() -> None:
    story = success()
    story.pictures = [replace(picture, busy=False) for picture in story.pictures]
    saw = "there is no such button while a job runs"
    assert point("busy", seeing(success=visit(story))).saw == saw
    looks = (look(0), look(1.4, buttons=("Stop",)))
    assert point("busy", seeing(success=visit(story, looks=looks))).saw == f'{saw}, but "Stop"'


def blind(*looks: Any) -> Seen:
    """Neither progress nor step was found."""
    story = success()
    story.pictures = [replace(picture, progress=None, step=None) for picture in story.pictures]
    return seeing(success=visit(story, looks=(look(0), *looks)))


def test_progress_in_other_words_is_proposed() -> None:
    seen = blind(look(1.4, "Progress: 20 percent"), look(3.4, "Progress: 60 percent"))
    assert changed("progress", seen) == (False, r'locators.progress=(Find(text=r"Progress: (\S+)"),)')
    assert point("progress", seen).saw == 'none found; the page shows "Progress: 20 percent"'


def test_progress_in_a_region_is_proposed_by_its_role() -> None:
    seen = blind(look(1.4, regions=(("meter", "20"),)), look(3.4, regions=(("meter", "60"),)))
    assert changed("progress", seen) == (False, 'locators.progress=(Find(role="meter"),)')


def test_of_an_animated_number_the_first_values_and_the_last_are_told() -> None:
    story = stepping(success())
    for value in range(41):
        story.shows(3 + value / 100, str(value))
    saw = point("progress", seeing(success=visit(story))).saw
    assert (saw.count("%"), ", ..., " in saw) == (5, True), saw


def test_progress_that_is_shown_nowhere_is_told() -> None:
    found = point("progress", blind(look(1.4), look(3.4)))
    assert (found.right, found.change) == (False, None)
    assert found.saw == "none found while the job is at 20, 60 %"


def test_a_number_that_is_no_progress_is_wrong() -> None:
    story = success()
    story.pictures = [replace(picture, progress="7") for picture in story.pictures]
    seen = seeing(
        success=visit(story, looks=(look(0), look(1.4, "7 of 9, 20 done"), look(3.4, "7 of 9, 60 done")))
    )
    assert changed("progress", seen) == (False, r'locators.progress=(Find(text=r"7 of 9, (\S+)"),)')


def test_a_step_in_other_words_is_proposed() -> None:
    seen = blind(look(1.4, "Now at cqc"), look(3.4, "Now at cqc"))
    assert changed("step", seen) == (False, r'locators.step=(Find(text=r"Now at (\S+)"),)')


def test_a_step_that_is_shown_is_right() -> None:
    assert point("step", sound()).saw == "cqc"


def test_a_page_that_shows_no_step_needs_none() -> None:
    assert point("step", blind(look(1.4), look(3.4))).right is None


def test_steps_that_are_all_shown_all_the_time_need_a_selector() -> None:
    looks = [look(at, "Sources: CQC, FSA, Companies House") for at in (1.4, 3.4)]
    story = Story().start(0).step(1, 20, "cqc").step(3, 60, "fsa").completes(6)
    found = point("step", seeing(success=visit(story, looks=(look(0), *looks))))
    hint = "the page lists them all, all the time: say by a css selector which is the one under test"
    assert (found.right, found.saw) == (None, hint)


def test_steps_in_the_page_s_own_words_are_hinted_at() -> None:
    found = point("step", blind(look(1.4, "Now asking Care Quality"), look(3.4, "Now asking Food Standards")))
    hint = 'the page names none as it is told; if "Now asking Care Quality" is one: '
    assert (found.right, found.saw) == (None, hint + r'locators.step=(Find(text=r"^Now asking (\S.*)"),)')
    counting = blind(look(1.4, "Asked 1 source"), look(3.4, "Asked 2 sources"))
    assert point("step", counting).saw == "the page shows none, and promises none"


def ending_at(path: str) -> Seen:
    story = success()
    story.navigations = []
    story.pictures = [picture for picture in story.pictures if picture.path == "/test"]
    return seeing(success=visit(story.navigates(6, path)))


def test_results_at_another_path_are_proposed() -> None:
    wanted = (False, 'page.results=r"^/inspections/(?P<job>[^/]+)/of$"')
    assert changed("results", ending_at(f"/inspections/{JOB}/of")) == wanted


def test_results_at_a_path_that_names_no_job_are_told() -> None:
    found = point("results", ending_at("/done"))
    assert (found.right, found.change) == (False, None)
    assert found.saw == "after the job's completion the page is at /done"


IN_PLACE = Terms(results_path=None, results_found=True)


def ending_in_place(terms: Terms, outcome: bool, text: str = "Test Runner\nYour findings\ncqc: 1") -> Seen:
    """The page stays at /test; what stands there before the end and after it."""
    story = running().completes(6).event(6, "completed", results={}).fetches(6).close(6)
    story.terms = terms
    looks = (look(0), look(1.4, "20 percent"), look(3.4, "60 percent"), look(7, text))
    return seeing(success=visit(story.shows(6, None, runnable=True, outcome=outcome), looks=looks))


def test_results_that_are_found_in_place_are_right() -> None:
    assert point("results", ending_in_place(IN_PLACE, outcome=True)).saw == "in sight from 6 s"


def test_results_in_place_are_proposed_by_what_was_new_then() -> None:
    wanted = (False, 'locators.outcome=(Find(text=r"^Your findings$"),)')
    assert changed("results", ending_in_place(Terms(), outcome=False)) == wanted
    assert "page.results=None" in point("results", ending_in_place(Terms(), outcome=False)).advice
    assert changed("results", ending_in_place(IN_PLACE, outcome=False)) == wanted


def test_an_address_that_is_not_the_results_is_named() -> None:
    seen = ending_in_place(Terms(results_found=True), outcome=True)
    assert changed("results", seen) == (False, "page.results=None")


def test_results_that_are_in_sight_too_early_are_told() -> None:
    seen = ending_in_place(IN_PLACE, outcome=True)
    assert seen.success is not None
    pictures = tuple(replace(picture, outcome=True) for picture in seen.success.evidence.pictures)
    early = replace(seen.success, evidence=replace(seen.success.evidence, pictures=pictures))
    found = point("results", replace(seen, success=early))
    assert (found.right, found.saw) == (False, "what locators.outcome finds is there while the job runs")


@pytest.mark.parametrize("text", ["20 percent\n60 percent", "60 percent\nTesting: cqc"])
def test_results_that_nothing_tells_apart_are_not_guessed_at(text: str) -> None:
    found = point("results", ending_in_place(IN_PLACE, outcome=False, text=text))
    assert (found.right, found.change) == (False, None)


def untold_failure(*looks: Any) -> Seen:
    story = failing()
    story.dialogs = []
    return seeing(fails=visit(story, looks=(look(0), *looks)))


WORDED = 'locators.failure=(Find(role="alert"), Find(text=r"^Problem: (.+)"))'


def test_a_failure_in_words_of_its_own_is_proposed() -> None:
    seen = untold_failure(look(7, f"Problem: {ERROR}\nTry again"))
    assert changed("failure", seen) == (False, WORDED)


def test_a_failure_in_a_region_is_proposed_by_its_role() -> None:
    seen = untold_failure(look(7, f"{ERROR}\nOK", regions=(("dialog", f"Sorry: {ERROR}"),)))
    assert changed("failure", seen) == (False, 'locators.failure=(Find(role="alert"), Find(role="dialog"))')


def test_a_region_that_says_something_without_a_failure_is_not_proposed() -> None:
    seen = untold_failure(
        look(1.4, regions=(("status", "20 %"),)),
        look(7, f"Problem: {ERROR}", regions=(("status", f"Problem: {ERROR}"),)),
    )
    assert changed("failure", seen) == (False, WORDED)


def test_a_failure_that_is_told_nowhere_breaks_a_promise() -> None:
    found = point("failure", untold_failure(look(7)))
    assert (found.right, found.change, found.saw) == (
        False,
        None,
        f'the job failed by "{ERROR}", and the page shows no such words',
    )


def test_a_failure_in_what_its_class_calls_a_notice_is_proposed_by_that() -> None:
    quiet, loud = (".messages", "20 %"), (".messages", f"20 % {ERROR}")
    toast = ("toast-host", f"Sorry: {ERROR}. Close"), (".toast", f"Sorry: {ERROR}")
    seen = untold_failure(look(1.4, marked=(quiet,)), look(7, f"Sorry: {ERROR}", marked=(loud, *toast)))
    assert changed("failure", seen) == (False, 'locators.failure=(Find(role="alert"), Find(css=".toast"))')


def refused_start(text: str, *alerts: str, **other: Any) -> Seen:
    story = Story()
    number = story._request(0, "start", "/api/test/comprehensive", None)
    story._http(0, "http.answered", number, "start", status=500, payload="no")
    story.shows(0, None, runnable=True, alerts=alerts)
    looks = (look(0, "Test Runner"), look(0.5, f"Test Runner\n{text}", **other))
    return seeing(unstarted=visit(story, until=0.5, looks=looks))


def test_a_refused_start_that_is_told_is_right() -> None:
    assert point("failure", refused_start("Could not start", "Could not start")).right
    assert point("failure", seeing(unstarted=None)).right


def test_a_refused_start_that_is_told_elsewhere_is_proposed() -> None:
    seen = refused_start("Ready.\nCould not start", marked=((".toast", "Could not start"),))
    assert changed("failure", seen) == (False, 'locators.failure=(Find(role="alert"), Find(css=".toast"))')
    assert point("failure", seen).saw == (
        'finds "Test failed: the cqc API is down"; of a start that is refused the page tells it as '
        '"Could not start"'
    )


def test_a_refused_start_that_is_told_nowhere_breaks_a_promise() -> None:
    found = point("failure", refused_start("Ready."))
    assert (found.right, found.change) == (False, None)
    assert found.saw.endswith("of a start that is refused the page shows nothing new")


def test_an_alert_before_anything_failed_is_wrong() -> None:
    story = failing().shows(1.2, "20", alerts=("We use cookies",))
    seen = seeing(fails=visit(story, looks=(look(0), look(7, f"Problem: {ERROR}"))))
    assert changed("failure", seen) == (False, 'locators.failure=(Find(text=r"^Problem: (.+)"),)')
    assert point("failure", seen).saw == 'finds "We use cookies" before anything failed'


# words


def worded(story: Story, old: str, new: str) -> Visit:
    story.console = [
        replace(line, text=line.text.replace(old, new)) if old in line.text else line
        for line in story.console
    ]
    return visit(story, until=4)


@pytest.mark.parametrize(
    "word,old,new,pattern",
    [
        ("connected", "WebSocket connected", "[live] up", r"^\[live\] up for job: job-"),
        ("acknowledged", "WebSocket connection confirmed", "Leitung begrüßt", "^Leitung begrüßt"),
        ("closed", "WebSocket closed", "Leitung beendet:", "^Leitung beendet:"),
        ("lost", "WebSocket closed", "Leitung beendet:", "^Leitung beendet"),
    ],
)
def test_a_line_in_other_words_is_proposed(word: str, old: str, new: str, pattern: str) -> None:
    seen = seeing(spaced=worded(spaced(), old, new))
    assert changed(f"words.{word}", seen) == (False, f'words.{word}=r"{pattern}"')


def test_a_failed_connection_in_other_words_is_proposed() -> None:
    told = Story().start(0).says(0, "Polling status").refused(0).polls(0)
    seen = seeing(refused=worded(told, "WebSocket connection failed", "No live news"))
    wanted = (False, 'words.failed=r"^No live news, using polling instead"')
    assert changed("words.failed", seen) == wanted


def test_the_reason_of_a_failed_connection_is_left_out_of_what_is_proposed() -> None:
    told = Story().start(0).says(0, "Polling status").refused(0).polls(0)
    seen = seeing(refused=worded(told, "WebSocket connection failed", "No live news (could not connect)"))
    assert changed("words.failed", seen) == (False, 'words.failed=r"^No live news"')


@pytest.mark.parametrize("word", ["connected", "acknowledged", "closed", "lost"])
def test_a_line_that_is_never_written_breaks_a_promise(word: str) -> None:
    found = point(f"words.{word}", seeing(spaced=visit(silenced(spaced(), "WebSocket"), until=4)))
    assert (found.right, found.change) == (False, None)
    assert found.advice.startswith("it promises one (log-l")


def test_a_line_that_comes_with_every_poll_is_not_meant() -> None:
    story = silenced(spaced(), "WebSocket")
    for at in (0.3, 1, 2):
        story.says(at, "asking")
    story.says(0.3, "live")
    assert changed("words.connected", seeing(spaced=visit(story, until=4)))[1] == 'words.connected=r"^live"'


def test_a_page_that_opens_no_socket_has_no_lines_to_judge() -> None:
    found = point("words.connected", seeing(spaced=visit(Story().start(0).polls(0))))
    assert (found.right, found.saw) == (None, "not tried, as the page opened no socket")


# what could not be tried


@pytest.mark.parametrize(
    "fields,reason",
    [
        ({"success": None}, "not tried, as the page could not be opened"),
        ({"success": visit(Story(), hindrance="there is none")}, "not tried, as nobody could press Run"),
        ({"success": visit(Story())}, "not tried, as no job came of pressing Run"),
        ({"fails": None}, "not tried, as not all of the above is right"),
    ],
)
def test_what_could_not_be_tried_says_why(fields: dict[str, Any], reason: str) -> None:
    seen = seeing(**{"fails": None, "spaced": None, "refused": None, **fields})
    assert point("failure", seen) == Point("failure", None, reason)
    assert point("words.failed", seen) == Point("words.failed", None, reason)
