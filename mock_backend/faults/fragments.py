from typing import Literal

from pydantic import Field

from mock_backend.faults.base import MessageFault
from mock_backend.faults.decisions import Split
from mock_backend.journal import Message


class Fragments(MessageFault):
    """Events are written in several frames: one that begins them, and continuation frames."""

    fault: Literal["fragments"] = "fragments"
    parts: int = Field(default=3, ge=2, le=1_000, strict=True, description="a number from 2 to 1,000")

    def decide(self, message: Message) -> Split | None:
        return Split(self.parts) if message == "event" else None
