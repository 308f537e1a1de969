"""Processors of its own for each worker. A browser, Playwright's server and the worker wake each other all
the time, which costs the less the nearer they are: with two workers on two processors a run is an eighth
shorter.
"""

import os
from collections.abc import Sequence
from contextlib import suppress


def keep_to_share(worker: int, workers: int) -> None:
    """This process and all that it starts from now on; nothing changes where the system cannot do it."""
    if not hasattr(os, "sched_setaffinity"):
        return
    with suppress(OSError):
        os.sched_setaffinity(0, share(processors(), worker, workers))
        # None of them is in such a hurry that it has to stop another one of them.
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def processors() -> Sequence[int]:
    """Those that this process may run on."""
    if not hasattr(os, "sched_getaffinity"):
        return range(os.cpu_count() or 1)
    return sorted(os.sched_getaffinity(0))


def share(processors: Sequence[int], worker: int, workers: int) -> Sequence[int]:
    """Neighbours, as many for each worker; all of them for everyone where there are not enough."""
    each = len(processors) // workers
    return processors[worker * each : (worker + 1) * each] or processors
