"""What a run is about: by names, folders, checks and levels."""

from pathlib import Path

import pytest

from e2e.checks import EVERY_CHECK
from e2e.cli import NAMED, played
from e2e.errors import UsageError
from e2e.quick import QUICK
from e2e.selection import Selection, catalogue


def test_by_default_everything_is_played_and_every_check_decides() -> None:
    everything = Selection()
    assert everything.whole
    assert everything.names == list(catalogue())
    assert everything.judged == EVERY_CHECK


def test_scenarios_and_folders_add_up_in_the_catalogue_s_order() -> None:
    chosen = Selection(scenarios=("success", "reset-mid-run"), folders=("plain",))
    assert not chosen.whole
    plain = ["odd-percentages", "share-and-source-apart", "success", "two-steps-and-a-rest"]
    assert chosen.names == ["reset-mid-run", *plain]
    assert {catalogue()[name] for name in Selection(folders=("polling",)).names} == {"polling"}


def test_the_quick_ones_are_chosen_beside_those_that_are_named() -> None:
    assert Selection(quick=True).names == list(QUICK)
    assert not Selection(quick=True).whole
    (other, *_) = sorted(catalogue().keys() - set(QUICK))
    assert set(Selection(scenarios=(other,), quick=True).names) == {other, *QUICK}


def test_checks_and_a_level_narrow_each_other_down() -> None:
    assert [check.id for check in Selection(checks=("log-loss", "close-clean")).judged] == [
        "close-clean",
        "log-loss",
    ]
    assert {check.level for check in Selection(level="core").judged} == {"core"}
    assert [check.id for check in Selection(checks=("log-loss", "close-clean"), level="core").judged] == [
        "close-clean"
    ]


def test_the_catalogue_alone_is_played_and_the_reference_page_s_own_files_where_they_are_asked_for() -> None:
    everything = [Path(name).name for name in played(Selection(), named=False)]
    assert everything == ["test_catalogue.py"]
    assert [Path(name).name for name in played(Selection(), named=True)] == list(NAMED)
    assert [Path(name).name for name in played(Selection(folders=("plain",)), named=True)] == everything
    some_checks = Selection(checks=("close-clean",), level="core")
    assert [Path(name).name for name in played(some_checks, named=True)] == list(NAMED)


def test_choosing_checks_alone_plays_every_scenario() -> None:
    assert Selection(checks=("close-clean",)).names == list(catalogue())
    assert not Selection(checks=("close-clean",)).whole


@pytest.mark.parametrize(
    "kind,word,sentence",
    [
        (
            "scenarios",
            "reset-mid-rum",
            "No scenario is named 'reset-mid-rum' (did you mean 'reset-mid-run'?). `mock-backend",
        ),
        (
            "scenarios",
            "run-again-after",
            (
                "No scenario is named 'run-again-after' (did you mean 'run-again-after-failure' or "
                "'run-again-after-missing-results' or 'run-again-after-refusal'?). `mock-backend"
            ),
        ),
        (
            "folders",
            "poling",
            "No folder of scenarios is named 'poling' (did you mean 'polling'?). There are: again, ",
        ),
        (
            "checks",
            "clos-clean",
            "No check is named 'clos-clean' (did you mean 'close-clean'?). `runner-e2e checks`",
        ),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest_name(kind: str, word: str, sentence: str) -> None:
    with pytest.raises(UsageError) as raised:
        Selection(**{kind: (word,)})  # type: ignore[arg-type]
    assert str(raised.value).startswith(sentence)


@pytest.mark.parametrize("word", ["/path/rest.yaml", "ours/rest", "rest.yml"])
def test_who_names_a_file_is_told_how_it_is_played(word: str) -> None:
    with pytest.raises(UsageError) as raised:
        Selection(scenarios=(word,))
    assert str(raised.value) == (
        f"No scenario is named '{word}'. `mock-backend --scenarios` lists them. A file of your own is played "
        "by a test, with the fixture `scenario`, or by hand: `mock-backend --scenario FILE.yaml`."
    )
    with pytest.raises(UsageError, match=r"lists them\.$"):
        Selection(scenarios=("rest",))


def test_a_check_of_the_other_level_leaves_nothing_to_judge() -> None:
    with pytest.raises(UsageError) as raised:
        Selection(checks=("close-clean",), level="extended")
    assert str(raised.value) == "No extended check is named close-clean: leave --level out."
