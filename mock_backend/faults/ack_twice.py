from typing import Any, Literal

from mock_backend.faults.base import AckFault
from mock_backend.faults.decisions import Acknowledge


class AckTwice(AckFault):
    """The initial connection message is sent twice."""

    fault: Literal["ack-twice"] = "ack-twice"

    def decide(self, message: dict[str, Any]) -> Acknowledge:
        return Acknowledge((message, message))
