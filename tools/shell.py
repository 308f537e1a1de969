"""Programs that set-up runs: quiet while all is well, told whole when it is not."""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


class SetupError(Exception):
    """Its text says what to do."""


def say(text: str) -> None:
    print(f"setup: {text}", flush=True)


def run(what: str, command: Sequence[str], cwd: Path, path: str | None = None) -> None:
    """Raises SetupError with all that the command said."""
    say(f"{what} ...")
    begun = time.monotonic()
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PATH": path or os.environ.get("PATH", "")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        words = " ".join(command)
        raise SetupError(f"{done.stdout}\n`{words}` failed with exit code {done.returncode}: see above.")
    say(f"{what}: done in {time.monotonic() - begun:.0f} s")


def may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None
