"""What the observer finds on a page, by whichever markup the page has for it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from e2e.config import Find, Locators
from e2e.errors import ConfigError
from e2e.evidence import Picture
from e2e.runner_page import RunnerPage
from e2e.visit.stage import RUN_BUTTON, Stage, Suite, as_javascript
from mock_backend.scenario import Scenario

PLAIN = "(markup) => void (document.body.innerHTML = markup)"
SHADOW = """(markup) => {
    document.body.innerHTML = "<p>Before</p><div></div>";
    const outer = document.querySelector("div").attachShadow({ mode: "open" });
    outer.innerHTML = "<main></main>";
    outer.querySelector("main").attachShadow({ mode: "closed" }).innerHTML = markup;
}"""

SLOTTED = """(parts) => {
    const [inside, light] = parts.split("|");
    document.body.innerHTML = light;
    document.querySelector("x-part").attachShadow({ mode: "closed" }).innerHTML = inside;
}"""

OPENED = f"(markup) => {{ ({PLAIN})(markup); document.querySelector('dialog').showModal(); }}"

FILLED = "<p role=progressbar aria-valuenow={value}><i style='width: {width}'></i></p>"

MOVED = "<p role=progressbar aria-valuenow=29><i style='display: block; {}'></i></p>"

FADING = """<style>
    @keyframes in { from { opacity: 0 } to { opacity: 1 } }
    @keyframes out { from { opacity: 1 } to { opacity: 0 } }
    @keyframes toast { from { opacity: 0 } 10%, 90% { opacity: 1 } to { opacity: 0 } }
</style>"""
FADES = "<p role=alert style='animation: 60s {}'>It broke</p>"

Look = Callable[..., Picture]
"""By the markup of the page's body, and locators."""


@pytest.fixture
def staged() -> Iterator[list[Stage]]:
    stages: list[Stage] = []
    yield stages
    for stage in stages:
        stage.close()


@pytest.fixture
def look(pages: Suite, page: Page, staged: list[Stage]) -> Look:
    def looked(markup: str, how: str = PLAIN, **locators: Any) -> Picture:
        config = pages.config.model_copy(update={"locators": Locators(**locators)})
        suite = Suite(config, pages.addresses, pages.control)
        staged.append(Stage(suite, page, Scenario(cause="A look."), "chromium", real=False))
        page.goto(f"{pages.addresses.page_url}/trials.html?nothing")
        page.evaluate(how, markup)
        staged[-1].driver.settle()
        return staged[-1].driver.tape.pictures[-1]

    return looked


@pytest.mark.parametrize(
    "markup",
    [
        "<p>29 %</p>",
        '<p role="progressbar" aria-valuenow="29"></p>',
        '<progress value="29" max="100"></progress>',
        '<progress value="0.29"></progress>',
        '<p role="progressbar" aria-valuenow="0.29" aria-valuemax="1"></p>',
        '<p role="progressbar" aria-valuenow="34" aria-valuemin="5" aria-valuemax="105"></p>',
    ],
)
def test_progress_is_a_text_or_a_bar(look: Look, markup: str) -> None:
    assert look(markup).progress == "29"


@pytest.mark.parametrize(
    "text, read",
    [
        ("%29", "29"),
        ("İlerleme: %29", "29"),
        ("7 test, %29,5", "29,5"),
        ("(29 %)", "29"),
        ("29 % 3 of 7", "29"),
        ("<button>Run</button><output>29%</output>", "29"),
        ("-5%", "-5"),
        ("\u22125 %", "\u22125"),
        ("NaN%", "NaN"),
        ("Progress: undefined %", "undefined"),
        ("İlerleme %NaN", "İlerleme"),
        ("29 of 100", None),
        ("%-5", "-5"),
        ("İlerleme: %undefined", "undefined"),
        ("cqc-29%", "29"),
        ("undefined29%", "undefined29"),
        ("5e-7%", "5e-7"),
        (".5%", ".5"),
        ("1'000%", "1'000"),
        ("see /test%20page", None),
    ],
)
def test_a_percentage_is_read_as_its_user_reads_it(look: Look, text: str, read: str | None) -> None:
    assert look(f"<p>{text}</p>").progress == read


