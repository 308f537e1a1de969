from typing import Literal

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Misaccept


class WrongAccept(HandshakeFault):
    """The handshake is answered 101, with a Sec-WebSocket-Accept that does not belong to its key."""

    fault: Literal["wrong-accept"] = "wrong-accept"

    def decide(self) -> Misaccept:
        return Misaccept()
