"""`python -m tests.mutants.handmade`: tries all hand-made defects and prints what caught each of them.

Exit code 0 when each was caught by the checks that are named for it, else 1. Other arguments go to pytest.
"""

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).with_name("test_defects.py")
TEST = "test_a_broken_page_is_caught_by_the_checks_named_for_it"


def main(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "pytest", f"{TESTS}::{TEST}", "-n", "2", "-p", "tests.mutants.trials"]
    quiet = ["-q", "--no-header", "--runner-progress", "--backend-port", "0"]
    return subprocess.run([*command, *quiet, *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
