"""`python -m tests.pages.alarms`: the whole catalogue on each of the other pages that keep the contract.

Prints a line for each page: its visits, how many failed, how many this browser cannot play, seconds. Exit
code 1 where there is a false alarm or an error; what was told then follows the line of its page.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from bench.load import busy
from e2e.cli import CATALOGUE, QUIET, UNUSED
from tests.pages.served import NAMES, PAGES

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Played:
    visits: int
    failed: int
    left_out: int
    """Visits that do not apply in this browser."""
    seconds: float
    code: int
    told: str


def play(page: str, repeats: int, workers: int) -> Played:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [
            sys.executable,
            "-m",
            "pytest",
            f"e2e/{CATALOGUE}",
            *QUIET,
            *UNUSED,
            f"--junitxml={report}",
        ]
        command += ["--runner-config", str(PAGES / page / "config.py"), "--backend-port", "0"]
        command += ["-n", str(workers), "--repeat-each", str(repeats)]
        begun = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
        seconds = time.monotonic() - begun
        counts = counted(report) if report.is_file() else dict.fromkeys(COUNTED, 0)
    failed = counts["failures"] + counts["errors"]
    return Played(
        counts["tests"] - counts["skipped"], failed, counts["skipped"], seconds, done.returncode, done.stdout
    )


COUNTED = ("tests", "failures", "errors", "skipped")


def counted(report: Path) -> dict[str, int]:
    """What pytest's own JUnit report says of its only suite."""
    suite = ET.parse(report).getroot().find("testsuite")
    assert suite is not None
    return {name: int(suite.get(name, "0")) for name in COUNTED}


def line(page: str, played: Played) -> str:
    return (
        f"{page:14} {played.visits:6} visits  {played.failed:4} failed  "
        f"{played.left_out:4} not in this browser  {played.seconds:8.1f} s  exit code {played.code}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=1, help="visits of each scenario (default: 1)")
    parser.add_argument("--page", action="append", choices=NAMES, help="this page alone (repeatable)")
    parser.add_argument("--workers", type=int, default=2, help="pages driven at the same time (default: 2)")
    parser.add_argument("--busy", action="store_true", help="keep every core busy meanwhile")
    chosen = parser.parse_args()
    alarmed = False
    with busy(os.cpu_count() or 1) if chosen.busy else nullcontext():
        for page in chosen.page or NAMES:
            played = play(page, chosen.repeats, chosen.workers)
            sys.stdout.write(f"{line(page, played)}\n{played.told if played.code else ''}")
            sys.stdout.flush()
            alarmed = alarmed or played.code != 0
    return 1 if alarmed else 0


if __name__ == "__main__":
    sys.exit(main())
