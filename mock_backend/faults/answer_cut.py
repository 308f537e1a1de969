from typing import Literal

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import CutShort


class AnswerCut(AnswerFault):
    """The head of the answer and half of its body, then a FIN."""

    fault: Literal["answer-cut"] = "answer-cut"

    def decide(self, asked: Asked) -> CutShort:  # noqa: ARG002
        return CutShort()
