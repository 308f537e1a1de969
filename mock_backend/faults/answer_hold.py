from typing import Annotated, Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Hold
from mock_backend.timeline import Seconds


class AnswerHold(AnswerFault):
    """The answer leaves late, and tells what was true when it was asked for; or when it leaves."""

    fault: Literal["answer-hold"] = "answer-hold"
    seconds: Annotated[Seconds, Field(gt=0)] | None = Field(
        description="seconds, more than 0, or null for an answer that never leaves"
    )
    fresh: bool = Field(
        default=False, strict=True, description="true for an answer that tells what is true when it leaves"
    )

    def decide(self, asked: Asked) -> Hold:  # noqa: ARG002
        return Hold(self.seconds, self.fresh)
