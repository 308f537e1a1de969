"""What all of a session share: its clock, journal, jobs, faults and ids. Knows none of the channels."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mock_backend.clock import Clock, timestamp
from mock_backend.faults.base import Asked, Fault, Moment
from mock_backend.job import Job
from mock_backend.journal import Call, Entry, Journal, Kind
from mock_backend.protocol import NATIVE, Protocol
from mock_backend.scenario import Scenario
from mock_backend.watch import Version

FLUSH_LIMIT = 1.0
"""Real seconds to wait, once, for what is being written; only a client that does not read uses them up."""


@dataclass(eq=False, repr=False)
class Context:
    """`seed` makes all ids that the session hands out."""

    name: str
    scenario: Scenario
    clock: Clock
    seed: str | None = None
    protocol: Protocol = NATIVE

    def __post_init__(self) -> None:
        self.version = Version()
        self.journal = Journal()
        self.jobs: dict[str, Job] = {}
        self.faults: dict[str, Fault] = {}
        self._unfinished: set[asyncio.Future[None]] = set()
        """What was begun and has to reach the wire before the clock moves on."""
        self._ids: dict[str, random.Random] = {}
        self._faults_made: Counter[str] = Counter()
        for fault in self.scenario.faults:
            self.keep(fault)

    def log(self, kind: Kind, **fields: Any) -> Entry:
        entry = self.journal.add(self.clock.now(), kind, **fields)
        self.version.bump()
        return entry

    def new_id(self, of: str) -> str:
        """The next id of its kind; each kind has a row of its own, so that none depends on the others."""
        if of not in self._ids:
            self._ids[of] = random.Random(None if self.seed is None else f"{self.seed}/{of}")  # noqa: S311
        return str(UUID(int=self._ids[of].getrandbits(128), version=4))

    def timestamp(self) -> str:
        return timestamp(self.clock, self.clock.now())

    # The job

    @property
    def job(self) -> Job | None:
        """The one started last."""
        return next(reversed(self.jobs.values()), None)

    def asked(self, call: Call, nth: int, job: Job | None) -> Asked:
        now = self.clock.now()
        job = job or self.job
        ended_at = None if job is None else job.ended_at
        return Asked(
            call=call,
            nth=nth,
            since_start=None if job is None else now - job.started_at,
            since_end=None if ended_at is None else now - ended_at,
        )

    def since_start(self) -> float | None:
        return None if self.job is None else self.clock.now() - self.job.started_at

    # Faults

    def keep(self, fault: Fault) -> str:
        self._faults_made[fault.word] += 1
        fault_id = f"{fault.word}-{self._faults_made[fault.word]}"
        self.faults[fault_id] = fault
        return fault_id

    def moment(self) -> Moment:
        """What a fault may need to know."""
        job, foreign, timestamp = self.job, self.new_id("foreign"), self.timestamp()
        if job is None:
            return Moment(foreign, timestamp)
        return Moment(foreign, timestamp, job.job_id, job.progress, job.current_api)

    # What is being written

    def begun(self) -> asyncio.Future[None]:
        """A future that its maker must finish when what it stands for has reached the wire."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._unfinished.add(future)
        future.add_done_callback(self._unfinished.discard)
        return future

    async def flush(self) -> None:
        if self._unfinished:
            _, stuck = await asyncio.wait(set(self._unfinished), timeout=FLUSH_LIMIT)
            self._unfinished -= stuck
