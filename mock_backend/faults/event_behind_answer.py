from typing import Literal

from mock_backend.faults.base import MessageFault
from mock_backend.faults.decisions import FollowAnswer
from mock_backend.journal import Message


class EventBehindAnswer(MessageFault):
    """Each event waits for the next answer to `status` about its job, and is written right behind that, on
    the sockets that are open by then."""

    fault: Literal["event-behind-answer"] = "event-behind-answer"

    def decide(self, message: Message) -> FollowAnswer | None:
        return FollowAnswer() if message == "event" else None
