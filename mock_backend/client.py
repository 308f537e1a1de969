"""The control API, typed. Synchronous; one keep-alive connection; use one client in one thread."""

import json
import select
import socket
from http.client import HTTPConnection, HTTPException, HTTPResponse
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlsplit

from pydantic import TypeAdapter

from mock_backend.errors import ControlError
from mock_backend.journal import Entry
from mock_backend.scenario import Scenario
from mock_backend.state import ClockKind, ScenarioSummary, SessionInfo, State

__all__ = ["Control", "ControlError"]

ANSWER_LIMIT = 60.0
"""Real seconds to wait for an answer; the longest wait of a long poll is 30."""

JSON = "application/json"

_id = TypeAdapter(dict[str, str])
_entries = TypeAdapter(list[Entry])
_summaries = TypeAdapter(list[ScenarioSummary])


class Control:
    """Drives the mock backend at `url`, such as "http://127.0.0.1:8000".

    Every method raises ControlError with the backend's own sentence when it cannot be done, or when
    there is no backend.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        parts = urlsplit(url)
        self._connection = HTTPConnection(parts.netloc, timeout=ANSWER_LIMIT)
        self._prefix = f"{parts.path}/__mock__"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection; the sessions stay."""
        self._connection.close()

    def create(
        self, scenario: str | Scenario, clock: ClockKind = "manual", speed: float = 1.0
    ) -> SessionInfo:
        """A new session, by a scenario's name or with a scenario of one's own.

        `speed` is for the real clock: session seconds in one real second.
        """
        wanted = scenario if isinstance(scenario, str) else scenario.model_dump(mode="json", by_alias=True)
        answer = self._call("POST", "/sessions", {"scenario": wanted, "clock": clock, "speed": speed})
        return SessionInfo.model_validate_json(answer)

    def state(self, session: str, newer_than: int | None = None, wait: float = 0.0) -> State:
        """Answers once the version is greater than `newer_than`, or after `wait` real seconds, 30 at most."""
        query = "" if newer_than is None else f"?newer_than={newer_than}&wait={wait}"
        return State.model_validate_json(self._call("GET", f"/sessions/{session}/state{query}"))

    def advance(self, session: str, to: float, fire: bool = True, one: bool = False) -> State:
        """Moves a manual clock to `to`, event by event; what follows from each is written before the next.

        With `fire=False` the events due exactly at `to` stay pending; an event due before is an error.
        With `one=True` the clock stops at the first event, others of the same instant pending.
        """
        answer = self._call("POST", f"/sessions/{session}/advance", {"to": to, "fire": fire, "one": one})
        return State.model_validate_json(answer)

    def emit(self, session: str, message: dict[str, Any], times: int = 1) -> State:
        """Writes a JSON text frame on every open socket, `times` over; no fault stands in its way."""
        body = {"message": message, "times": times}
        return State.model_validate_json(self._call("POST", f"/sessions/{session}/emit", body))

    def fault(self, session: str, fault: dict[str, Any]) -> str:
        """Puts a fault on, written as in a scenario file, and returns its id.

        One that acts at a moment acts at once when it names no `at`.
        """
        return _id.validate_json(self._call("POST", f"/sessions/{session}/faults", fault))["id"]

    def unfault(self, session: str, fault_id: str) -> None:
        self._call("DELETE", f"/sessions/{session}/faults/{fault_id}")

    def journal(self, session: str, since: int = 0) -> list[Entry]:
        return _entries.validate_json(self._call("GET", f"/sessions/{session}/journal?since={since}"))

    def end(self, session: str) -> None:
        """Closes what is open, forgets the session."""
        self._call("DELETE", f"/sessions/{session}")

    def scenarios(self) -> list[ScenarioSummary]:
        return _summaries.validate_json(self._call("GET", "/scenarios"))

    def scenario(self, name: str) -> Scenario:
        return Scenario.model_validate_json(self._call("GET", f"/scenarios/{quote(name, safe='')}"))

    def reset(self) -> None:
        """Ends all sessions, the default one too, which begins anew."""
        self._call("POST", "/reset")

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> bytes:
        try:
            answer, content = self._answered(method, f"{self._prefix}{path}", body)
        except (OSError, HTTPException) as error:
            self._connection.close()
            raise ControlError(f"The mock backend at {self.url} did not answer: {error}.") from error
        except BaseException:
            # Danger: interrupted in mid-call, the connection would give this call's answer to the next.
            self._connection.close()
            raise
        if answer.headers.get("content-type", JSON) != JSON:
            asked = f"{self.url}/__mock__{path}"
            raise ControlError(f"{asked} answered no JSON: is another program listening there?")
        if answer.status >= 400:
            raise ControlError(json.loads(content)["detail"])
        return content

    def _answered(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[HTTPResponse, bytes]:
        if self._was_left():
            self._connection.close()
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, {} if body is None else {"Content-Type": JSON})
        answer = self._connection.getresponse()
        return answer, answer.read()

    def _was_left(self) -> bool:
        """The backend has closed the idle connection: nothing else is there to be read between two calls."""
        sock: socket.socket | None = self._connection.sock
        return sock is not None and bool(select.select([sock], [], [], 0)[0])
