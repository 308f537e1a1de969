"""All sessions of one mock backend, by name; the default one is the one without a cookie."""

import secrets
from collections.abc import Mapping

from mock_backend.clock import ManualClock, RealClock
from mock_backend.errors import ControlError, UnknownSessionError
from mock_backend.protocol import Protocol
from mock_backend.scenario import Scenario
from mock_backend.session import Session
from mock_backend.state import ClockKind

COOKIE = "mock_session"
DEFAULT = "default"
LIMIT = 10_000
"""Sessions that one backend keeps."""


class Sessions:
    """`scenario` and `speed` are the default session's; it begins with its first use, on the real clock."""

    def __init__(self, scenario: Scenario, speed: float, protocol: Protocol) -> None:
        self._scenario = scenario
        self._speed = speed
        self._protocol = protocol
        self._sessions: dict[str, Session] = {}

    def find(self, cookies: Mapping[str, str]) -> Session:
        """The session that a browser is in. Raises UnknownSessionError."""
        return self.get(cookies.get(COOKIE, DEFAULT))

    def get(self, name: str) -> Session:
        """Raises UnknownSessionError."""
        session = self._sessions.get(name)
        if session is not None:
            return session
        if name != DEFAULT:
            raise UnknownSessionError(name)
        return self._keep(Session(DEFAULT, self._scenario, RealClock(self._speed), protocol=self._protocol))

    def create(self, scenario: Scenario, clock: ClockKind, speed: float) -> Session:
        """Its ids follow from the scenario's name, so that runs are the same every time."""
        if len(self._sessions) >= LIMIT:
            raise ControlError(f"There are {LIMIT} sessions already: end some, or reset.")
        name = secrets.token_hex(8)
        ticking = ManualClock() if clock == "manual" else RealClock(speed)
        return self._keep(Session(name, scenario, ticking, scenario.name, self._protocol))

    def end(self, name: str) -> None:
        self.get(name).end()
        del self._sessions[name]

    def reset(self) -> None:
        for name in list(self._sessions):
            self.end(name)

    def _keep(self, session: Session) -> Session:
        self._sessions[session.name] = session
        return session