@pytest.mark.parametrize("value, read", [("NaN", "NaN"), ("", ""), ("-5", "-5"), ("33.3", "33.3")])
def test_a_bar_that_says_no_percentage_is_read_as_it_is(look: Look, value: str, read: str) -> None:
    assert look(f'<p role="progressbar" aria-valuenow="{value}"></p>').progress == read


@pytest.mark.parametrize(
    "bars, bar",
    [
        ("", None),
        ("<progress value='.2'></progress>", "20"),
        ("<progress></progress>" * 2, None),
        (FILLED.format(value=29, width="20%"), "20"),
        (FILLED.format(value=20, width="29%"), "20"),
        (FILLED.format(value=29, width="20px"), "29"),
        ("<p role=progressbar><i style='width: 20%'></i></p>", "20"),
        (
            "<p role=progressbar aria-valuenow=29><i style='width: 20%'></i><i style='width: 9%'></i></p>",
            "29",
        ),
        (MOVED.format("transform: scaleX(0.2)"), "20"),
        (MOVED.format("transform: scaleX(29)"), "2900"),
        (MOVED.format("width: 100%; transform: translateX(-71%)"), "29"),
        (MOVED.format("width: 100%; transform: translateX(-80%)"), "20"),
        ("<p role=progressbar aria-valuenow=29 aria-valuetext='0 %, cqc'></p>", "0"),
        ("<p role=progressbar aria-valuenow=29 aria-valuetext='step 2 of 5'></p>", "29"),
        ("<p role=progressbar aria-valuenow=29 aria-valuetext='0 % errors, 29 % done'></p>", "29"),
        ("<p role=progressbar aria-valuenow=29 aria-valuetext='20,5 %'></p>", "20.5"),
        (MOVED.format("transform: translateX(71%)"), "29"),
        (MOVED.format("width: 9px; transform: translateX(-50%)"), "29"),
        ("<p role=progressbar aria-valuenow=29><b style='transform: translateX(-50%)'>29%</b></p>", "29"),
        ("<p role=progressbar><i style='display: block; transform: scaleX(1)'></i></p>", None),
    ],
)
def test_the_only_bar_is_read_beside_a_text(look: Look, bars: str, bar: str | None) -> None:
    seen = look(f"<p>29%</p>{bars}")
    assert (seen.progress, seen.bar) == ("29", bar)


@pytest.mark.parametrize(
    "bars, bar",
    [
        ("<progress max=100 value=29></progress>", "29"),
        ("<p role=progressbar aria-valuenow=29><i style='width: 20%'></i></p>", "20"),
        ("<p role=progressbar aria-valuenow=29 aria-valuetext='٢٤\u066b٢٪'></p>", "24.2"),
        ("<p role=progressbar aria-valuenow=29 aria-valuetext='٢٩٪'></p>", "29"),
    ],
)
def test_a_percentage_in_arabic_digits_is_read_as_one(look: Look, bars: str, bar: str) -> None:
    seen = look(f"<p>٢٩٪\N{ARABIC LETTER MARK}</p>{bars}")
    assert (seen.progress, seen.bar) == ("٢٩", bar)


def test_a_bar_that_nobody_asks_for_is_not_read(look: Look) -> None:
    assert look("<p>29%</p><progress value='.2'></progress>", progress=(Find(text="(.*)%"),)).bar is None


@pytest.mark.parametrize("find", [Find(role="meter"), Find(role="meter", name="Progress")])
def test_progress_may_be_a_gauge(look: Look, find: Find) -> None:
    markup = '<meter aria-label="Progress" value="34" min="5" max="105"></meter>'
    assert look(markup, progress=(find,)).progress == "29"


def test_a_gauge_without_a_name_is_none_of_those_with_one(look: Look) -> None:
    assert look("<meter value='5'></meter>", progress=(Find(role="meter", name="Progress"),)).progress is None


