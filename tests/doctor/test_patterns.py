"""What is proposed reads what it was derived from, in Python as in JavaScript."""

import re

import pytest

from e2e.doctor.patterns import (
    beginning,
    but_for_reason,
    escaped,
    first_word,
    line_begun_alike,
    line_reading,
    path_with,
    raw,
    reading,
)


@pytest.mark.parametrize(
    "texts,pattern",
    [
        ((("Progress: 20 percent", "20"), ("Progress: 60 percent", "60")), r"Progress: (\S+)"),
        ((("Done: 20% of all", "20"), ("Done: 60% of all", "60")), r"Done: (\S+?)%"),
        ((("20 percent", "20"), ("60 percent", "60")), r"(\S+) percent"),
        ((("20%", "20"), ("60%", "60")), r"(\S+?)%"),
        ((("(asking cqc)", "cqc"), ("(asking fsa)", "fsa")), r"\(asking (\S+?)\)"),
        ((("Source\ncqc", "cqc"), ("Source\nfsa", "fsa")), r"Source\s+(\S+)"),
        ((("cqc fsa\nNow at cqc", "cqc"), ("cqc fsa\nNow at fsa", "fsa")), r"Now at (\S+)"),
    ],
)
def test_a_value_is_read_by_its_surroundings(texts: tuple[tuple[str, str], ...], pattern: str) -> None:
    assert reading(texts) == pattern
    for text, value in texts:
        match = re.search(pattern, text, re.IGNORECASE | re.MULTILINE)
        assert match is not None
        assert match[1] == value


@pytest.mark.parametrize(
    "texts", [(("20", "20"), ("60", "60")), (("at 20", "20"), ("of 60", "60")), (("", "20"),)]
)
def test_a_value_without_surroundings_is_not_read(texts: tuple[tuple[str, str], ...]) -> None:
    assert reading(texts) is None


def test_a_part_of_another_number_is_not_the_value() -> None:
    assert reading((("Run 120: at 20", "20"), ("Run 160: at 60", "60"))) == r"at (\S+)"


def test_a_line_is_known_by_how_it_begins_up_to_what_varies() -> None:
    assert beginning("WebSocket closed 1006 ") == "^WebSocket closed"
    assert beginning("up for 45d6acfb-6182-4112-b623-1e820af4cd3e") == "^up for"
    assert beginning("[socket] open") == r"^\[socket\] open"
    assert beginning("42") == "42"


def test_a_line_is_known_by_what_stands_before_the_bracket_around_what_varies() -> None:
    assert beginning("No live channel (code 1006), polling only") == "^No live channel"
    assert beginning("No channel (yet) 3") == r"^No channel \(yet\)"
    assert beginning("Channel (3) open") == r"^Channel \("


def test_a_line_that_says_why_is_known_by_what_stands_before_the_reason() -> None:
    assert but_for_reason("Live updates unavailable (no route), polling") == "^Live updates unavailable"
    assert but_for_reason("Live updates unavailable: could not connect") == "^Live updates unavailable"
    assert but_for_reason("Live updates unavailable 1006 (no route)") == "^Live updates unavailable"
    assert but_for_reason("[socket]: no channel (no route)") == r"^\[socket\]: no channel"
    assert but_for_reason("Polling only") == "^Polling only"


def test_what_follows_a_line_s_first_words_is_read() -> None:
    assert line_reading("Problem: it broke", "it broke") == "^Problem: (.+)"
    assert line_reading("it broke", "it broke") is None


@pytest.mark.parametrize(
    "one,other,pattern",
    [
        ("Now: Food", "Now: Care of all", r"^Now: (\S.*)"),
        ("At home (2 of 3)", "At home alone", r"^At home (\S.*)"),
        ("Now", "Now: Food", None),
        ("Now Food", "Now", None),
        ("Food", "Care", None),
    ],
)
def test_what_follows_the_words_with_which_lines_begin_is_read(
    one: str, other: str, pattern: str | None
) -> None:
    assert line_begun_alike(one, other) == pattern


def test_a_path_is_known_with_any_job_in_it() -> None:
    assert path_with("/a.b/job-1/c", "job-1") == r"^/a\.b/(?P<job>[^/]+)/c$"
    assert path_with("/done", "job-1") is None


def test_a_button_is_known_by_its_first_word_where_that_is_its_own() -> None:
    assert first_word("Run test", ("Help",)) == "^Run"
    assert first_word("Run test", ("Run all",)) == "^Run test$"


def test_a_pattern_is_written_as_python() -> None:
    assert raw(r"\d") == 'r"\\d"'
    assert raw('say "x"') == "'say \"x\"'"


def test_only_what_both_languages_know_is_escaped() -> None:
    assert escaped("a-b #1 [x] (y) 2.0 ~&") == r"a-b #1 \[x\] \(y\) 2\.0 ~&"
