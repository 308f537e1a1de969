"""When the socket breaks: the run goes on by polling, and the console says what happened."""

import pytest

from e2e.fixtures import Visit

NEVER_OPENED = [
    "warning: WebSocket connection failed, using polling instead",
    "log: WebSocket closed 1006",
]
"""What the console shows when no connection could be made."""


def lost(code: int, reason: str = "") -> list[str]:
    """What the console shows when an open connection ended with that code before the job did."""
    return [
        "log: WebSocket connected for job: <job>",
        "log: WebSocket connection confirmed",
        f"log: WebSocket closed {code} {reason}".rstrip(),
        f"warning: WebSocket connection lost (code {code}), using polling instead",
    ]


def test_a_refused_handshake_is_told_and_the_run_finishes_by_polling(scenario: Visit) -> None:
    runner = scenario("refused-handshake")
    runner.run()
    runner.keeps_the_contract()
    assert runner.path() == "/results/<job>"
    assert runner.console(about="WebSocket") == NEVER_OPENED


def test_a_handshake_that_never_answers_does_not_hold_the_run_up(scenario: Visit) -> None:
    runner = scenario("hanging-handshake")
    runner.run()
    runner.reach(7.5)
    assert runner.picture() == (
        "path: /test\n"
        "run: busy\n"
        "progress: 60%\n"
        "step: companies_house\n"
        "failure: none\n"
        "results: none"
    )  # fmt: skip

    runner.keeps_the_contract()
    assert runner.path() == "/results/<job>"
    assert runner.console(about="WebSocket connected") == []


@pytest.mark.parametrize(
    "name, code, reason",
    [
        ("reset-before-first-event", 1006, ""),
        ("reset-mid-run", 1006, ""),
        ("cut-mid-run", 1006, ""),
        ("close-1011-mid-run", 1011, "Internal error"),
    ],
)
def test_a_connection_that_is_lost_is_told_and_the_run_finishes_by_polling(
    scenario: Visit, name: str, code: int, reason: str
) -> None:
    runner = scenario(name)
    runner.run()
    runner.keeps_the_contract()
    assert runner.path() == "/results/<job>"
    assert runner.console(about="WebSocket") == lost(code, reason)


def test_a_socket_that_stays_silent_does_not_freeze_the_progress(scenario: Visit) -> None:
    runner = scenario("silent-socket")
    runner.run()
    runner.reach(7.5)
    assert runner.picture() == (
        "path: /test\n"
        "run: busy\n"
        "progress: 60%\n"
        "step: companies_house\n"
        "failure: none\n"
        "results: none"
    )  # fmt: skip

    runner.keeps_the_contract()
    assert runner.path() == "/results/<job>"
    assert runner.complaints() == []
