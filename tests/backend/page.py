"""A page that keeps its contract, as a plain client: the page's part of what crosses the wire."""

from dataclasses import replace
from http import HTTPStatus

from tests.backend.peer import Peer
from tests.backend.visitor import START, Visitor

ORIGIN = {"Origin": "http://localhost:3000"}

POLL_INTERVAL = 2


class Page:
    """HTTP goes to the front, as a page's own origin; the socket straight to the backend."""

    def __init__(self, visitor: Visitor, front_port: int) -> None:
        self.visitor = visitor
        self.http = replace(visitor, port=front_port)
        self.socket: Peer | None = None
        self.read = 0
        self.job = ""
        self.done = False
        self.results_due: int | None = None
        """The second at which it asks for results that were not there before."""

    def run(self) -> None:
        """At second 0."""
        self.http.ask("GET", "/health")
        self.job = self.http.ask("POST", "/api/test/comprehensive", START, ORIGIN).json["job_id"]
        self.socket = self.visitor.knocking(ORIGIN)
        assert self.socket.status_line() == "HTTP/1.1 101 Switching Protocols"
        self._listen()
        self.socket.say({"job_id": self.job})
        self.visitor.wait_for("socket.received")

    def live(self, until: int) -> None:
        """Second by second: what the page has due comes before what the backend does in the same second."""
        for second in range(1, until + 1):
            self.visitor.advance(second, fire=False)
            if second == self.results_due:
                self._fetch(second)
            if not self.done and second % POLL_INTERVAL == 0:
                self._know(self.http.status(self.job).json["status"], second)
            self.visitor.advance(second)
            self._listen(second)

    def _listen(self, now: int = 0) -> None:
        """Reads as many messages as were written; a socket that is no more is given up."""
        alive = self.visitor.state().connections
        if not alive:
            self.socket = None
        while self.socket and self.read < alive[0].written:
            self.read += 1
            message = self.socket.message()
            self._know(message.get("event") if message.get("job_id") == self.job else None, now)

    def _know(self, status: str | None, now: int) -> None:
        if status in {"completed", "failed"}:
            self.done = True
            if status == "completed":
                self._fetch(now)
            self._close()

    def _fetch(self, now: int) -> None:
        """Once more after the interval where they are not there."""
        answered = self.http.results(self.job).status
        self.results_due = None if answered == HTTPStatus.OK else now + POLL_INTERVAL

    def _close(self) -> None:
        if self.socket:
            self.socket.close()
            self.visitor.wait_for("socket.ended")
            self.socket = None
