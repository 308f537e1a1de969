from typing import Literal

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import RefuseOrigin


class ForeignOrigin(HandshakeFault):
    """The handshake is refused as if the page's origin were not on the backend's list."""

    fault: Literal["foreign-origin"] = "foreign-origin"

    def decide(self) -> RefuseOrigin:
        return RefuseOrigin()
