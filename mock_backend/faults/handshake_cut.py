from typing import Literal

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Cut


class HandshakeCut(HandshakeFault):
    """The handshake is answered with a FIN."""

    fault: Literal["handshake-cut"] = "handshake-cut"

    def decide(self) -> Cut:
        return Cut()
