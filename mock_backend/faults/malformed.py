from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mock_backend import strict_json
from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Write


def _malformed(text: str) -> str:
    try:
        strict_json.loads(text)
    except ValueError:
        return text
    raise ValueError("this is JSON")


class Malformed(MomentFault):
    """A text frame that is no JSON, so many times at once, on every open socket; `{job_id}` is the job's."""

    fault: Literal["malformed"] = "malformed"
    text: Annotated[str, AfterValidator(_malformed)] = Field(
        default='{"event": "progress", "data": {"progr', description="text that is no JSON"
    )
    times: int = Field(default=1, ge=1, le=100_000, strict=True, description="a number from 1 to 100,000")

    def decide(self, moment: Moment) -> Write:
        return Write(self.text.replace("{job_id}", moment.job or ""), "raw", times=self.times)
