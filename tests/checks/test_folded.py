"""A run of many scenarios, folded to what matters."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from e2e.checks import Check
from e2e.report.folded import NAMED_AT_MOST, OTHER_WAYS, breaches, folded
from e2e.report.outcome import Outcome
from e2e.report.table import PLAIN
from e2e.verdict import failed
from tests.checks.test_report import THREE, outcome

FOLDERS = {"still-water": "sea", "long-swell": "sea", "fog": "weather", "drizzle": "weather"}


def again(shown: Outcome, check: str) -> str:
    return f"again {shown.scenario} {check}"


def text(*outcomes: Outcome, width: int | None = None, checks: tuple[Check, ...] = THREE) -> str:
    return folded(outcomes, FOLDERS, again, checks=checks, width=width).plain


def test_folders_that_hold_are_a_line_each() -> None:
    kept = [outcome("still-water", "ppp"), outcome("long-swell", "pnn"), outcome("fog", "npp")]
    assert text(*kept) == (
        "sea      2 kept\n"
        "weather  1 kept"
    )  # fmt: skip


def test_scenarios_of_one_s_own_have_a_line_of_their_own() -> None:
    assert text(outcome("fog", "ppp"), outcome("our-vpn", "ppp")) == (
        "others   1 kept\n"
        "weather  1 kept"
    )  # fmt: skip


def test_a_failed_check_is_told_once_with_all_that_show_it_and_the_way_to_see_it_again() -> None:
    broken = [outcome("still-water", "pfp"), outcome("long-swell", "ppp"), outcome("fog", "pff")]
    assert text(*broken) == (
        "sea      1 kept, 1 broken\n"
        "weather  0 kept, 1 broken\n"
        "\n"
        "✗ calm  core\n"
        "  promised  The sea is calm.\n"
        "  shown by  still-water, fog\n"
        "  there     calm was failed\n"
        "  again     again still-water calm\n"
        "\n"
        "✗ warm  extended\n"
        "  promised  It is warm.\n"
        "  shown by  fog\n"
        "  there     warm was failed\n"
        "  again     again fog warm"
    )


def test_a_scenario_that_was_not_staged_has_its_own_line() -> None:
    assert text(outcome("fog", "ppp", "no fog came", "nor mist")) == (
        "weather  0 kept, 1 not staged\n"
        "\n"
        "fog [chromium] was not staged: no fog came; nor mist."
    )  # fmt: skip


def test_a_promise_seen_broken_where_nothing_was_staged_is_told_as_both() -> None:
    assert text(outcome("fog", "fpp", "no fog came")).splitlines()[-1] == (
        "fog [chromium] was not staged: no fog came."
    )
    assert [each.check.id for each in breaches([outcome("fog", "fpp", "no fog came")], THREE)] == ["sunny"]


def test_of_many_that_show_it_the_first_are_named() -> None:
    many = [outcome(f"fog-{number}", "fpp") for number in range(NAMED_AT_MOST + 5)]
    shown = next(line for line in text(*many).splitlines() if "shown by" in line)
    assert shown.endswith(f"fog-{NAMED_AT_MOST - 1} and 5 more")


def test_the_browser_is_named_where_there_are_several() -> None:
    shown = text(outcome("fog", "fpp"), outcome("fog", "fpp", browser="firefox"))
    assert "  shown by  fog [chromium], fog [firefox]\n" in shown


@pytest.mark.parametrize("width", [50, 80, 120])
def test_lines_are_wrapped_under_their_beginning_and_commands_are_whole(width: int) -> None:
    many = [outcome(f"a-rather-long-name-{number}", "fpp", "it did not happen") for number in range(6)]
    lines = text(*many, width=width).splitlines()
    assert max(map(len, lines)) <= width
    first = next(number for number, line in enumerate(lines) if "shown by" in line)
    assert lines[first + 1].startswith(" " * 12 + "a-rather-long-name-")
    assert "  again     again a-rather-long-name-0 sunny" in lines


def test_it_can_be_drawn_in_ascii() -> None:
    drawn = folded([outcome("fog", "fpp", "no fog")], FOLDERS, again, signs=PLAIN, checks=THREE)
    assert drawn.plain.isascii()
    assert "X sunny  core" in drawn.plain


def test_only_titles_are_dim() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=200)
    with console.capture() as capture:
        console.print(folded([outcome("fog", "fpp")], FOLDERS, again, checks=THREE), highlight=False)
    assert capture.get().splitlines()[2:] == [
        "\x1b[1;31m✗ sunny\x1b[0m\x1b[2m  core\x1b[0m",
        "\x1b[2m  promised  \x1b[0mThe sun shines.",
        "\x1b[2m  shown by  \x1b[0mfog",
        "\x1b[2m  there     \x1b[0msunny was failed",
        "\x1b[2m  again     \x1b[0m\x1b[1magain fog sunny\x1b[0m",
    ]


def test_families_have_a_line_of_their_own_after_all_folders() -> None:
    family = replace(outcome("waters", "npf"), members=("still-water", "long-swell"))
    told = text(outcome("still-water", "ppp"), outcome("zephyr", "ppp"), family).splitlines()
    assert told[:3] == [
        "others    1 kept",
        "sea       1 kept",
        "families  0 kept, 1 broken",
    ]
    assert "  shown by  family waters" in told


def said(name: str, sentence: str) -> Outcome:
    return Outcome(name, "chromium", (failed("calm", sentence),))


def test_a_check_that_failed_in_several_ways_tells_of_each_once() -> None:
    told = text(
        said("still-water", "a wave of 2 m came at 3 s, on 'wind'"),
        said("long-swell", "a wave of 3.5 m came at 11 s, on the backend's 'ferry'"),
        said("fog", "a wave of 1 m came at 1 s, on 'the captain's horn'"),
    ).splitlines()
    assert told[-3:] == [
        "  there     a wave of 2 m came at 3 s, on 'wind'",
        "  also      in long-swell: a wave of 3.5 m came at 11 s, on the backend's 'ferry'",
        "  again     again still-water calm",
    ]


def test_of_many_ways_the_first_are_told() -> None:
    told = text(*(said(f"wave-{letter}", f"{letter} came") for letter in "abcdefg")).splitlines()
    ways = [line for line in told if line.startswith(("  there", "  also"))]
    assert len(ways) == 1 + OTHER_WAYS + 1
    assert ways[-1] == "  also      in 3 other ways"
