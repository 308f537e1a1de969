import json
from typing import Literal

from pydantic import Field

from mock_backend.faults.base import EventFault, Moment
from mock_backend.faults.decisions import Write
from mock_backend.jsons import JsonObject


class EventAfter(EventFault):
    """One more event of the page's own job, as it stands here, right after a connection's n-th event.

    The job's id and the time are added to it.
    """

    fault: Literal["event-after"] = "event-after"
    message: JsonObject = Field(description="a mapping with event and data")

    def decide(self, moment: Moment) -> Write:
        message = {"job_id": moment.job, **self.message, "timestamp": moment.timestamp}
        return Write(json.dumps(message), "event", moment.job)
