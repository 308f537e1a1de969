"""A scenario: one situation, staged by a job's timeline and faults. It holds no assertions."""

from collections.abc import Iterator
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mock_backend.faults.catalogue import AnyFault
from mock_backend.state import ScenarioSummary
from mock_backend.timeline import DEFAULT, Completed, Failed, Timeline

__all__ = ["Scenario"]

TIMES = ("at", "from", "until", "seconds")
"""The fields of steps and faults that count seconds."""


class Scenario(BaseModel):
    """In a file `name` and `folder` are not written: they come from its path."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "unnamed"
    folder: str = ""
    cause: str = Field(
        min_length=1, description="one sentence that says what brings this about in the real world"
    )
    job: Timeline = Field(
        default=DEFAULT, description="a list of steps, none at or after the one that ends the job"
    )
    """A timeline without an end is a job that runs forever."""
    faults: tuple[AnyFault, ...] = Field(default=(), description="a list of faults")

    @property
    def end(self) -> Completed | Failed | None:
        """The step that ends the job."""
        return _end(self.job)

    @property
    def length(self) -> float:
        """Seconds after the job's start by which all that it names has happened, what it delays included."""
        times = [value for key, value in self._times() if key != "seconds"]
        delays = [value for key, value in self._times() if key == "seconds"]
        return max(times, default=0.0) + sum(delays)

    def faster(self, factor: float) -> Self:
        """The same scenario in less time: each of its seconds divided by `factor`."""

        def hurried(part: dict[str, Any]) -> dict[str, Any]:
            times = {key: part[key] / factor for key in TIMES if part.get(key) is not None}
            return {**part, **times}

        written = self.model_dump(by_alias=True)
        for row in ("job", "faults"):
            written[row] = [hurried(part) for part in written[row]]
        return type(self).model_validate(written)

    def _times(self) -> Iterator[tuple[str, float]]:
        written = self.model_dump(by_alias=True)
        for part in (*written["job"], *written["faults"]):
            yield from ((key, part[key]) for key in TIMES if part.get(key) is not None)

    @field_validator("job")
    @classmethod
    def _nothing_after_the_end(cls, job: Timeline) -> Timeline:
        end = _end(job)
        if end is not None and any(step is not end and step.at >= end.at for step in job):
            raise ValueError("a step after the end")
        return job

    def summary(self) -> ScenarioSummary:
        return ScenarioSummary(name=self.name, folder=self.folder, cause=self.cause)


def _end(job: Timeline) -> Completed | Failed | None:
    return next((step for step in job if isinstance(step, Completed | Failed)), None)
