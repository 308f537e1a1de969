"""One session, seen from a page's side by plain clients, and from the driver's by the control API."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from mock_backend.client import Control
from mock_backend.state import State
from tests.backend.peer import NONE, PATIENCE, Peer
from tests.backend.telling import told

START = {"homeName": "Rose Court", "apisToTest": ["cqc"]}


@dataclass(frozen=True)
class Answered:
    status: int
    body: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Visitor:
    control: Control
    session: str
    port: int
    closing: ExitStack = field(repr=False)
    ended: bool = False

    @property
    def cookie(self) -> dict[str, str]:
        return {"Cookie": f"mock_session={self.session}"}

    # The page's side

    def ask(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = NONE, raw: bool = False
    ) -> Answered:
        """`body` is sent as JSON, or as it is when `raw`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = body if raw or body is None else json.dumps(body)
            connection.request(method, path, sent, {**self.cookie, **headers})
            answer = connection.getresponse()
            return Answered(answer.status, answer.read().decode(), dict(answer.getheaders()))
        finally:
            connection.close()

    def start(self) -> str:
        """Starts a job and returns its id."""
        job_id: str = self.ask("POST", "/api/test/comprehensive", START).json["job_id"]
        return job_id

    def status(self, job_id: str) -> Answered:
        return self.ask("GET", f"/api/test/status/{job_id}")

    def results(self, job_id: str) -> Answered:
        return self.ask("GET", f"/api/test/results/{job_id}")

    def peer(self) -> Peer:
        return self.closing.enter_context(Peer(self.port))

    def asking(self, path: str) -> Peer:
        """A GET whose answer is not waited for."""
        peer = self.peer()
        peer.ask("GET", path, self.cookie)
        return peer

    def knocking(self, headers: Mapping[str, str] = NONE, path: str = "/ws/test-progress") -> Peer:
        """A handshake whose answer is not waited for."""
        peer = self.peer()
        peer.knock({**self.cookie, **headers}, path)
        return peer

    def connected(self) -> Peer:
        """An open socket whose initial connection message was read."""
        peer = self.knocking()
        assert peer.status_line() == "HTTP/1.1 101 Switching Protocols"
        assert peer.message()["type"] == "connected"
        return peer

    # The driver's side

    def advance(self, to: float, fire: bool = True, one: bool = False) -> State:
        return self.control.advance(self.session, to, fire, one)

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.control.end(self.session)

    def state(self) -> State:
        return self.control.state(self.session)

    def told(self, *kinds: str) -> str:
        """The journal, one line an entry; with `kinds` only those that begin so."""
        entries = self.control.journal(self.session)
        return told([each for each in entries if not kinds or each.kind.startswith(kinds)])

    def wait_for(self, kind: str, times: int = 1) -> None:
        """Returns when the journal has so many entries of that kind."""
        self.wait_until(lambda _: self._count(kind) >= times)

    def _count(self, kind: str) -> int:
        return sum(entry.kind == kind for entry in self.control.journal(self.session))

    def wait_until(self, holds: Callable[[State], bool]) -> None:
        """Returns when it holds; looks again after each change."""
        state = self.state()
        while not holds(state):
            later = self.control.state(self.session, newer_than=state.version, wait=PATIENCE)
            assert later.version > state.version, f"it does not hold: {self.told()}"
            state = later
