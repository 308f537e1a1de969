from typing import Any, Literal

from mock_backend.faults.base import AckFault
from mock_backend.faults.decisions import Acknowledge


class AckMissing(AckFault):
    """No initial connection message is sent."""

    fault: Literal["ack-missing"] = "ack-missing"

    def decide(self, message: dict[str, Any]) -> Acknowledge:  # noqa: ARG002
        return Acknowledge(())
