from typing import Literal

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Stall


class HalfOpen(MomentFault):
    """From then on no open socket is read or written, nothing is answered; the TCP connections stay."""

    fault: Literal["half-open"] = "half-open"

    def decide(self, moment: Moment) -> Stall:  # noqa: ARG002
        return Stall()
