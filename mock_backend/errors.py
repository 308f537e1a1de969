"""Everything that is expected to go wrong.

MockBackendError
├── ScenarioError       a scenario file or a fault is not as it must be
├── UnknownScenario     no scenario has that name
├── ControlError        the control API cannot do what was asked
│   ├── UnknownSession
│   └── UnknownFault
├── BodyTooLarge
├── PortTaken
└── FrontError          the directory of the front cannot be served
"""

from difflib import get_close_matches


class MockBackendError(Exception):
    """Its text is one sentence or more for the person who has to act on it."""


class ScenarioError(MockBackendError):
    pass


class UnknownScenario(MockBackendError):
    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"No scenario is named '{name}'{near(name, known)}. There are: {', '.join(known)}.")


class ControlError(MockBackendError):
    pass


class UnknownSession(ControlError):
    def __init__(self, name: str) -> None:
        super().__init__(
            f"No session is named '{name}': it was ended or never made. Delete the cookie mock_session."
        )


class UnknownFault(ControlError):
    def __init__(self, fault_id: str, known: list[str]) -> None:
        there = f"There are: {', '.join(known)}." if known else "There are none."
        super().__init__(f"The session has no fault '{fault_id}'{near(fault_id, known)}. {there}")


class BodyTooLarge(MockBackendError):
    def __init__(self, limit: int) -> None:
        super().__init__(f"The body is too large: {limit:,} bytes at most.")


class PortTaken(MockBackendError):
    def __init__(self, port: int, option: str) -> None:
        super().__init__(f"Port {port} is taken by another program: choose another with {option}.")


class FrontError(MockBackendError):
    pass


def near(word: str, known: list[str]) -> str:
    """ ", did you mean 'x'?" when a known word is close, else nothing."""
    matches = get_close_matches(word, known, n=1)
    return f" (did you mean '{matches[0]}'?)" if matches else ""
