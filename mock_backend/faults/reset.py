from typing import Literal

from mock_backend.faults import decisions
from mock_backend.faults.base import Moment, MomentFault


class Reset(MomentFault):
    """Every open socket's TCP connection is torn down by a RST."""

    fault: Literal["reset"] = "reset"

    def decide(self, moment: Moment) -> decisions.Reset:  # noqa: ARG002
        return decisions.Reset()
