from typing import Literal

from mock_backend import frames
from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Break

RESERVED = 3


class ReservedOpcode(MomentFault):
    """A frame with an opcode that means nothing, on every open socket."""

    fault: Literal["reserved-opcode"] = "reserved-opcode"

    def decide(self, moment: Moment) -> Break:  # noqa: ARG002
        return Break(frames.frame(RESERVED, b"{}"))
