from typing import Literal

from mock_backend.faults.base import MessageFault
from mock_backend.faults.decisions import Repeat
from mock_backend.journal import Message


class Duplicate(MessageFault):
    """Each event is written twice."""

    fault: Literal["duplicate"] = "duplicate"

    def decide(self, message: Message) -> Repeat | None:
        return Repeat() if message == "event" else None
