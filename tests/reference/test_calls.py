"""What the reference page asks for, and where."""

import pytest
from playwright.sync_api import Request

from e2e.fixtures import Visit
from e2e.plugin import SLOW
from e2e.runner_page import RunnerPage

pytestmark = getattr(pytest.mark, SLOW)

SOURCES = ["cqc", "fsa", "companies_house", "google_places", "perplexity", "besttime", "autumna"]


def test_the_socket_is_asked_for_where_the_build_says(scenario: Visit) -> None:
    runner = scenario("success")
    runner.run()
    asked = [socket.url for socket in runner.evidence().sockets]
    assert asked == [runner.stage.suite.addresses.socket_url]


def test_a_test_is_asked_for_as_json_and_without_what_was_left_empty(scenario: Visit) -> None:
    runner = scenario("success")
    runner.page.get_by_label("City").fill(" Brighton ")
    start = started(runner)
    assert start.header_value("content-type") == "application/json"
    assert start.post_data_json == {
        "homeName": "Sunrise Care Home",
        "city": "Brighton",
        "apisToTest": SOURCES,
    }


def test_all_that_is_filled_in_is_asked_for(scenario: Visit) -> None:
    runner = scenario("success")
    for label, text in {"Name": "Elms", "Address": "1 Elm Road", "Postcode": "BN1 1AA"}.items():
        runner.page.get_by_label(label).fill(text)
    for source in runner.page.get_by_role("checkbox").all()[2:]:
        source.uncheck()
    assert started(runner).post_data_json == {
        "homeName": "Elms",
        "address": "1 Elm Road",
        "postcode": "BN1 1AA",
        "apisToTest": SOURCES[:2],
    }


def started(runner: RunnerPage) -> Request:
    """The start call, when Run was pressed."""
    with runner.page.expect_request(lambda request: request.method == "POST") as asked:
        runner.run()
    return asked.value
