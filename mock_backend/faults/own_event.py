import json
from typing import Literal

from pydantic import Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write
from mock_backend.jsons import JsonObject


class OwnEvent(MomentFault):
    """An event of the page's own job as it stands here, true or not, on every open socket.

    The job's id and the time are added to it, where it has no `timestamp` of its own.
    """

    fault: Literal["own-event"] = "own-event"
    message: JsonObject = Field(description="a mapping with event and data")

    def decide(self, moment: Moment) -> Write:
        message = {"job_id": moment.job, **self.message}
        message.setdefault("timestamp", moment.timestamp)
        return Write(json.dumps(message), "event", moment.job)
