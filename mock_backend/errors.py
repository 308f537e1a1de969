"""Everything that is expected to go wrong.

MockBackendError
├── ScenarioError             a scenario file is not as it must be
├── UnknownScenarioError      no scenario has that name
├── ControlError              the control API cannot do what was asked
│   ├── UnknownSessionError
│   ├── UnknownFaultError
│   ├── InvalidBodyError      a request does not say what it must
│   └── StrangerError         it came from elsewhere than this machine's own programs
├── BodyTooLargeError
├── PortTakenError
├── PortRefusedError          the system does not let this program listen there
├── FrontError                the directory of the front cannot be served
└── TlsError                  the front's key and certificates cannot be used
"""

from difflib import get_close_matches
from pathlib import Path
from ssl import SSLError
from typing import ClassVar


class MockBackendError(Exception):
    """Its text is one sentence or more for the person who has to act on it."""

    status: ClassVar[int] = 409
    """The HTTP status by which the control API tells it."""


class ScenarioError(MockBackendError):
    """One line for each problem: file, line, field, what was expected."""


class UnknownScenarioError(MockBackendError):
    status = 404

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            f"No scenario is named '{name}'{near(name, known)}. `mock-backend --scenarios` lists them."
        )


class ControlError(MockBackendError):
    pass


class UnknownSessionError(ControlError):
    status = 404

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No session is named '{name}': it was ended or never made. Delete the cookie mock_session."
        )


class UnknownFaultError(ControlError):
    status = 404

    def __init__(self, fault_id: str, known: list[str]) -> None:
        there = f"There are: {', '.join(known)}." if known else "There are none."
        super().__init__(f"The session has no fault '{fault_id}'{near(fault_id, known)}. {there}")


class InvalidBodyError(ControlError):
    status = 422


class StrangerError(ControlError):
    status = 403


class BodyTooLargeError(MockBackendError):
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is too large: {limit:,} bytes at most.")


class PortTakenError(MockBackendError):
    def __init__(self, port: int, option: str) -> None:
        super().__init__(f"Port {port} is taken by another program: choose another with {option}.")


class PortRefusedError(MockBackendError):
    def __init__(self, port: int, option: str, reason: str) -> None:
        super().__init__(f"Port {port} cannot be listened on ({reason}): choose another with {option}.")


class FrontError(MockBackendError):
    pass


class TlsError(MockBackendError):
    def __init__(self, file: Path, error: OSError) -> None:
        why = "no PEM file with a key and its certificates" if isinstance(error, SSLError) else error.strerror
        super().__init__(f"{file} cannot be used for TLS: {why}.")


def near(word: str, known: list[str]) -> str:
    """A question for a misspelt word, " (did you mean 'x'?)", or nothing when no known word is close."""
    matches = get_close_matches(word, known, n=1)
    return f" (did you mean '{matches[0]}'?)" if matches else ""
