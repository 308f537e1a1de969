"""What the scenarios that come with the mock backend stage, each seen by a plain client in one run."""

from math import ceil

import pytest

from e2e.staging import fault_ids
from mock_backend import library
from mock_backend.faults.base import AnswerFault
from mock_backend.scenario import Scenario
from tests.backend.conftest import Visit
from tests.backend.peer import Peer
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
"""Each act of a fault, for some scenarios, in a run that polls at 2, 4, … 18 s and asks for results from
12 s on."""


def on_socket(scenario: Scenario) -> list[str]:
    """The ids of the faults that stand on the socket."""
    pairs = zip(scenario.faults, fault_ids(scenario), strict=True)
    return [fault_id for fault, fault_id in pairs if not isinstance(fault, AnswerFault)]


def starts(scenario: Scenario) -> bool:
    """Whether its job is started at once."""
    return not any(
        isinstance(fault, AnswerFault) and fault.call in ("health", "start") for fault in scenario.faults
    )


SOCKETS = [each for each in library.scenarios().values() if on_socket(each) and starts(each)]


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


class Reconnecting:
    """A page's sockets: subscribed, given up when the backend closes, opened anew when lost."""

    def __init__(self, visitor: Visitor, job: str) -> None:
        self.visitor = visitor
        self.job = job
        self.peer: Peer | None = None
        self.made = 0

    def look(self) -> None:
        phases = [connection.phase for connection in self.visitor.state().connections]
        if phases == ["closing"] and self.peer:
            self.peer.socket.close()
            self.visitor.wait_until(lambda state: not state.connections)
            phases = []
        if not phases:
            self._connect()

    def _connect(self) -> None:
        self.peer = self.visitor.knocking()
        self.made += 1
        self.visitor.wait_until(lambda _: self._count("socket.handshake") == self.made)
        if any(connection.phase == "open" for connection in self.visitor.state().connections):
            received = self._count("socket.received")
            self.peer.say({"job_id": self.job})
            self.visitor.wait_until(lambda _: self._count("socket.received") > received)

    def close(self) -> None:
        open_now = [each for each in self.visitor.state().connections if each.phase == "open"]
        if self.peer and open_now:
            self.peer.close()
            self.visitor.wait_for("socket.close_received")

    def _count(self, kind: str) -> int:
        return sum(entry.kind == kind for entry in self.visitor.control.journal(self.visitor.session))


@pytest.mark.parametrize("scenario", SOCKETS, ids=lambda scenario: scenario.name)
def test_each_fault_of_the_socket_acts(visit: Visit, scenario: Scenario) -> None:
    visitor = visit(scenario.name)
    job = visitor.start()
    page = Reconnecting(visitor, job)
    second: float = 0
    while second <= ceil(scenario.length):
        visitor.advance(second)
        page.look()
        ask(visitor, f"/api/test/status/{job}")
        second = max(second + 1, ceil(visitor.state().next or 0))
    page.close()
    acted = {entry.fault for entry in visitor.control.journal(visitor.session)}
    assert set(on_socket(scenario)) <= acted


FAMILIES = {each.family for each in library.scenarios().values()} - {""}


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_scenarios_of_a_family_tell_the_same_job(family: str) -> None:
    members = [each for each in library.scenarios().values() if each.family == family]
    assert len(members) > 1
    assert all(each.job == members[0].job for each in members)


@pytest.mark.parametrize("scenario", library.scenarios().values(), ids=library.scenarios())
def test_its_cause_is_one_sentence(visit: Visit, scenario: Scenario) -> None:
    assert scenario.cause.endswith(".")
    assert ". " not in scenario.cause
    assert len(scenario.cause) <= 110
