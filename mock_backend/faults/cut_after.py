from typing import Literal

from mock_backend.faults.base import EventFault, Moment
from mock_backend.faults.decisions import Cut


class CutAfter(EventFault):
    """A FIN without a Close frame right after a connection's n-th event."""

    fault: Literal["cut-after"] = "cut-after"

    def decide(self, moment: Moment) -> Cut:  # noqa: ARG002
        return Cut()
