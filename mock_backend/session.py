"""One isolated conversation: its scenario, clock, job, faults and journal.

    start call ─► job (the truth) ◄─ timeline ◄─ clock
                   ├─► sockets   ◄─ faults
                   └─► requests  ◄─ faults

Everything here happens synchronously, in the event loop's one thread. The I/O is in `sockets`' links
and in the requests' transports.
"""

import asyncio
from functools import partial

from mock_backend import messages
from mock_backend.clock import ManualClock
from mock_backend.context import Context
from mock_backend.errors import ControlError, UnknownFaultError
from mock_backend.faults.base import Fault, MomentFault
from mock_backend.job import Job
from mock_backend.journal import Kind
from mock_backend.requests import Requests
from mock_backend.sockets import Sockets
from mock_backend.state import State
from mock_backend.timeline import Completed, Failed, Progress, Step

STEP_KINDS: dict[type, Kind] = {
    Progress: "job.progress",
    Completed: "job.completed",
    Failed: "job.failed",
}


class Session(Context):
    """A context and the two channels that share it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.sockets = Sockets(self)
        self.requests = Requests(self, self.sockets.answered)
        self._advancing = asyncio.Lock()

    # The job

    def start_job(self) -> Job:
        steps = self.scenario.timeline(len(self.jobs))
        job = Job(self.new_id("job"), self.clock.now(), steps=steps)
        self.jobs[job.job_id] = job
        self.log("job.started", job=job.job_id)
        for step in steps:
            if step.at > 0:
                self.clock.at(job.started_at + step.at, partial(self._step, job, step))
            else:
                self._step(job, step)
        for fault_id, fault in self.faults.items():
            if isinstance(fault, MomentFault):
                self.clock.at(job.started_at + fault.at, partial(self._moment, fault_id, job))
        return job

    def _step(self, job: Job, step: Step) -> None:
        job.apply(step, self.clock.now())
        event = messages.event(job.job_id, step, self.timestamp())
        payload = None if isinstance(step, Completed) else event["data"]
        self.log(STEP_KINDS[type(step)], job=job.job_id, payload=payload)
        self.sockets.broadcast(event)
        self.requests.stepped(job.job_id)

    # Faults

    def put_on(self, fault: Fault, at_once: bool) -> str:
        """`at_once`: a MomentFault acts now; it is kept only if it acts again and again."""
        fault_id = self.keep(fault)
        if isinstance(fault, MomentFault):
            if at_once:
                self._moment(fault_id, self.job)
                if fault.again_after is None:
                    del self.faults[fault_id]
            elif self.job is not None:
                self._schedule(fault_id, self.job.started_at + fault.at)
        self.version.bump()
        return fault_id

    def take_off(self, fault_id: str) -> None:
        if self.faults.pop(fault_id, None) is None:
            raise UnknownFaultError(fault_id, list(self.faults))
        self.version.bump()

    def _schedule(self, fault_id: str, at: float) -> None:
        if at <= self.clock.now():
            self._moment(fault_id, self.job)
        else:
            self.clock.at(at, partial(self._moment, fault_id, self.job))

    def _moment(self, fault_id: str, job: Job | None) -> None:
        """In the run of that job; the job's own events are those of the one started last."""
        fault = self.faults.get(fault_id)
        if isinstance(fault, MomentFault):
            self.sockets.act(fault.decide(self.moment()), fault_id, fault.concerns)
            if fault.again_after is not None and job is self.job:
                again = self.clock.now() + fault.again_after
                self.clock.at(again, partial(self._moment, fault_id, job))

    # From outside

    async def advance(self, to: float, fire: bool, one: bool = False) -> None:
        """Event by event; what one brings about is on the wire before the next. Raises ControlError.

        `one`: the clock stops at the first event, when that has happened.
        """
        clock = self.clock
        if not isinstance(clock, ManualClock):
            raise ControlError("The session's clock is real: it cannot be advanced.")
        to = round(to, 6)
        async with self._advancing:
            clock.check(to, fire)
            while fire and (due := clock.due_by(to)) is not None:
                clock.fire(due, one)
                await self.flush()
                if one:
                    break
            else:
                clock.move(to)
            self.version.bump()

    def state(self) -> State:
        clock = self.clock
        return State.model_construct(
            version=self.version.value,
            now=clock.now(),
            next=clock.next(),
            entries=len(self.journal),
            job=None if self.job is None else self.job.state(),
            connections=list(self.sockets.alive()),
            held=self.requests.held(),
            working=self.requests.working,
        )

    def end(self) -> None:
        self.clock.stop()
        self.sockets.end()
        self.requests.end()
        self.version.finish()
