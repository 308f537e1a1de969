from typing import Literal

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Unanswered


class HandshakeSilence(HandshakeFault):
    """The handshake is never answered."""

    fault: Literal["handshake-silence"] = "handshake-silence"

    def decide(self) -> Unanswered:
        return Unanswered()
