"""`python -m bench.repeats`: the whole catalogue over and over, every core kept busy.

Prints how long each scenario took, and each difference between a visit and the first one of the same test:
verdicts, or evidence within a channel. Exit code 1 where there is one, or where a test failed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from difflib import unified_diff
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.load import busy
from e2e.cli import CATALOGUE, QUIET, UNUSED

ROOT = Path(__file__).parent.parent
SLOWEST = 10
"""Tests whose times are shown."""

Line = dict[str, Any]


def play(times: int, workers: int, keep: Path, more: list[str]) -> int:
    """pytest's exit code."""
    files = [f"e2e/{CATALOGUE}"]
    command = [sys.executable, "-m", "pytest", *QUIET, *UNUSED, "-p", "bench.keep", "--keep", str(keep)]
    command += ["-n", str(workers), "--backend-port", "0", "--repeat-each", str(times), *files, *more]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def read(keep: Path) -> list[Line]:
    lines = [json.loads(line) for path in keep.glob("*.jsonl") for line in path.read_text().splitlines()]
    return sorted(lines, key=lambda line: (line["test"], line["repeat"]))


def differences(lines: list[Line]) -> Iterator[str]:
    for test, same in groupby(lines, key=lambda line: str(line["test"])):
        first, *others = same
        for other in others:
            if other["seen"] != first["seen"]:
                yield f"--- {test}: visit {other['repeat']} differs from visit {first['repeat']}"
                yield from unified_diff(_text(first), _text(other), n=1, lineterm="")


def _text(line: Line) -> list[str]:
    return json.dumps(line["seen"], indent=1).splitlines()


def times_of(lines: list[Line]) -> Iterator[str]:
    taken = {
        test: [line["seconds"] for line in same]
        for test, same in groupby(lines, key=lambda line: str(line["test"]))
    }
    slowest = sorted(taken.items(), key=lambda item: -statistics.median(item[1]))[:SLOWEST]
    for test, seconds in slowest:
        yield f"{statistics.median(seconds):6.2f} s  (max {max(seconds):.2f})  {test}"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="visits of each test (default: 20)")
    parser.add_argument("--workers", type=int, default=2, help="(default: 2)")
    parser.add_argument("--quiet", action="store_true", help="leave the cores alone")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, such as -k")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep = Path(folder)
        with nullcontext() if chosen.quiet else busy(os.cpu_count() or 1):
            code = play(chosen.times, chosen.workers, keep, chosen.pytest)
        lines = read(keep)
    print(f"\n{len(lines)} visits of {len({line['test'] for line in lines})} tests; the slowest:")
    print(*times_of(lines), sep="\n")
    found = list(differences(lines))
    print(*(found or ["no verdict and no evidence differs from the first visit's"]), sep="\n")
    return 1 if code or found or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
