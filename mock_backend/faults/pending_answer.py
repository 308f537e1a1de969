from typing import Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import AsOf


class PendingAnswer(AnswerFault):
    """The job is not known yet: its status is `pending`, its results are 404."""

    fault: Literal["pending-answer"] = "pending-answer"
    call: Literal["status", "results"] = Field(default="status", description="status or results")

    def decide(self, asked: Asked) -> AsOf:  # noqa: ARG002
        return AsOf(None)
