"""What the user and the browser do in a scenario, in seconds after Run is pressed.

The backend takes no part in it, but for the Content-Security-Policy that its front sends: whoever drives a
browser through the scenario does. Run itself is pressed at second 0 in every scenario.
"""

from math import inf
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from mock_backend.timeline import Seconds, Timeline


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


# What the user does, at a moment


Way = Literal["link", "address", "back"]


class _UserAct(_Part):
    at: Seconds = Field(description="seconds after Run, 0 or more")


class Leave(_UserAct):
    """Goes to the application's home; where that is by the browser's Back, the visit began there."""

    act: Literal["leave"] = "leave"
    by: Way = Field(
        default="link", description="link (the page's own, where it has one), address or back (the browser's)"
    )


class Return(_UserAct):
    """Goes to the runner page, by the page's own link where there is one."""

    act: Literal["return"] = "return"


class Back(_UserAct):
    """Presses the browser's Back."""

    act: Literal["back"] = "back"


class Reload(_UserAct):
    act: Literal["reload"] = "reload"


class RunAgain(_UserAct):
    """Presses Run once more; the job then does what `job` says, or else what the scenario's does."""

    act: Literal["run-again"] = "run-again"
    job: Timeline | None = Field(
        default=None, description="a list of steps, none at or after the one that ends the job"
    )


class SecondTab(_UserAct):
    """Opens the runner page in another tab of the same browser and presses Run there, too."""

    act: Literal["second-tab"] = "second-tab"


# What the browser and its machine do, for a while


class _Spell(_Part):
    from_: Seconds = Field(alias="from", description="seconds after Run, 0 or more")
    until: Seconds = Field(description="seconds after Run, later than `from`")

    @field_validator("until")
    @classmethod
    def _later(cls, until: float, info: ValidationInfo) -> float:
        if until <= info.data.get("from_", -inf):
            raise ValueError("not later than from")
        return until


class Offline(_Spell):
    """No network: open sockets stall and burst out afterwards, new connections fail."""

    act: Literal["offline"] = "offline"


class Freeze(_Spell):
    """The browser freezes the page: none of its tasks run, messages wait."""

    act: Literal["freeze"] = "freeze"


class Hide(_Spell):
    """The tab is in the background. Imitated: only the page's view of its own visibility changes."""

    act: Literal["hide"] = "hide"


class Sleep(_Spell):
    """The machine sleeps: no task runs, nothing is received; on waking each timer fires once."""

    act: Literal["sleep"] = "sleep"


# What holds for the whole visit


class DoubleClick(_Part):
    """Run is pressed by a double click, 80 ms from one to the other."""

    act: Literal["double-click"] = "double-click"


class BrokenSocket(_Part):
    """The `WebSocket` constructor throws. Imitated."""

    act: Literal["broken-socket"] = "broken-socket"


class ForbiddenSocket(_Part):
    """The page's Content-Security-Policy forbids its socket."""

    act: Literal["forbidden-socket"] = "forbidden-socket"


class ClosedPort(_Part):
    """Nothing listens where the page looks for the socket."""

    act: Literal["closed-port"] = "closed-port"


class SlowDevice(_Part):
    act: Literal["slow-device"] = "slow-device"
    factor: float = Field(ge=1, le=20, strict=True, description="how many times slower, 1 to 20")


UserAct = Leave | Return | Back | Reload | RunAgain | SecondTab
Spell = Offline | Freeze | Hide | Sleep
Condition = DoubleClick | BrokenSocket | ForbiddenSocket | ClosedPort | SlowDevice

_Any = UserAct | Spell | Condition

AnyAct = Annotated[_Any, Field(discriminator="act")]

ACTS: dict[str, type[BaseModel]] = {model.model_fields["act"].default: model for model in get_args(_Any)}
"""An act's model by its word."""
