"""The points at which a fault may stand, each with what it is told and what it answers.

    handshake ──► HandshakeFault     (connections)
    connected ──► AckFault           (connections)
    open socket ► MomentFault        (at, connections)
    message ────► MessageFault       (from, until)
    event ──────► EventFault         (events, connections)
    page's Close► CloseFault         (connections)
    answer ─────► AnswerFault        (call, from, until, requests)

`at`, `from` and `until` are seconds after the job's start. A window without `from` holds from the
session's beginning; `from` is in it, `until` is not.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from mock_backend.faults import decisions
from mock_backend.journal import Call, Message
from mock_backend.timeline import Seconds

Ordinals = Annotated[tuple[Annotated[int, Field(ge=1, strict=True)], ...], Field(min_length=1)]
"""Which ones of a row, counted from 1."""


class Fault(BaseModel, ABC):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)

    @property
    def word(self) -> str:
        word: str = type(self).model_fields["fault"].default
        return word


class _OfConnections(Fault):
    connections: Ordinals | None = Field(
        default=None, description="a list of the handshakes concerned, counted from 1, or null for all"
    )

    def concerns(self, connection: int) -> bool:
        return self.connections is None or connection in self.connections


class HandshakeFault(_OfConnections):
    @abstractmethod
    def decide(self) -> decisions.Handshake: ...


class AckFault(_OfConnections):
    @abstractmethod
    def decide(self, message: dict[str, Any]) -> decisions.Acknowledge:
        """`message` is the initial connection message as it should be."""


class CloseFault(_OfConnections):
    """Stands where the page's Close frame is to be answered."""

    @abstractmethod
    def decide(self) -> decisions.Unanswered | decisions.Delay: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """What a fault may need of the session: a job id that no job has, the time as the wire writes it, and
    the truth of the job, whose id is None where none was started."""

    foreign_job: str
    timestamp: str
    job: str | None = None
    progress: float = 0
    current_api: str | None = None


class MomentFault(_OfConnections):
    at: Seconds = Field(description="seconds after the job's start, 0 or more")

    @property
    def again_after(self) -> float | None:
        """Seconds until it acts once more; None when it acts once in a run."""
        return None

    @abstractmethod
    def decide(self, moment: Moment) -> decisions.Act: ...


class EventFault(_OfConnections):
    events: int = Field(
        ge=1, le=1_000_000, strict=True, description="how many events of a connection, 1 or more"
    )

    @abstractmethod
    def decide(self, moment: Moment) -> decisions.Act:
        """What is done to a connection right after its event of that number, in the same instant."""


class _Window(Fault):
    from_: Seconds | None = Field(
        default=None, alias="from", description="seconds after the job's start, 0 or more, or null"
    )
    until: Seconds | None = Field(
        default=None, description="seconds after the job's start, later than `from`, or null"
    )

    @field_validator("until")
    @classmethod
    def _later(cls, until: float | None, info: ValidationInfo) -> float | None:
        from_ = info.data.get("from_")
        if from_ is not None and until is not None and until <= from_:
            raise ValueError("not later than from")
        return until

    def holds(self, since_start: float | None) -> bool:
        """`since_start` is None as long as no job was started."""
        begun = self.from_ is None or (since_start is not None and since_start >= self.from_)
        return begun and (self.until is None or since_start is None or since_start < self.until)


class MessageFault(_Window):
    @abstractmethod
    def decide(self, message: Message) -> decisions.Told | None:
        """None lets the message pass."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request. `nth` counts a call's requests from 1: those for one job, where a job is named.

    `since_start` and `since_end` are seconds since the job's start and end, None before.
    """

    call: Call
    nth: int
    since_start: float | None
    since_end: float | None


class AnswerFault(_Window):
    call: Call = Field(default="status", description="one of health, start, status, results")
    requests: Ordinals | None = Field(
        default=None, description="a list of the call's requests concerned, counted from 1, or null for all"
    )

    def concerns(self, asked: Asked) -> bool:
        return (
            asked.call == self.call
            and self.holds(asked.since_start)
            and (self.requests is None or asked.nth in self.requests)
        )

    @abstractmethod
    def decide(self, asked: Asked) -> decisions.Answer | None:
        """None lets the true answer pass."""
