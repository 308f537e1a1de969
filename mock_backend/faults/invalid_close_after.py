from typing import Literal

from pydantic import Field

from mock_backend.faults import decisions
from mock_backend.faults.base import EventFault, Moment


class InvalidCloseAfter(EventFault):
    """A Close frame with a code that none may carry, right after a connection's n-th event."""

    fault: Literal["invalid-close-after"] = "invalid-close-after"
    code: Literal[1005, 1006, 1015] = Field(description="one of 1005, 1006, 1015")

    def decide(self, moment: Moment) -> decisions.InvalidClose:  # noqa: ARG002
        return decisions.InvalidClose(self.code)
