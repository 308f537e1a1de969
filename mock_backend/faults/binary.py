from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write


def _hex(text: str) -> str:
    bytes.fromhex(text)
    return text


class Binary(MomentFault):
    """A binary message, on every open socket."""

    fault: Literal["binary"] = "binary"
    hex: Annotated[str, AfterValidator(_hex)] = Field(
        default="82 a5 65 76 65 6e 74 01 a4 64 61 74 61 c0", description="bytes, two hexadecimal digits each"
    )

    def decide(self, moment: Moment) -> Write:  # noqa: ARG002
        return Write(bytes.fromhex(self.hex), "raw")
