import json
from typing import Literal

from pydantic import Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write

LEAST = len(json.dumps({"padding": ""}))


class Oversized(MomentFault):
    """A text message of so many bytes that is JSON and no event, on every open socket."""

    fault: Literal["oversized"] = "oversized"
    bytes: int = Field(
        default=1_048_576,
        ge=LEAST,
        le=67_108_864,
        strict=True,
        description=f"a number from {LEAST} to 67,108,864",
    )

    def decide(self, moment: Moment) -> Write:  # noqa: ARG002
        return Write(json.dumps({"padding": "x" * (self.bytes - LEAST)}), "raw")
