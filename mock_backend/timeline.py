"""What happens to a job, and when: its steps, in seconds after its start."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
)

from mock_backend.jsons import JsonObject

Seconds = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False, strict=True)]
"""Strict: `true` is no number of seconds."""


def _a_number(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("expected a number, not a text or a truth")  # noqa: TRY004
    return value


Percent = Annotated[
    int | float,
    BeforeValidator(_a_number),
    Field(ge=0, le=100, allow_inf_nan=False),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: Seconds = Field(description="seconds after the job's start, 0 or more")


class Progress(_Step):
    progress: Percent = Field(description="a percentage from 0 to 100")
    api: str | None = Field(default=None, description="the API that is being tested from then on, or null")


class Outcome(BaseModel):
    """What a completed job found; the `data` of the `completed` event."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    results: JsonObject = Field(default={}, description="a mapping of what JSON can say")
    fusion_analysis: JsonObject = Field(default={}, description="a mapping of what JSON can say")
    total_cost: float = Field(default=0.0, allow_inf_nan=False, strict=True, description="a number")


class Completed(_Step):
    completed: Outcome = Field(description="a mapping with results, fusion_analysis and total_cost, or {}")


class Failed(_Step):
    failed: str = Field(description="an error text")


def _kind(step: Any) -> str | None:
    """The key that says what a step is."""
    fields = step if isinstance(step, dict) else dict(step) if isinstance(step, BaseModel) else {}
    return next((kind for kind in STEPS if kind in fields), None)


STEPS: dict[str, type[BaseModel]] = {"progress": Progress, "completed": Completed, "failed": Failed}

Step = Annotated[
    Annotated[Progress, Tag("progress")]
    | Annotated[Completed, Tag("completed")]
    | Annotated[Failed, Tag("failed")],
    Discriminator(_kind),
]


def end_of(steps: Iterable[Step]) -> Completed | Failed | None:
    """The first step that ends the job; None for one that runs forever."""
    ends = (step for step in steps if isinstance(step, Completed | Failed))
    return min(ends, key=lambda step: step.at, default=None)


def _nothing_after_the_end(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    end = end_of(steps)
    if end is not None and any(step is not end and step.at >= end.at for step in steps):
        raise ValueError("a step after the end")
    return steps


Timeline = Annotated[tuple[Step, ...], AfterValidator(_nothing_after_the_end)]

DEFAULT: Timeline = (
    Progress(at=1, progress=20, api="cqc"),
    Progress(at=3, progress=40, api="fsa"),
    Progress(at=5, progress=60, api="companies_house"),
    Progress(at=7, progress=80, api="google_places"),
    Progress(at=9, progress=95, api="perplexity"),
    Completed(at=11, completed=Outcome(results={"cqc": {"rating": "Good"}}, total_cost=0.12)),
)
"""Five steps of progress, 2 s apart, and the completion at 11 s: never at the instant of a poll, where
either may come first."""
