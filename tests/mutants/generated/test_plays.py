from mock_backend.library import scenarios
from tests.mutants.generated.plays import PLAYS, SOCKET_URL, Play, asked_for, reaching

SUCCESS, FAILS, RELEASED = Play("success"), Play("job-fails"), Play("success", "production")
REACHED = {FAILS: frozenset("12"), SUCCESS: frozenset("1"), RELEASED: frozenset("1")}


def test_each_scenario_is_one_of_the_catalogue_and_played_once() -> None:
    assert {play.scenario for play in PLAYS} <= set(scenarios())
    assert len(set(PLAYS)) == len(PLAYS)


def test_a_mutant_is_played_where_it_is_reached() -> None:
    assert reaching("run/log.ts", "1", REACHED) == [FAILS, SUCCESS]
    assert reaching("run/log.ts", "2", REACHED) == [FAILS]
    assert reaching("run/log.ts", "3", REACHED) == []


def test_what_the_page_is_built_for_concerns_the_socket_s_url_alone() -> None:
    assert reaching(SOCKET_URL, "1", REACHED) == [SUCCESS, RELEASED, FAILS]


def test_a_page_that_is_told_no_url_asks_the_backend_in_development_and_its_own_origin_else() -> None:
    socket, page = "ws://localhost:9000/ws/test-progress", "http://localhost:3000"
    assert [asked_for(built, socket, page) for built in ("e2e", "development", "production")] == [
        "ws://localhost:9000/ws/test-progress",
        "ws://localhost:8000/ws/test-progress",
        "ws://localhost:3000/ws/test-progress",
    ]
