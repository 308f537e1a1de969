from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.bodyless import BODYLESS
from mock_backend.faults.decisions import Refuse
from mock_backend.faults.headers import Headers


class Refusal(HandshakeFault):
    """The handshake is answered with an HTTP status other than 101."""

    fault: Literal["refusal"] = "refusal"
    status: int = Field(ge=200, le=599, strict=True, description="an HTTP status from 200 to 599")
    body: str = Field(default="", description="text, none with status 204 and 304")
    headers: Headers = Field(
        default={},
        description="a mapping of header names to texts, "
        "none of content-length, transfer-encoding, connection",
    )

    @field_validator("body")
    @classmethod
    def _none_where_none_may_be(cls, body: str, info: ValidationInfo) -> str:
        if body and info.data.get("status") in BODYLESS:
            raise ValueError("a body where none may be")
        return body

    def decide(self) -> Refuse:
        return Refuse(self.status, self.body, self.headers)
