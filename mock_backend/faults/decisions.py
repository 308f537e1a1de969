"""What a fault may decide; the channel that asked carries it out on the wire."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Reset:
    """A RST: the TCP connection is torn down."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A FIN without a Close frame."""


@dataclass(frozen=True, slots=True)
class Close:
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Write:
    """One text frame; `job` is the job that it names, if it names one."""

    text: str
    message: Literal["event", "raw"]
    job: str | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """An HTTP answer to a handshake other than 101."""

    status: int
    body: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A handshake that is never answered."""


@dataclass(frozen=True, slots=True)
class Withhold:
    """A message that is never written."""


@dataclass(frozen=True, slots=True)
class Delay:
    """An event that is written so many seconds late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer in place of the true one."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """An answer, true at the time of the request, that leaves so many seconds late; None is never."""

    seconds: float | None


Handshake = Refuse | Reset | Unanswered
Act = Reset | Cut | Close | Write
Answer = Reply | Reset | Hold
