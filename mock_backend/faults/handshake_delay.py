from typing import Literal

from pydantic import Field

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Delay
from mock_backend.timeline import Seconds


class HandshakeDelay(HandshakeFault):
    """The handshake is accepted so many seconds late."""

    fault: Literal["handshake-delay"] = "handshake-delay"
    seconds: Seconds = Field(gt=0, description="seconds, more than 0")

    def decide(self) -> Delay:
        return Delay(self.seconds)
