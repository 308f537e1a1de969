from typing import Literal

from pydantic import Field

from mock_backend.faults import decisions
from mock_backend.faults.base import Moment, MomentFault


class InvalidClose(MomentFault):
    """A Close frame that carries a code which none may carry, on every open socket."""

    fault: Literal["invalid-close"] = "invalid-close"
    code: Literal[1005, 1006, 1015] = Field(description="one of 1005, 1006, 1015")

    def decide(self, moment: Moment) -> decisions.InvalidClose:  # noqa: ARG002
        return decisions.InvalidClose(self.code)
