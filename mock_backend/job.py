"""The one truth about a run. Both channels are views of it; no fault ever changes it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from mock_backend.state import JobState
from mock_backend.timeline import Completed, Failed, Outcome, Progress, Step, Timeline

Event = dict[str, Any]


@dataclass
class Job:
    """`started_at` and `ended_at` are seconds of the session's clock; `progress` is percent."""

    job_id: str
    started_at: float
    status: Literal["running", "completed", "failed"] = "running"
    progress: int | float = 0
    current_api: str | None = None
    outcome: Outcome = field(default_factory=Outcome)
    error: str | None = None
    ended_at: float | None = None
    steps: Timeline = ()

    @property
    def ended(self) -> bool:
        return self.ended_at is not None

    def apply(self, step: Step, now: float) -> None:
        """Nothing happens to a job that has ended."""
        if self.ended:
            return
        match step:
            case Progress():
                self.progress, self.current_api = step.progress, step.api
            case Completed():
                self.status, self.progress, self.outcome = "completed", 100, step.completed
                self._end(now)
            case Failed():
                self.status, self.error = "failed", step.failed
                self._end(now)

    def as_of(self, since_start: float) -> "Job":
        """Another one that has taken only the steps of its first so many seconds."""
        then = Job(self.job_id, self.started_at, steps=self.steps)
        for step in self.steps:
            if step.at <= since_start:
                then.apply(step, self.started_at + step.at)
        return then

    def _end(self, now: float) -> None:
        self.current_api = None
        self.ended_at = now

    def state(self) -> JobState:
        return JobState(
            job_id=self.job_id,
            status=self.status,
            progress=self.progress,
            current_api=self.current_api,
            error=self.error,
        )
