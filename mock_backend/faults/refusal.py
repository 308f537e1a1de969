from typing import Literal

from pydantic import Field

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Refuse
from mock_backend.faults.headers import Headers


class Refusal(HandshakeFault):
    """The handshake is answered with an HTTP status other than 101."""

    fault: Literal["refusal"] = "refusal"
    status: int = Field(ge=200, le=599, description="an HTTP status from 200 to 599")
    body: str = Field(default="", description="text")
    headers: Headers = Field(
        default={},
        description="a mapping of header names to texts, "
        "none of content-length, transfer-encoding, connection",
    )

    def decide(self) -> Refuse:
        return Refuse(self.status, self.body, self.headers)
