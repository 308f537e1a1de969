from typing import Literal

from pydantic import Field

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.close import Code, Reason
from mock_backend.faults.decisions import AcceptAndClose


class EarlyClose(HandshakeFault):
    """The handshake is accepted and the socket closed at once, before the initial connection message."""

    fault: Literal["early-close"] = "early-close"
    code: Code = Field(description="a code that may stand in a Close frame (1000-1003, 1007-1014, 3000-4999)")
    reason: Reason = Field(default="", description="text of at most 123 bytes")

    def decide(self) -> AcceptAndClose:
        return AcceptAndClose(self.code, self.reason)
