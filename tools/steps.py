"""Set-up, step by step; each is skipped while what it was made from is unchanged (`.setup/` remembers).

Python packages ─► this project ─► Node ─► the page's packages ─► a browser
"""

import argparse
import fcntl
import os
import subprocess
import sys
from pathlib import Path

from tools import node, python_env
from tools.shell import SetupError, say
from tools.stamps import Made, Stamps, fingerprint

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    stamps = Stamps(ROOT / ".setup")
    try:
        with (ROOT / ".setup" / "lock").open("w") as lock:
            _only_one(lock.fileno())
            python_env.set_up(ROOT, stamps)
            node.set_up(ROOT, stamps, options.examples)
            browsers = [set_up_browser(ROOT, stamps, name) for name in options.browser]
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    if options.report:
        say(", ".join(["ready", *browsers]))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m tools.setup", description=__doc__)
    parser.add_argument("--browser", action="append", default=[], choices=["chromium", "firefox"])
    parser.add_argument("--examples", action="store_true", help="the packages of the pages in examples/ too")
    parser.add_argument("--report", action="store_true", help="say so when everything is there")
    return parser


def _only_one(lock: int) -> None:
    """Two set-ups at once would write into each other's work."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("waiting for another set-up of this project ...")
        fcntl.flock(lock, fcntl.LOCK_EX)


def set_up_browser(root: Path, stamps: Stamps, name: str) -> str:
    """The program that it is; looked for again when it is gone. Raises SetupError."""
    variables = [os.environ.get(each) for each in (f"RUNNER_E2E_{name.upper()}", "PLAYWRIGHT_BROWSERS_PATH")]
    key = fingerprint(root / "requirements.lock", *variables)
    made: Made | None = stamps.read(name, key)
    if made is None or not Path(made["program"]).exists():
        program = _obtain(root, name)
        stamps.write(name, key, {"program": program})
        return program
    return made["program"]


def _obtain(root: Path, name: str) -> str:
    say(f"a browser: {name} ...")
    command = [str(python_env.python_of(root)), "-m", "e2e.browser_setup", name]
    got = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False)
    if got.returncode:
        raise SetupError(f"Set-up stops: no {name}.")
    return got.stdout.strip()
