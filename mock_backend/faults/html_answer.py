from typing import Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Reply

PAGE = "<!doctype html>\n<title>Bad gateway</title><h1>Bad gateway</h1>\n"


class HtmlAnswer(AnswerFault):
    """An HTML page where JSON is expected; the call never reaches the job."""

    fault: Literal["html-answer"] = "html-answer"
    status: int = Field(default=200, ge=200, le=599, description="an HTTP status from 200 to 599")

    def decide(self, asked: Asked) -> Reply:  # noqa: ARG002
        return Reply(self.status, PAGE, "text/html; charset=utf-8")
