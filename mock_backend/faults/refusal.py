from typing import Annotated, Literal

from pydantic import Field

from mock_backend.faults.base import HandshakeFault
from mock_backend.faults.decisions import Refuse


class Refusal(HandshakeFault):
    """The handshake is answered with an HTTP status other than 101."""

    fault: Literal["refusal"] = "refusal"
    status: Annotated[int, Field(ge=200, le=599)]
    body: str = ""

    def decide(self) -> Refuse:
        return Refuse(self.status, self.body)
