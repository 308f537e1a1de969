from typing import Literal

from mock_backend.faults.base import EventFault, Moment
from mock_backend.faults.decisions import Reset


class ResetAfter(EventFault):
    """A RST right after a connection's n-th event."""

    fault: Literal["reset-after"] = "reset-after"

    def decide(self, moment: Moment) -> Reset:  # noqa: ARG002
        return Reset()
