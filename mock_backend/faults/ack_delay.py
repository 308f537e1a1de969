from typing import Any, Literal

from pydantic import Field

from mock_backend.faults.base import AckFault
from mock_backend.faults.decisions import Acknowledge
from mock_backend.timeline import Seconds


class AckDelay(AckFault):
    """The initial connection message is sent so many seconds late, maybe after events."""

    fault: Literal["ack-delay"] = "ack-delay"
    seconds: Seconds = Field(gt=0, description="seconds, more than 0")

    def decide(self, message: dict[str, Any]) -> Acknowledge:
        return Acknowledge((message,), self.seconds)
