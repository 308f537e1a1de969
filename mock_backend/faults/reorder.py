from typing import Literal

from mock_backend.faults.base import MessageFault
from mock_backend.faults.decisions import Swap
from mock_backend.journal import Message


class Reorder(MessageFault):
    """Of each two events of a job the second is written first.

    The last of an odd number waits for one more of its job, and is never written where none comes.
    """

    fault: Literal["reorder"] = "reorder"

    def decide(self, message: Message) -> Swap | None:
        return Swap() if message == "event" else None
