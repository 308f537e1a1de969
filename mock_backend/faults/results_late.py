import json
from typing import Literal

from pydantic import Field

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Reply
from mock_backend.journal import Call
from mock_backend.timeline import Seconds


class ResultsLate(AnswerFault):
    """The results are not ready yet, 400, until so many seconds after the job's end."""

    fault: Literal["results-late"] = "results-late"
    call: Call = Field(default="results", description="one of health, start, status, results")
    seconds: Seconds = Field(gt=0, description="seconds, more than 0")

    def decide(self, asked: Asked) -> Reply | None:
        if asked.since_end is None or asked.since_end >= self.seconds:
            return None
        return Reply(400, json.dumps({"detail": "Test not completed yet"}))
