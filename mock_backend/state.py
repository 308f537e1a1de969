"""What the control API tells of a session: the shapes on its wire, all JSON objects.

Times are seconds of the session's own clock.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Listener = Literal["backend", "front"]
ClockKind = Literal["manual", "real"]
Phase = Literal["held", "open", "closing", "withheld", "stalled"]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SessionInfo(_Shape):
    session: str
    """The value of the cookie `mock_session`."""
    epoch: float
    """Unix time, in seconds, of the session's second 0."""


class Connection(_Shape):
    """One progress socket that is alive: its TCP connection is not over, and no fault has reset or cut it."""

    number: int
    phase: Phase
    """held: the handshake is not answered. closing: a Close frame went one way, by the page's hand or
    ours, or bytes after which a browser has to close, and the TCP connection is not over yet. withheld: a
    fault holds back the answer to the page's Close frame. stalled: half-open, nothing is read or written."""
    listener: Listener
    written: int
    """Messages written that a browser must deliver: whole, valid text or binary messages."""
    received: int
    """Data messages that came from the page."""
    pings: int = 0
    """Pings that the page's side has not answered yet. The clock does not wait for that; a browser answers
    by itself, so whoever drives one can."""


class HeldRequest(_Shape):
    """A request whose answer a fault holds back."""

    number: int
    path: str
    at: float
    """When it came."""


class JobState(_Shape):
    """The truth about a run; `progress` in percent."""

    job_id: str
    status: Literal["running", "completed", "failed"]
    progress: float
    current_api: str | None
    error: str | None


class State(_Shape):
    """A session at one moment."""

    version: int
    """Goes up with every change: a journal entry, something written or read, a step of the clock."""
    now: float
    next: float | None
    """When the next step of the job, moment of a fault or held answer is due; None when none is."""
    entries: int
    """Length of the journal."""
    job: JobState | None
    """The job started last."""
    connections: list[Connection]
    held: list[HeldRequest]
    working: int
    """Requests that were received and are neither answered nor held."""


class ScenarioSummary(_Shape):
    name: str
    folder: str
    cause: str
