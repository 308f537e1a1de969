from typing import Literal

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Reset


class HandshakeReset(HandshakeFault):
    """The handshake is answered with a RST."""

    fault: Literal["handshake-reset"] = "handshake-reset"

    def decide(self) -> Reset:
        return Reset()
