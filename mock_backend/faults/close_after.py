from typing import Literal

from pydantic import Field

from mock_backend.faults import decisions
from mock_backend.faults.base import EventFault, Moment
from mock_backend.faults.close import Code, Reason


class CloseAfter(EventFault):
    """A Close frame right after a connection's n-th event."""

    fault: Literal["close-after"] = "close-after"
    code: Code = Field(description="a code that may stand in a Close frame (1000-1003, 1007-1014, 3000-4999)")
    reason: Reason = Field(default="", description="text of at most 123 bytes")

    def decide(self, moment: Moment) -> decisions.Close:  # noqa: ARG002
        return decisions.Close(self.code, self.reason)
