from typing import Literal

from pydantic import Field

from mock_backend.faults import decisions
from mock_backend.faults.base import MessageFault
from mock_backend.journal import Message
from mock_backend.timeline import Seconds


class Delay(MessageFault):
    """Events are written so many seconds late, on the sockets that are open by then; maybe after the end."""

    fault: Literal["delay"] = "delay"
    seconds: Seconds = Field(gt=0, description="seconds, more than 0")

    def decide(self, message: Message) -> decisions.Delay | None:
        return decisions.Delay(self.seconds) if message == "event" else None
