from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.bodyless import BODYLESS
from mock_backend.faults.decisions import Reply
from mock_backend.faults.headers import Headers

BODY = '{"detail": "Internal server error"}'


class ErrorAnswer(AnswerFault):
    """Any other HTTP answer in place of the true one; the call never reaches the job."""

    fault: Literal["error-answer"] = "error-answer"
    status: int = Field(ge=200, le=599, strict=True, description="an HTTP status from 200 to 599")
    body: str = Field(default=BODY, validate_default=True, description="text, none with status 204 and 304")
    headers: Headers = Field(
        default={},
        description="a mapping of header names to texts, without those that the server has to set",
    )

    @field_validator("body")
    @classmethod
    def _none_where_none_may_be(cls, body: str, info: ValidationInfo) -> str:
        if info.data.get("status") not in BODYLESS:
            return body
        if body not in ("", BODY):
            raise ValueError("a body where none may be")
        return ""

    def decide(self, asked: Asked) -> Reply:  # noqa: ARG002
        return Reply(self.status, self.body, headers=self.headers)
