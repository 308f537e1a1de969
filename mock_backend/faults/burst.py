import json
from typing import Literal

from pydantic import Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write


class Burst(MomentFault):
    """The truth of the page's job as a progress event, so many times at once, on every open socket."""

    fault: Literal["burst"] = "burst"
    times: int = Field(
        default=10_000, ge=1, le=100_000, strict=True, description="a number from 1 to 100,000"
    )

    def decide(self, moment: Moment) -> Write:
        message = {
            "job_id": moment.job,
            "event": "progress",
            "data": {"progress": moment.progress, "current_api": moment.current_api},
            "timestamp": moment.timestamp,
        }
        return Write(json.dumps(message), "event", moment.job, self.times)
