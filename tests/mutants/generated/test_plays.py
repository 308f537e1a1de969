from typing import get_args

from mock_backend.library import scenarios
from tests.mutants.generated.page import FRONTEND
from tests.mutants.generated.plays import PLAYS, For, Play, asked_for, reaching

SUCCESS, FAILS, BURST = Play("success"), Play("job-fails"), Play("burst-of-events", ("run/log.ts",))
REACHED = {FAILS: frozenset("12"), SUCCESS: frozenset("1"), BURST: frozenset("1")}


OWN = {"each-shape", "lost-for-a-while"}
"""Scenarios of the tests that play them."""


def test_each_scenario_is_one_of_the_catalogue_and_played_once() -> None:
    assert {play.scenario for play in PLAYS} - set(scenarios()) == OWN
    assert len({(play.scenario, play.built_for, play.test) for play in PLAYS}) == len(PLAYS)


def test_what_a_scenario_is_about_is_there() -> None:
    assert [file for play in PLAYS for file in play.about if not (FRONTEND / "src" / file).is_file()] == []


def test_a_mutant_is_played_where_it_is_reached() -> None:
    assert reaching("run/log.ts", "1", REACHED) == [FAILS, SUCCESS, BURST]
    assert reaching("run/log.ts", "2", REACHED) == [FAILS]
    assert reaching("run/log.ts", "3", REACHED) == []


def test_a_scenario_is_for_the_files_that_it_is_about() -> None:
    assert reaching("run/socket.ts", "1", REACHED) == [FAILS, SUCCESS]


def test_a_page_that_is_told_no_url_asks_the_backend_in_development_and_its_own_origin_else() -> None:
    socket, page = "ws://localhost:9000/ws/test-progress", "http://localhost:3000"
    assert [asked_for(built, socket, page) for built in get_args(For)] == [
        "ws://localhost:9000/ws/test-progress",
        "ws://localhost:8000/ws/test-progress",
        "ws://localhost:3000/ws/test-progress",
        "ws://localhost:3000/ws/test-progress",
    ]
