from typing import Any, Literal

from pydantic import Field

from mock_backend.faults.base import AckFault
from mock_backend.faults.decisions import Acknowledge
from mock_backend.jsons import JsonObject

CONNECTION = "connection_id"


class AckForm(AckFault):
    """Another message in place of the initial connection message.

    A `connection_id` of null stands for the connection's real one.
    """

    fault: Literal["ack-form"] = "ack-form"
    message: JsonObject = Field(description="a mapping; connection_id: null is filled in")
    after_frame: bool = Field(
        default=False, strict=True, description="true: not before the page's first frame; or false"
    )

    def decide(self, message: dict[str, Any]) -> Acknowledge:
        said = {CONNECTION: message.get(CONNECTION)}
        known = {name: said.get(name) if value is None else value for name, value in self.message.items()}
        return Acknowledge((known,), after_frame=self.after_frame)
