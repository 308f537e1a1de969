from typing import Literal

from mock_backend.faults.base import CloseFault
from mock_backend.faults.decisions import Unanswered


class CloseSilence(CloseFault):
    """The page's Close frame is never answered, and the TCP connection stays."""

    fault: Literal["close-silence"] = "close-silence"

    def decide(self) -> Unanswered:
        return Unanswered()
