"""A scenario: one situation, staged by a job's timeline and faults. It holds no assertions."""

from collections.abc import Iterator
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
    cause: str = Field(min_length=1)
    """One sentence: what in the real world brings this about."""
    job: Timeline = DEFAULT
    """A timeline without an end is a job that runs forever."""
    faults: tuple[AnyFault, ...] = ()

    @property
    def end(self) -> Completed | Failed | None:
        """The step that ends the job."""
        return next((step for step in self.job if isinstance(step, Completed | Failed)), None)

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

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        end = self.end
        if end is not None and any(step is not end and step.at >= end.at for step in self.job):
            raise ValueError(f"job: no step at or after the job's end at {end.at:g} s")
        return self

    def summary(self) -> ScenarioSummary:
        return ScenarioSummary(name=self.name, folder=self.folder, cause=self.cause)
