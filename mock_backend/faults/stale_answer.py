from typing import Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import AsOf
from mock_backend.timeline import Seconds


class StaleAnswer(AnswerFault):
    """The answer tells what was true at `from`, as if a cache had kept it."""

    fault: Literal["stale-answer"] = "stale-answer"
    call: Literal["status", "results"] = Field(default="status", description="status or results")
    from_: Seconds = Field(alias="from", description="seconds after the job's start, 0 or more")

    def decide(self, asked: Asked) -> AsOf:  # noqa: ARG002
        return AsOf(self.from_)
