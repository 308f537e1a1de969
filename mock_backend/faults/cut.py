from typing import Literal

from mock_backend.faults import decisions
from mock_backend.faults.base import Moment, MomentFault


class Cut(MomentFault):
    """Every open socket's TCP connection ends with a FIN, without a Close frame."""

    fault: Literal["cut"] = "cut"

    def decide(self, moment: Moment) -> decisions.Cut:  # noqa: ARG002
        return decisions.Cut()
