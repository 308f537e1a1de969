"""`python -m e2e.browser_setup chromium`: gets a browser where none is there, and shows that it starts.

    what is there: RUNNER_E2E_CHROMIUM, Playwright's own ─► `playwright install`, if its host answers
    ─► the system's ─► Debian's package, as root ─► an error that names the ways

Only set-up calls this: it may use the network and install things. Writes the program's path on standard
output, and on standard error what it does.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import BrowserType, Error, sync_playwright

from e2e.browsers.browser import KINDS, Browser, Kind, find, launch_arguments, missing
from e2e.errors import BrowserMissing, SuiteError

HOST_SECONDS = 5
"""How long the download host may take to answer, everything included."""

INSTALL_SECONDS = 900

_ASK = "import sys, urllib.request as r; r.urlopen(r.Request(sys.argv[1], method='HEAD'), timeout=60)"


def main(names: list[str]) -> int:
    try:
        for name in names:
            print(obtain(name))
    except SuiteError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


def obtain(name: str) -> str:
    """The path of one that starts. Raises BrowserMissing."""
    kind, there = KINDS[name], find(name)
    if (there is None or there.origin == "the system's") and answers(kind):
        _install_own(kind)
    if find(name) is None and kind.package and _may_use_apt():
        _install_package(kind.package)
    found = find(name)
    if found is None:
        raise missing(name)
    _say(str(found))
    return _proven(found)


def answers(kind: Kind, seconds: float = HOST_SECONDS) -> bool:
    """Playwright's download host has the build. Asked by a process of its own: looking up a name can hang."""
    url = _download_url(kind)
    try:
        asked = subprocess.run(
            [sys.executable, "-c", _ASK, url], capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return asked.returncode == 0


def _download_url(kind: Kind) -> str:
    plan = subprocess.run([*_PLAYWRIGHT, "--dry-run", kind.own], capture_output=True, text=True, check=True)
    return next(line.split()[-1] for line in plan.stdout.splitlines() if "Download url:" in line)


_PLAYWRIGHT = [sys.executable, "-m", "playwright", "install"]


def _install_own(kind: Kind) -> None:
    _say(f"playwright install {kind.own}")
    libraries = ["--with-deps"] if _may_use_apt() else []
    _run([*_PLAYWRIGHT, *libraries, kind.own])


def _may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install_package(package: str) -> None:
    _say(f"apt-get install {package}")
    if _run(["apt-get", "update", "-qq"]):
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])


def _run(command: list[str]) -> bool:
    """Whether it worked; what it says is shown only if it did not."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        _say(f"`{' '.join(command)}` took more than {INSTALL_SECONDS} s")
        return False
    if done.returncode:
        _say(f"`{' '.join(command)}` failed:\n{(done.stdout + done.stderr).strip()[-1000:]}")
    return done.returncode == 0


def _proven(browser: Browser) -> str:
    with sync_playwright() as playwright:
        kind: BrowserType = getattr(playwright, browser.name)
        try:
            kind.launch(**launch_arguments(browser.name)).close()
        except Error as error:
            raise BrowserMissing(f"{browser} does not start:\n{error.message}") from None
        return str(browser.executable or kind.executable_path)


def _say(text: str) -> None:
    print(f"browser: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
