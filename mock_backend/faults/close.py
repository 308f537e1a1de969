from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mock_backend.faults import decisions
from mock_backend.faults.base import Moment, MomentFault


def _short(reason: str) -> str:
    if len(reason.encode()) > 123:
        raise ValueError("too long for a Close frame")
    return reason


def _sendable(code: int) -> int:
    if code in {1004, 1005, 1006, 1015} or 1016 <= code < 3000:
        raise ValueError("a code that no Close frame carries")
    return code


RANGES = [{"maximum": 1003}, {"minimum": 1007, "maximum": 1014}, {"minimum": 3000}]

Code = Annotated[
    int, Field(ge=1000, le=4999, strict=True, json_schema_extra={"anyOf": RANGES}), AfterValidator(_sendable)
]
Reason = Annotated[str, AfterValidator(_short)]


class Close(MomentFault):
    """The backend sends a Close frame on every open socket and waits for the page's."""

    fault: Literal["close"] = "close"
    code: Code = Field(description="a code that may stand in a Close frame (1000-1003, 1007-1014, 3000-4999)")
    reason: Reason = Field(default="", description="text of at most 123 bytes")

    def decide(self, moment: Moment) -> decisions.Close:  # noqa: ARG002
        return decisions.Close(self.code, self.reason)
