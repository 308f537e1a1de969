import json
from typing import Literal

from pydantic import Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write
from mock_backend.jsons import JsonValue


class WrongShape(MomentFault):
    """A text message that is JSON and no message of the protocol, on every open socket."""

    fault: Literal["wrong-shape"] = "wrong-shape"
    value: JsonValue = Field(description="anything that JSON can say")

    def decide(self, moment: Moment) -> Write:  # noqa: ARG002
        return Write(json.dumps(self.value), "raw")
