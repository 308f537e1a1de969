"""What the scenarios that come with the mock backend stage, each seen by a plain client in one run."""

import pytest

from mock_backend import library
from mock_backend.scenario import Scenario
from tests.backend.conftest import Visit
from tests.backend.visitor import Visitor

ACTS = {
    "success": [],
    "refused-handshake": ["0 socket.refused refusal-1"],
    "hanging-handshake": ["0 socket.held handshake-silence-1"],
    "handshake-reset": ["0 socket.reset handshake-reset-1"],
    "reset-before-first-event": ["0.5 socket.reset reset-1"],
    "reset-mid-run": ["6 socket.reset reset-1"],
    "cut-mid-run": ["6 socket.cut cut-1"],
    "close-1011-mid-run": ["6 socket.close_sent close-1"],
    "silent-socket": [f"{at} socket.withheld silence-1" for at in (0, 1, 3, 5, 7, 9, 11)],
    "malformed-frames": ["4 socket.sent malformed-1", "8 socket.sent malformed-2"],
    "foreign-events": [f"{at} socket.sent foreign-event-{n}" for n, at in enumerate((4, 6, 8), 1)],
    "late-event": [f"{at} socket.sent delay-1" for at in (11.5, 13.5)],
    "status-500": ["4 http.answered error-answer-1", "8 http.answered error-answer-1"],
    "status-503-for-a-while": ["4 http.answered error-answer-1", "6 http.answered error-answer-1"],
    "status-reset": ["4 http.reset answer-reset-1", "6 http.reset answer-reset-1"],
    "status-held": ["4 http.held answer-hold-1", "7 http.answered answer-hold-1"],
    "status-html": ["4 http.answered html-answer-1", "6 http.answered html-answer-1"],
    "job-fails": [],
    "results-not-ready": ["12 http.answered results-late-1"],
}
"""Each act of a fault, by scenario, in a run that polls at 2, 4, … 18 s and asks for results from 12 s on."""


def test_all_are_known_here() -> None:
    assert set(ACTS) == set(library.scenarios())


def ask(visitor: Visitor, path: str) -> None:
    """Returns when the answer left, or what a fault did instead."""
    before = visitor.told("http.request")
    visitor.asking(path)
    visitor.wait_until(lambda state: visitor.told("http.request") != before and not state.working)


@pytest.mark.parametrize("name", ACTS)
def test_its_faults_act_when_they_should(visit: Visit, name: str) -> None:
    visitor = visit(name)
    job = visitor.start()
    visitor.knocking()
    visitor.wait_for("socket.handshake")
    for at in range(2, 20, 2):
        visitor.advance(at)
        ask(visitor, f"/api/test/status/{job}")
        if at >= 12:
            ask(visitor, f"/api/test/results/{job}")
    journal = visitor.control.journal(visitor.session)
    assert [f"{entry.at:g} {entry.kind} {entry.fault}" for entry in journal if entry.fault] == ACTS[name]


@pytest.mark.parametrize("scenario", library.scenarios().values(), ids=library.scenarios())
def test_its_cause_is_one_sentence(visit: Visit, scenario: Scenario) -> None:
    assert scenario.cause.endswith(".")
    assert ". " not in scenario.cause
    assert len(scenario.cause) <= 110
