import json
from typing import Any, Literal

from pydantic import Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write
from mock_backend.jsons import JsonObject

_DATA: dict[str, dict[str, Any]] = {
    "progress": {"progress": 77, "current_api": "autumna"},
    "completed": {"results": {}, "fusion_analysis": {}, "total_cost": 9.99},
    "failed": {"error": "The other job failed"},
}


class ForeignEvent(MomentFault):
    """An event of a job that is not the page's, on every open socket."""

    fault: Literal["foreign-event"] = "foreign-event"
    event: Literal["progress", "completed", "failed"] = Field(
        description="one of progress, completed, failed"
    )
    data: JsonObject | None = Field(
        default=None,
        description="a mapping of what JSON can say, or null for what such an event usually carries",
    )

    def decide(self, moment: Moment) -> Write:
        message = {
            "job_id": moment.foreign_job,
            "event": self.event,
            "data": _DATA[self.event] if self.data is None else self.data,
            "timestamp": moment.timestamp,
        }
        return Write(json.dumps(message), "event", moment.foreign_job)
