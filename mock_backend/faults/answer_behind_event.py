from typing import Literal

from mock_backend.faults.base import AnswerFault, Asked
from mock_backend.faults.decisions import FollowStep


class AnswerBehindEvent(AnswerFault):
    """The answer waits for the job's next step, leaves right behind its event, and tells what is true
    then."""

    fault: Literal["answer-behind-event"] = "answer-behind-event"

    def decide(self, asked: Asked) -> FollowStep | None:
        return FollowStep() if asked.since_start is not None and asked.since_end is None else None
