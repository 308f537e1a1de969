from typing import Literal

from mock_backend import frames
from mock_backend.faults.base import Moment, MomentFault
from mock_backend.faults.decisions import Break


class InvalidUtf8(MomentFault):
    """A text frame that is no UTF-8, on every open socket."""

    fault: Literal["invalid-utf8"] = "invalid-utf8"

    def decide(self, moment: Moment) -> Break:  # noqa: ARG002
        return Break(frames.frame(frames.TEXT, b'{"event": "caf\xe9"}'))
