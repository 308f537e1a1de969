from typing import Annotated, Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Reply

PAGE = "<!doctype html>\n<html><head><title>Just a moment...</title></head><body><h1>Checking</h1></body></html>\n"


class HtmlAnswer(AnswerFault):
    """An HTML page where JSON is expected; the call never reaches the job."""

    fault: Literal["html-answer"] = "html-answer"
    status: Annotated[int, Field(ge=200, le=599)] = 200

    def decide(self, asked: Asked) -> Reply:  # noqa: ARG002
        return Reply(self.status, PAGE, "text/html; charset=utf-8")
