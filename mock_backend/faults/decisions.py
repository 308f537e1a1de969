"""What a fault may decide; the channel that asked carries it out on the wire."""

from dataclasses import dataclass, field
from typing import Any, Literal


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
class InvalidClose:
    """A Close frame with a code that none may carry."""

    code: int


@dataclass(frozen=True, slots=True)
class Write:
    """A text or binary message, so many times; `job` is the job that it names, if it names one."""

    data: str | bytes
    message: Literal["event", "raw"]
    job: str | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Break:
    """Bytes that no browser takes for a message; with `reset`, a RST right after them."""

    wire: bytes
    reset: bool = False


@dataclass(frozen=True, slots=True)
class Ping:
    """A ping, which a browser answers by itself."""


@dataclass(frozen=True, slots=True)
class Stall:
    """From now on the socket is neither read nor written; its TCP connection stays."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """An HTTP answer to a handshake other than 101."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefuseOrigin:
    """The backend's own refusal of an origin that is not on its list."""


@dataclass(frozen=True, slots=True)
class Misaccept:
    """A 101 with a Sec-WebSocket-Accept that does not belong to the handshake's key."""


@dataclass(frozen=True, slots=True)
class AcceptAndClose:
    """A handshake that is accepted, and a Close frame before anything else."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A handshake or a Close frame of the page that is never answered."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """These in place of the initial connection message, so many seconds after the socket opened.

    `after_frame`: not before the page's first frame came.
    """

    messages: tuple[dict[str, Any], ...]
    seconds: float = 0
    after_frame: bool = False


@dataclass(frozen=True, slots=True)
class Withhold:
    """A message that is never written."""


@dataclass(frozen=True, slots=True)
class Delay:
    """An event, or the answer to a handshake or to the page's Close frame, so many seconds late."""

    seconds: float


@dataclass(frozen=True, slots=True)
class FollowAnswer:
    """An event that is written right behind the next answer to `status`."""


@dataclass(frozen=True, slots=True)
class Split:
    """An event in so many frames."""

    parts: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """An event that is written twice."""


@dataclass(frozen=True, slots=True)
class Swap:
    """An event that is written after the next one."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer in place of the true one."""

    status: int
    body: str
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hold:
    """An answer that leaves so many seconds late; None is never.

    It tells what was true at the time of the request; `fresh`: what is true when it leaves.
    """

    seconds: float | None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class FollowStep:
    """An answer that leaves right behind the job's next step, and tells what is true by then."""


@dataclass(frozen=True, slots=True)
class CutShort:
    """The head of the true answer and half of its body, then a FIN."""


@dataclass(frozen=True, slots=True)
class AsOf:
    """The true answer of so many seconds after the job's start; None: of a time when there was no job."""

    since_start: float | None


@dataclass(frozen=True, slots=True)
class Alter:
    """The true answer without some of the fields of its JSON object, and with others."""

    set: dict[str, Any]
    remove: tuple[str, ...]


Answered = Refuse | Reset | Cut | Unanswered | Delay | Misaccept | AcceptAndClose
Handshake = Answered | RefuseOrigin
Ending = Reset | Cut | Close | InvalidClose
Act = Ending | Write | Break | Ping | Stall
Told = Withhold | Delay | FollowAnswer | Split | Repeat | Swap
Answer = Reply | Reset | Hold | FollowStep | CutShort | AsOf | Alter
