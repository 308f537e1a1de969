from typing import Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Reply


class ErrorAnswer(AnswerFault):
    """An HTTP error in place of the true answer; the call never reaches the job."""

    fault: Literal["error-answer"] = "error-answer"
    status: int = Field(ge=400, le=599, description="an HTTP status from 400 to 599")
    body: str = Field(default='{"detail": "Internal server error"}', description="text")
    headers: dict[str, str] = Field(default={}, description="a mapping of header names to texts")

    def decide(self, asked: Asked) -> Reply:  # noqa: ARG002
        return Reply(self.status, self.body, headers=self.headers)
