from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.bodyless import with_a_body
from mock_backend.faults.decisions import Reply

PAGE = "<!doctype html>\n<title>Bad gateway</title><h1>Bad gateway</h1>\n"


class HtmlAnswer(AnswerFault):
    """An HTML page where JSON is expected; the call never reaches the job."""

    fault: Literal["html-answer"] = "html-answer"
    status: Annotated[int, AfterValidator(with_a_body)] = Field(
        default=200,
        ge=200,
        le=599,
        strict=True,
        json_schema_extra={"anyOf": [{"maximum": 203}, {"minimum": 205, "maximum": 303}, {"minimum": 305}]},
        description="an HTTP status from 200 to 599, but 204 and 304, which have no body",
    )

    def decide(self, asked: Asked) -> Reply:  # noqa: ARG002
        return Reply(self.status, PAGE, "text/html; charset=utf-8")
