"""A scenario: one situation, staged by a job's timeline and faults. It holds no assertions."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mock_backend.faults.catalogue import AnyFault
from mock_backend.state import ScenarioSummary
from mock_backend.timeline import DEFAULT, Completed, Failed, Timeline
from mock_backend.visit import AnyAct, Back, Leave, Reload, Return, RunAgain, SecondTab, UserAct

__all__ = ["Scenario"]

TIMES = ("at", "from", "until", "seconds", "every")
"""The fields of steps, faults and acts that count seconds."""

ROWS = ("job", "faults", "visit")


class Scenario(BaseModel):
    """In a file `name` and `folder` are not written: they come from its path."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "unnamed"
    folder: str = ""
    cause: str = Field(
        min_length=1, description="one sentence that says what brings this about in the real world"
    )
    family: str = Field(
        default="", description="a name that scenarios share which tell the same job by different channels"
    )
    job: Timeline = Field(
        default=DEFAULT, description="a list of steps, none at or after the one that ends the job"
    )
    """A timeline without an end is a job that runs forever."""
    faults: tuple[AnyFault, ...] = Field(default=(), description="a list of faults")
    visit: tuple[AnyAct, ...] = Field(
        default=(),
        description="a list of acts of the user and the browser, "
        "no `return` or `back` without a `leave` before it",
    )

    @property
    def end(self) -> Completed | Failed | None:
        """The step that ends the job."""
        return _end(self.job)

    @property
    def length(self) -> float:
        """Seconds after Run by which all that it names has happened, what it delays included.

        Each further run takes as long again as the job and its faults.
        """
        run = max(self._seconds("job", "faults", but="seconds"), default=0.0)
        run += sum(self._seconds("faults", only="seconds"))
        again = [act.at + run for act in self.visit if isinstance(act, RunAgain)]
        return max([run, *again, *self._seconds("visit")])

    def faster(self, factor: float) -> Self:
        """The same scenario in less time: each of its seconds divided by `factor`."""

        def hurried(part: dict[str, Any]) -> dict[str, Any]:
            times = {key: part[key] / factor for key in TIMES if part.get(key) is not None}
            return {**part, **times}

        written = self.model_dump(by_alias=True)
        for row in ROWS:
            written[row] = [hurried(part) for part in written[row]]
        return type(self).model_validate(written)

    def _seconds(self, *rows: str, but: str = "", only: str = "") -> Iterator[float]:
        """All that count seconds in these rows, but for one field or that field only."""
        written = self.model_dump(by_alias=True)
        for part in chain.from_iterable(written[row] for row in rows):
            for key in TIMES:
                if part.get(key) is not None and key != but and only in ("", key):
                    yield part[key]

    @field_validator("job")
    @classmethod
    def _nothing_after_the_end(cls, job: Timeline) -> Timeline:
        end = _end(job)
        if end is not None and any(step is not end and step.at >= end.at for step in job):
            raise ValueError("a step after the end")
        return job

    @field_validator("visit")
    @classmethod
    def _back_from_somewhere(cls, visit: tuple[AnyAct, ...]) -> tuple[AnyAct, ...]:
        acts = sorted((act for act in visit if isinstance(act, UserAct)), key=lambda act: act.at)
        left = False
        for act in acts:
            if isinstance(act, Return | Back) and not left:
                raise ValueError(f"{act.act} without a leave before it")
            # Whoever runs again is on the page.
            left = isinstance(act, Leave) or (left and isinstance(act, Reload | SecondTab))
        return visit

    def summary(self) -> ScenarioSummary:
        return ScenarioSummary(name=self.name, folder=self.folder, cause=self.cause)


def _end(job: Timeline) -> Completed | Failed | None:
    return next((step for step in job if isinstance(step, Completed | Failed)), None)
