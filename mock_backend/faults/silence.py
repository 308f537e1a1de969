from typing import Literal

from mock_backend.faults.base import MessageFault
from mock_backend.faults.decisions import Withhold
from mock_backend.journal import Message


class Silence(MessageFault):
    """The socket is open and nothing is sent on it, the initial connection message neither."""

    fault: Literal["silence"] = "silence"

    def decide(self, message: Message) -> Withhold:  # noqa: ARG002
        return Withhold()