def test_a_bar_whose_value_is_no_whole_percentage_is_read_as_it_is(look: Look) -> None:
    assert look('<progress value="0.333"></progress>').progress == "33.3"


@pytest.mark.parametrize(
    "markup, failure",
    [
        ("<p role=alert>It broke</p>", Find(role="alert")),
        ("<p role=dialog>It broke</p>", Find(role="dialog")),
        ("<dialog open>It broke</dialog>", Find(role="dialog")),
        ("<output>It broke</output>", Find(role="status")),
        ("<h2>It broke</h2>", Find(role="heading")),
        ("<p>Problem: It broke</p>", Find(text=r"^Problem: (.+)$")),
    ],
)
def test_a_failure_is_told_in_a_region_of_any_role_or_in_a_text(
    look: Look, markup: str, failure: Find
) -> None:
    assert look(markup, failure=(failure,)).alerts == ("It broke",)


@pytest.mark.parametrize(
    "locators, message",
    [
        (
            {"step": (Find(text=r"(?i)testing: (.*)"),)},
            r"locators\.step: Invalid regular expression: .*: Invalid group\. ",
        ),
        ({"run": (Find(css="#b["),)}, r"locators\.run: .* '#b\[' is not a valid selector\. "),
    ],
)
def test_what_the_browser_cannot_read_is_an_error_of_the_configuration(
    look: Look, locators: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        look("<p>29%</p>", **locators)


def test_a_dialog_that_is_not_open_tells_nothing(look: Look) -> None:
    assert look("<dialog>It broke</dialog>", failure=(Find(role="dialog"),)).alerts == ()


def test_what_stands_in_a_shadow_tree_is_seen_too(look: Look) -> None:
    markup = "<button>Run</button><p>29%</p><p>Testing: cqc</p><p role=alert>It broke</p>"
    seen = look(markup, SHADOW)
    assert (seen.runnable, seen.progress, seen.step, seen.alerts) == (True, "29", "cqc", ("It broke",))


def test_a_change_in_a_shadow_tree_is_seen_when_it_comes(look: Look, page: Page) -> None:
    look("<p>29%</p>", SHADOW.replace("closed", "open"))
    before = page.evaluate("window.__runnerObserver.view({ held: 0 })")
    page.evaluate(
        "document.querySelector('div').shadowRoot.querySelector('main').shadowRoot.querySelector('p').textContent"
        " = '30%'"
    )
    after = page.evaluate("window.__runnerObserver.view({ held: 0 })")
    assert ('"progress":"30"' in before, '"progress":"30"' in after) == (False, True)


def test_run_is_pressed_in_a_shadow_tree(look: Look, page: Page) -> None:
    look("<button>Run</button>", SHADOW)
    assert page.evaluate("window.__runnerObserver.runButton()").keys() == {"x", "y", "moving"}


def test_a_link_in_a_shadow_tree_is_one(look: Look, page: Page) -> None:
    look("<a href=/somewhere>Go</a>", SHADOW)
    assert page.evaluate("window.__runnerObserver.link('/somewhere')") is not None


@pytest.mark.parametrize(
    "markup",
    [
        "<p role=alertdialog>Live updates were lost</p>",
        "<p role=dialog aria-modal=true>Live updates were lost</p>",
        "<dialog>Live updates were lost</dialog>",
    ],
)
def test_a_modal_is_a_notice_whatever_the_locators_say(look: Look, markup: str) -> None:
    modal = "(markup) => { document.body.innerHTML = markup; document.querySelector('dialog')?.showModal(); }"
    assert look(markup, modal).alerts == ("Live updates were lost",)


@pytest.mark.parametrize(
    "markup",
    [
        "<div role=alertdialog><p role=alert>It broke</p> Close</div>",
        "<div role=alert><p role=alertdialog>It broke</p></div>",
    ],
)
def test_a_modal_and_the_failure_in_it_are_one_notice(look: Look, markup: str) -> None:
    assert look(markup).alerts == ("It broke",)


@pytest.mark.parametrize(
    "inside", ["<button>Run test</button>", "<p>29 %</p>", "<progress value=0.29></progress>", "Testing: fsa"]
)
def test_a_modal_in_which_the_run_is_shown_is_no_notice(look: Look, inside: str) -> None:
    assert look(f"<div role=dialog aria-modal=true>{inside}</div>").alerts == ()


def test_a_dialog_that_leaves_the_page_usable_is_no_notice(look: Look) -> None:
    assert look("<p role=dialog>We use cookies</p><dialog open>So we do</dialog>").alerts == ()


def test_a_modal_that_nobody_can_see_is_no_notice(look: Look) -> None:
    unseen = "<p role=alertdialog style='opacity: 0'>Menu</p>"
    out_of_reach = "<div inert><p role=dialog aria-modal=true>Menu</p></div>"
    assert look(unseen + out_of_reach).alerts == ()


@pytest.mark.parametrize(
    "buttons, there",
    [("<button>OK</button>", True), ("<button>Retry</button><button>Cancel</button>", False), ("", False)],
)
def test_a_modal_s_only_button_puts_it_away(look: Look, page: Page, buttons: str, there: bool) -> None:
    look(f"<div role=dialog aria-modal=true>It broke {buttons}</div><button>Run test</button>")
    modal = page.evaluate("() => window.__runnerObserver.modal()")
    assert (modal["button"] is not None) == there


def test_a_modal_with_the_results_is_put_away_too(look: Look, page: Page) -> None:
    look("<dialog>Findings <button>OK</button></dialog>", OPENED, outcome=(Find(text="^Findings"),))
    assert page.evaluate("() => window.__runnerObserver.modal()") is not None


COVER = "style='position: fixed; inset: 0; background: white'"


@pytest.mark.parametrize(
    "cover, hindrance",
    [
        (f"<div id=tour class='veil dark' {COVER}>Welcome</div>", "it is covered by div#tour.veil.dark"),
        (f"<div {COVER}><p role=dialog>It  broke</p></div>", "it is covered by a dialog, 'It broke'"),
        (f"<div role=dialog {COVER}><p>It broke</p></div>", "it is covered by a dialog, 'It broke'"),
    ],
)
def test_what_covers_the_button_is_named(look: Look, page: Page, cover: str, hindrance: str) -> None:
    look(f"<button>Run test</button>{cover}")
    assert page.evaluate("() => window.__runnerObserver.runButton()") == {"hindrance": hindrance}


@pytest.mark.parametrize(
    "cover, hindrance",
    [
        ("", "there is none"),
        (
            f"<div class=veil {COVER}></div>",
            "there is none, and the page's link to it was covered by div.veil",
        ),
    ],
)
def test_what_covers_the_way_to_the_button_is_named(
    look: Look, staged: list[Stage], cover: str, hindrance: str
) -> None:
    look(f"<a href=/test onclick='return false'>Test</a>{cover}")
    runner = RunnerPage(staged[0])
    runner.run_again()
    assert [press.hindrance for press in runner.again] == [hindrance]


@pytest.mark.parametrize(
    "link",
    [
        "<a href=/test>Test</a>",
        "<a href=/test><b>Test</b></a>",
        "<a href=/test style='pointer-events: none'>Test</a>",
    ],
)
def test_a_link_is_not_covered_by_what_is_in_it_or_around_it(look: Look, page: Page, link: str) -> None:
    look(link)
    assert page.evaluate("window.__runnerObserver.link('/test').cover") is None


def test_without_a_modal_there_is_nothing_to_put_away(look: Look, page: Page) -> None:
    look("<dialog>Closed</dialog><button>Run test</button>")
    assert page.evaluate("() => window.__runnerObserver.modal()") is None


@pytest.mark.parametrize(
    "markup, alerts",
    [
        ("<p role=alert>It broke<b role=alert>It broke</b></p>", ("It brokeIt broke",)),
        ("<p role=alert class=error>It broke</p>", ("It broke",)),
        ("<p role=alert style='opacity: 0'>It broke</p>", ()),
        ("<div style='opacity: 0'><p role=alert>It broke</p></div>", ()),
        ("<p role=alert style='height: 0; overflow: hidden'>It broke</p>", ()),
        ("<p role=alert style='height: 0'>It broke</p>", ("It broke",)),
        ("<div style='width: 0; overflow: clip'><p role=alert>It broke</p></div>", ()),
        (
            "<div style='height: 0; overflow: clip'><p role=alert style='position: fixed'>It broke</p></div>",
            ("It broke",),
        ),
        (FADING + FADES.format("in"), ("It broke",)),
        (FADING + FADES.format("out"), ()),
        (FADING + FADES.format("in reverse"), ()),
        (FADING + FADES.format("in alternate 2"), ("It broke",)),
        (FADING + FADES.format("out 10s"), ("It broke",)),
        (FADING + FADES.format("toast"), ("It broke",)),
        (FADING + FADES.format("out infinite alternate"), ("It broke",)),
    ],
)
def test_a_notice_is_told_once_and_not_when_nobody_can_see_it(
    look: Look, markup: str, alerts: tuple[str, ...]
) -> None:
    assert look(markup, failure=(Find(role="alert"), Find(css=".error"))).alerts == alerts


def test_a_notice_that_fades_out_in_the_end_does_so_by_the_one_clock(look: Look, staged: list[Stage]) -> None:
    look(FADING + FADES.format("toast"))
    driver = staged[-1].driver
    seen = []
    for second in (53, 56):
        driver.advance_to(second)
        seen.append(driver.tape.pictures[-1].alerts)
    assert seen == [("It broke",), ()]


def test_a_notice_may_be_in_the_shadow_tree_of_its_region(look: Look) -> None:
    how = """(markup) => {
        document.body.innerHTML = "<p role=alert></p>";
        document.querySelector("p").attachShadow({ mode: "closed" }).innerHTML = markup;
    }"""
    assert look("<b>It broke</b>", how).alerts == ("It broke",)


@pytest.mark.parametrize(
    "parts, alerts",
    [
        ("<p role=alert><slot></slot></p>|<x-part>It broke</x-part>", ("It broke",)),
        ("<p role=alert>Sorry: <slot></slot></p>|<x-part><b>It broke</b></x-part>", ("Sorry: It broke",)),
        ("<p role=alertdialog><slot></slot></p>|<x-part>It broke</x-part>", ("It broke",)),
        ("<p role=dialog aria-modal=true><slot></slot></p>|<x-part><button>Run</button></x-part>", ()),
        ("<p role=alert>It broke</p>|<div style='opacity: 0'><x-part></x-part></div>", ()),
        ("<p style='opacity: 0'><slot></slot></p>|<x-part><b role=alert>It broke</b></x-part>", ()),
    ],
)
def test_a_notice_is_told_with_what_a_component_shows_by_its_slots(
    look: Look, parts: str, alerts: tuple[str, ...]
) -> None:
    assert look(parts, SLOTTED, failure=(Find(role="alert"),)).alerts == alerts


def test_a_button_may_have_its_name_by_a_slot(look: Look, page: Page) -> None:
    seen = look("<button><slot></slot></button>|<x-part>Run</x-part>", SLOTTED)
    assert (seen.busy, seen.runnable) == (False, True)
    assert page.evaluate(RUN_BUTTON).keys() == {"x", "y", "moving"}


@pytest.mark.parametrize(
    "parts",
    [
        "<button><slot></slot></button>|<x-part disabled>Run</x-part>",
        "<button disabled><slot></slot></button>|<x-part>Run</x-part>",
    ],
)
def test_a_component_may_be_the_locked_button(look: Look, parts: str) -> None:
    seen = look(parts, SLOTTED, run=(Find(css="x-part"),))
    assert (seen.busy, seen.runnable) == (True, False)


@pytest.mark.parametrize(
    "markup",
    [
        "<button aria-disabled=true>Run</button>",
        "<fieldset disabled><button>Run</button></fieldset>",
        "<button disabled>Run</button>",
    ],
)
def test_a_button_may_be_locked_in_several_ways(look: Look, page: Page, markup: str) -> None:
    seen = look(markup)
    assert (seen.busy, seen.runnable) == (True, False)
    assert page.evaluate(RUN_BUTTON) == {"hindrance": "it is disabled"}


@pytest.mark.parametrize(
    "markup, progress",
    [
        ("<p role=progressbar aria-label='Progress'></p>", None),
        ("<p role=progressbar aria-label='Progress'>29%</p>", "29"),
        ("<p role=progressbar aria-valuenow=238 aria-valuemax=250></p>", "95"),
        ("<progress value=3 max=9></progress>", "33"),
    ],
)
def test_a_bar_is_read_as_its_user_sees_it(look: Look, markup: str, progress: str | None) -> None:
    assert look(markup).progress == progress


BEARING = (
    "<h2>Findings</h2>",
    "<section><canvas></canvas></section>",
    "<section><textarea></textarea></section>",
)


@pytest.mark.parametrize("how", [PLAIN, SHADOW])
@pytest.mark.parametrize("markup", BEARING)
def test_what_shows_the_results_says_or_holds_something(look: Look, markup: str, how: str) -> None:
    assert look(markup, how, outcome=(Find(css="h2, section"),)).outcome


@pytest.mark.parametrize(
    "markup", ["<section></section>", "<h2 hidden>Findings</h2>", "<h2 style='opacity: 0'>No</h2>"]
)
def test_what_is_empty_or_out_of_sight_shows_none(look: Look, markup: str) -> None:
    assert not look(markup, outcome=(Find(css="h2, section"),)).outcome


def test_results_in_a_modal_are_no_notice(look: Look) -> None:
    shown = look("<dialog>Findings: 1 failed</dialog>", OPENED, outcome=(Find(text="^Findings"),), failure=())
    assert (shown.outcome, shown.alerts) == (True, ())


def test_a_modal_without_results_is_one(look: Look) -> None:
    shown = look("<dialog>Findings: 1 failed</dialog>", OPENED, failure=())
    assert (shown.outcome, shown.alerts) == (False, ("Findings: 1 failed",))


@pytest.mark.parametrize(
    "attributes,css",
    [
        ("class=toast data-type=error", ".toast"),
        ("class=css-1x data-sonner-toast data-type=error", "[data-sonner-toast]"),
        ("data-testid=run-error", "[data-testid=run-error]"),
        ("data-type=error", "[data-type=error]"),
        ("data-testid=text", None),
        ("data-toast-7=x", None),
    ],
)
def test_what_calls_itself_a_notice_is_told_to_the_doctor(
    look: Look, page: Page, attributes: str, css: str | None
) -> None:
    look(f"<p {attributes}>It broke</p>")
    marked = page.evaluate("window.__runnerObserver.legible().marked")
    assert marked == ([[css, "It broke"]] if css else [])
    assert css is None or page.locator(css).inner_text() == "It broke"


READ_AT = """(path) => {
    history.pushState({}, "", path);
    document.body.innerHTML = "<p>Outstanding</p>";
}"""


@pytest.mark.parametrize(
    "path, outcome, texts",
    [
        ("/results/job-1", (), ["Outstanding"]),
        ("/results", (), []),
        ("/results/job-1", (Find(role="heading", name="^Findings"),), []),
        ("/test", (Find(css="p"),), ["Outstanding"]),
    ],
)
def test_what_results_say_is_read_where_they_are(
    look: Look, staged: list[Stage], path: str, outcome: tuple[Find, ...], texts: list[str]
) -> None:
    look(path, READ_AT, outcome=outcome)
    assert [shown.text for shown in staged[-1].driver.tape.results] == texts


def test_a_pattern_of_results_is_put_as_javascript_has_it() -> None:
    assert as_javascript(r"^/r/(?P<job>\d+)\Z") == r"^/r/(?<job>\d+)$"
    assert as_javascript(None) is None
