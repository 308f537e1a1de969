from typing import Literal

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import Reset


class AnswerReset(AnswerFault):
    """A RST instead of an answer; the call never reaches the job."""

    fault: Literal["answer-reset"] = "answer-reset"

    def decide(self, asked: Asked) -> Reset:  # noqa: ARG002
        return Reset()
