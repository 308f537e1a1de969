"""Each worker keeps to processors of its own, and so do the programs that it starts."""

import os
import subprocess
import sys

import pytest

from e2e.share import processors, share

CHILD = """
import os, subprocess, sys
from e2e.share import keep_to_share
keep_to_share(int(sys.argv[1]), int(sys.argv[2]))
told = "import os; print(sorted(os.sched_getaffinity(0)), os.sched_getscheduler(0) == os.SCHED_BATCH)"
subprocess.run([sys.executable, "-c", told], check=True)
"""


def kept(worker: int, workers: int) -> str:
    command = [sys.executable, "-c", CHILD, str(worker), str(workers)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.mark.parametrize(
    "allowed, shares",
    [
        ([0, 1], [[0], [1]]),
        ([0, 1, 2, 3], [[0, 1], [2, 3]]),
        ([2, 3, 7], [[2], [3]]),
        ([4], [[4], [4]]),
    ],
)
def test_neighbours_and_as_many_for_each(allowed: list[int], shares: list[list[int]]) -> None:
    assert [share(allowed, worker, len(shares)) for worker in range(len(shares))] == shares


def test_a_worker_in_the_place_of_one_that_was_lost_has_all_of_them() -> None:
    assert share([0, 1], worker=2, workers=2) == [0, 1]


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system knows no shares")
def test_what_a_worker_starts_keeps_to_the_share_too() -> None:
    allowed = list(processors())
    workers = len(allowed)
    assert [kept(worker, workers) for worker in range(workers)] == [f"[{each}] True" for each in allowed]
    assert kept(0, workers + 1) == f"{allowed} True"
