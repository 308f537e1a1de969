"""What a browser, a clock or a page was not made for is left out with its reason, and is no error."""

import pytest

from e2e.evidence import AnswerSeen
from e2e.servers import Addresses
from e2e.visit.feasible import hindrance, may_be_out_of_place, out_of_place
from mock_backend.scenario import Scenario
from tests.checks.story import Story, success
from tests.suite.conftest import Project

APART = Addresses(
    backend="http://localhost:8000",
    front="http://localhost:3000",
    socket_url="ws://localhost:8000/ws/test-progress",
    page_url="http://localhost:3000",
)


def visiting(word: str) -> Scenario:
    spans = {"from": 1, "until": 4} if word in ("offline", "freeze", "hide", "sleep") else {}
    factor = {"factor": 4} if word == "slow-device" else {}
    return Scenario.model_validate({"cause": "Tried here.", "visit": [{"act": word, **spans, **factor}]})


@pytest.mark.parametrize("word", ["offline", "freeze", "closed-port", "slow-device"])
def test_chromium_alone_can_play_it(word: str) -> None:
    assert hindrance(visiting(word), "chromium", real=False, addresses=APART) is None
    why = hindrance(visiting(word), "firefox", real=False, addresses=APART)
    assert why is not None
    assert why.startswith(f"Chromium alone can play {word}: ")


@pytest.mark.parametrize("word", ["hide", "sleep", "broken-socket", "forbidden-socket"])
def test_every_browser_can_play_it(word: str) -> None:
    assert hindrance(visiting(word), "firefox", real=False, addresses=APART) is None


def test_a_sleep_needs_a_virtual_clock() -> None:
    assert hindrance(visiting("sleep"), "chromium", real=True, addresses=APART) == (
        "a sleep is played by the virtual clock alone: nothing else lets a page's clock jump"
    )
    assert hindrance(visiting("freeze"), "chromium", real=True, addresses=APART) is None


def test_thousands_of_messages_at_once_need_a_virtual_clock() -> None:
    burst = Scenario.model_validate({"cause": "Tried here.", "faults": [{"fault": "burst", "at": 2}]})
    assert hindrance(burst, "chromium", real=True, addresses=APART) == (
        "10,000 messages of one instant are played by the virtual clock alone: in real time they "
        "would measure the machine"
    )
    assert hindrance(burst, "chromium", real=False, addresses=APART) is None


def test_a_hundred_messages_at_once_do_not() -> None:
    fault = {"fault": "burst", "at": 2, "times": 100}
    burst = Scenario.model_validate({"cause": "Tried here.", "faults": [fault]})
    assert hindrance(burst, "chromium", real=True, addresses=APART) is None


def test_a_policy_needs_a_page_that_the_mock_backend_serves() -> None:
    served_elsewhere = Addresses(APART.backend, None, APART.socket_url, APART.page_url)
    assert hindrance(visiting("forbidden-socket"), "chromium", real=False, addresses=served_elsewhere) == (
        "forbidden-socket needs a page that the mock backend serves, for a header of that page"
    )


def test_a_port_that_the_page_itself_comes_from_cannot_be_closed() -> None:
    one = Addresses(APART.backend, None, "ws://localhost:3000/ws/test-progress", APART.page_url)
    assert hindrance(visiting("closed-port"), "chromium", real=False, addresses=one) == (
        "closed-port needs a socket on another port than the page's own"
    )


SLEEP = """
from mock_backend.scenario import Scenario

def test_sleep(scenario):
    visit = [{"act": "sleep", "from": 1, "until": 9}]
    scenario(Scenario(cause="A short sleep.", name="short-sleep", visit=visit))
"""


def test_what_was_left_out_is_told_with_its_reason(project: Project) -> None:
    (project.folder / "test_sleep.py").write_text(SLEEP, encoding="utf-8")
    done = project.run("-q", "--contract", "--time", "real")
    assert done.returncode == 2
    assert (
        "\nNot applicable here: short-sleep; a sleep is played by the virtual clock alone: nothing else lets "
        "a page's clock jump.\n"
    ) in done.stdout


def test_a_page_whose_calls_go_to_the_socket_s_port_too_cannot_be_led_away_from_it() -> None:
    story = Story()
    story.answers.append(AnswerSeen(0, "/health", None))
    assert out_of_place(story.evidence(5)) == (
        "closed-port needs a socket on another port than the page's calls"
    )
    assert may_be_out_of_place(visiting("closed-port"))
    assert not may_be_out_of_place(visiting("broken-socket"))


def test_a_page_whose_calls_arrive_can() -> None:
    story = success()
    story.answers.append(AnswerSeen(2, "/api/test/status/job-1", None))
    assert out_of_place(story.evidence(12)) is None
