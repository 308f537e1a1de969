"""A scenario: one situation, staged by a job's timeline and faults. It holds no assertions."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from mock_backend.faults.catalogue import AnyFault
from mock_backend.state import ScenarioSummary
from mock_backend.timeline import DEFAULT, Timeline, end_of
from mock_backend.visit import (
    AnyAct,
    Back,
    Freeze,
    Leave,
    Reload,
    Return,
    RunAgain,
    SecondTab,
    Sleep,
    UserAct,
)

__all__ = ["Scenario", "Timeline", "end_of"]

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
        "no `return` or `back` without a `leave` before it, and no act of the user in a freeze or a sleep",
    )

    def timeline(self, nth: int) -> Timeline:
        """Of the job that is started as the `nth`, counted from 0."""
        again = sorted(self._again(), key=lambda act: act.at)
        return self._job_of(again[nth - 1]) if 0 < nth <= len(again) else self.job

    def _again(self) -> list[RunAgain]:
        return [act for act in self.visit if isinstance(act, RunAgain)]

    def _job_of(self, act: RunAgain) -> Timeline:
        return self.job if act.job is None else act.job

    @property
    def length(self) -> float:
        """Seconds after Run by which all that it names has happened, what it delays included.

        Each further run takes as long as its job and all the faults.
        """
        faults = max(self._seconds("faults", but="seconds"), default=0.0)
        late = sum(self._seconds("faults", only="seconds"))

        def run(job: Timeline) -> float:
            return max([faults, *(step.at for step in job)]) + late

        again = [act.at + run(self._job_of(act)) for act in self._again()]
        return max([run(self.job), *again, *self._seconds("visit")])

    def faster(self, factor: float) -> Self:
        """The same scenario in less time: each of its seconds divided by `factor`."""

        def hurried(part: dict[str, Any]) -> dict[str, Any]:
            times = {key: part[key] / factor for key in TIMES if part.get(key) is not None}
            own = {"job": [hurried(step) for step in part["job"]]} if part.get("job") else {}
            return {**part, **times, **own}

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

    @field_validator("visit")
    @classmethod
    def _awake(cls, visit: tuple[AnyAct, ...]) -> tuple[AnyAct, ...]:
        absent = [act for act in visit if isinstance(act, Freeze | Sleep)]
        for act in visit:
            if isinstance(act, UserAct) and any(spell.from_ <= act.at < spell.until for spell in absent):
                raise ValueError(f"{act.act} while the page does nothing")
        return visit

    def summary(self) -> ScenarioSummary:
        return ScenarioSummary(name=self.name, folder=self.folder, cause=self.cause)
