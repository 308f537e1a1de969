from typing import Annotated, Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Reply


class ErrorAnswer(AnswerFault):
    """An HTTP error in place of the true answer; the call never reaches the job."""

    fault: Literal["error-answer"] = "error-answer"
    status: Annotated[int, Field(ge=400, le=599)]
    body: str = '{"detail": "Internal server error"}'
    headers: dict[str, str] = {}

    def decide(self, asked: Asked) -> Reply:  # noqa: ARG002
        return Reply(self.status, self.body, headers=self.headers)
