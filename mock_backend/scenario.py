"""A scenario: one situation, staged by a job's timeline and faults. It holds no assertions."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mock_backend.faults.catalogue import AnyFault
from mock_backend.state import ScenarioSummary
from mock_backend.timeline import DEFAULT, Completed, Failed, Timeline

__all__ = ["Scenario"]


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

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        end = self.end
        if end is not None and any(step is not end and step.at >= end.at for step in self.job):
            raise ValueError(f"job: no step at or after the job's end at {end.at:g} s")
        return self

    def summary(self) -> ScenarioSummary:
        return ScenarioSummary(name=self.name, folder=self.folder, cause=self.cause)
