from typing import Literal

from mock_backend import frames
from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Break

HALF = b'{"event": "progress", "data": {"prog'


class HalfFrame(MomentFault):
    """Half of a text frame, then a RST, on every open socket."""

    fault: Literal["half-frame"] = "half-frame"

    def decide(self, moment: Moment) -> Break:  # noqa: ARG002
        return Break(frames.frame(frames.TEXT, HALF, promised=len(HALF)), reset=True)
