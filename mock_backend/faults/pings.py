from typing import Annotated, Literal

from pydantic import Field

from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Ping
from mock_backend.timeline import Seconds


class Pings(MomentFault):
    """A ping on every open socket, again and again."""

    fault: Literal["pings"] = "pings"
    every: Annotated[Seconds, Field(ge=0.001)] = Field(
        description="seconds from one to the next, 0.001 or more"
    )

    @property
    def again_after(self) -> float:
        return self.every

    def decide(self, moment: Moment) -> Ping:  # noqa: ARG002
        return Ping()
