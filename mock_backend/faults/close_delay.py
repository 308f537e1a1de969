from typing import Literal

from pydantic import Field

from mock_backend.faults.base import CloseFault
from mock_backend.faults.decisions import Delay
from mock_backend.timeline import Seconds


class CloseDelay(CloseFault):
    """The page's Close frame is answered so many seconds late."""

    fault: Literal["close-delay"] = "close-delay"
    seconds: Seconds = Field(gt=0, description="seconds, more than 0")

    def decide(self) -> Delay:
        return Delay(self.seconds)
