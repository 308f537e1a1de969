"""Which browser drives the page, and what it is launched with. Looks, installs nothing, asks no network.

RUNNER_E2E_CHROMIUM ─► Playwright's own build ─► the system's      (`e2e.browser_setup` gets one)
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import playwright

from e2e.browsers.firefox_trust import trusting
from e2e.browsers.remote import elsewhere
from e2e.errors import BrowserMissing, UsageError
from e2e.servers.tls import Certificate


@dataclass(frozen=True)
class Kind:
    """One kind of browser and where it may be found."""

    variable: str
    own: str
    """Playwright's own build, as `playwright install` and its registry name it."""
    headless: tuple[str, ...]
    """Programs, on PATH or absolute, the quickest first; these have no window."""
    windowed: tuple[str, ...]
    package: str | None = None
    """Debian's; None where it has none that Playwright drives."""


KINDS = {
    "chromium": Kind(
        variable="RUNNER_E2E_CHROMIUM",
        own="chromium-headless-shell",
        headless=("chromium-headless-shell",),
        windowed=(
            "chromium",
            "google-chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        ),
        package="chromium-headless-shell",
    ),
    "webkit": Kind(
        variable="RUNNER_E2E_WEBKIT",
        own="webkit",
        headless=(),
        windowed=(),
    ),
    "firefox": Kind(
        variable="RUNNER_E2E_FIREFOX",
        own="firefox",
        headless=(),
        windowed=("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),
        package="firefox-esr",
    ),
}

CHROMIUM_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)

FIREFOX_PREFERENCES = {
    # Else Firefox waits up to 8 s by itself before a page that reconnects gets its connection.
    "network.websocket.delay-failed-reconnects": False,
    # Else a script is compiled in another thread, and nothing tells when its first turn comes.
    "javascript.options.parallel_parsing": False,
}

LEFT_TO_THE_RUN = {"handle_sigint": False}
"""Ctrl-C reaches Playwright's driver too, but it is the run that closes the browser when it is done."""


@dataclass(frozen=True)
class Browser:
    name: str
    executable: Path | None
    """None: Playwright's own build, which Playwright finds by itself."""
    channel: str | None
    origin: str
    """Where it comes from."""

    def __str__(self) -> str:
        return f"{self.name}: {self.executable or 'as installed'} ({self.origin})"


def find(name: str, headed: bool = False, environ: Mapping[str, str] = os.environ) -> Browser | None:
    """The first that is there; `headed` leaves out those without windows.

    Raises BrowserMissing when the environment names one that is not there.
    """
    return next(_found(name, KINDS[name], headed, environ), None)


def _found(name: str, kind: Kind, headed: bool, environ: Mapping[str, str]) -> Iterator[Browser]:
    if named := environ.get(kind.variable):
        yield Browser(name, _program(named, kind.variable), _system_channel(name), kind.variable)
    if own := _own_channel(kind, headed, environ):
        yield Browser(name, None, own[0], "Playwright's own build")
    for program in (*(() if headed else kind.headless), *kind.windowed):
        if path := shutil.which(program, path=environ.get("PATH")):
            yield Browser(name, Path(path), _system_channel(name), "the system's")


def _program(named: str, variable: str) -> Path:
    path = Path(named)
    if not (path.is_file() and os.access(path, os.X_OK)):
        raise BrowserMissing(f"{variable} is {named}, and no program is there.")
    return path


def _system_channel(name: str) -> str | None:
    """Playwright drives a Firefox that it did not build through WebDriver BiDi."""
    return "moz-firefox" if name == "firefox" else None


def _own_channel(kind: Kind, headed: bool, environ: Mapping[str, str]) -> tuple[str | None] | None:
    """The channel of an own build that is installed; None when there is none."""
    if _installed(kind.own, environ) and not (headed and kind.headless):
        return (None,)
    if kind.headless and _installed("chromium", environ):
        return (None,) if headed else ("chromium",)
    return None


def _installed(build: str, environ: Mapping[str, str]) -> bool:
    folder = f"{build.replace('-', '_')}-{_revision(build)}"
    return (_registry(environ) / folder / "INSTALLATION_COMPLETE").is_file()


def _revision(build: str) -> str:
    listed = json.loads((_driver() / "browsers.json").read_text(encoding="utf-8"))["browsers"]
    return str(next(each["revision"] for each in listed if each["name"] == build))


def _driver() -> Path:
    return Path(playwright.__file__).parent / "driver" / "package"


def _registry(environ: Mapping[str, str]) -> Path:
    """Where `playwright install` puts its builds."""
    chosen = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen == "0":
        return _driver() / ".local-browsers"
    if chosen:
        return Path(chosen)
    home = Path(environ.get("HOME") or Path.home())
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"


def records_video(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether Playwright's own ffmpeg, which films pages, is there."""
    return _installed("ffmpeg", environ)


def missing(name: str, headed: bool = False) -> BrowserMissing:
    """The error that names the ways to get one."""
    kind = KINDS[name]
    own, package = (name, name) if headed and kind.headless else (kind.own, kind.package)
    what = f"{name} with windows" if headed else name
    debian = f"; `apt-get install {package}` as root on Debian" if kind.package else ""
    return BrowserMissing(
        f"There is no {what} here. Get one in one of these ways: `playwright install {own}`{debian}; "
        f"or install any and say where it is by {kind.variable}=/path/to/it."
    )


def remote_arguments(
    server: str,
    browser_name: str,
    mapped: Sequence[tuple[str, str]] = (),
    certificate: Certificate | None = None,
    environ: Mapping[str, str] = os.environ,
) -> dict[str, Any]:
    """As `launch_arguments`, for a browser that a Playwright server launches: its own, or the one at the path
    there that the environment names."""
    if mapped and elsewhere(server):
        raise UsageError(
            f"{mapped[0][0]} is built into the page and leads to {mapped[0][1]}, where a browser of another "
            "machine can't be led: run it without --connect, or with the ports that are built in."
        )
    if browser_name == "firefox" and certificate is not None:
        raise UsageError(
            "A Firefox that a Playwright server launches can't be told to trust this run's certificate: run "
            "it without --connect, or with --browser chromium."
        )
    named = environ.get(KINDS[browser_name].variable)
    there = {"executable_path": named, "channel": _system_channel(browser_name)} if named else {}
    known = {name: value for name, value in there.items() if value is not None}
    return {**known, **_how(browser_name, mapped, certificate)}


def launch_arguments(
    browser_name: str,
    headed: bool = False,
    mapped: Sequence[tuple[str, str]] = (),
    certificate: Certificate | None = None,
) -> dict[str, Any]:
    """What Playwright's `launch` is called with.

    `mapped`: host:port pairs, as the page has them and where the browser has to lead them. `certificate`:
    one that it has to trust, and no other.
    Raises BrowserMissing when there is none, UsageError where `mapped` can't be done.
    """
    how = _how(browser_name, mapped, certificate)
    browser = find(browser_name, headed)
    if browser is None:
        raise missing(browser_name, headed)
    return {**_where(browser, certificate), **how, **LEFT_TO_THE_RUN}


def _where(browser: Browser, certificate: Certificate | None) -> dict[str, Any]:
    executable = browser.executable
    if certificate is not None and browser.name == "webkit":
        raise UsageError("webkit can't be told to trust this run's certificate: run with --browser chromium.")
    if certificate is not None and browser.name == "firefox":
        if executable is None:
            raise UsageError(
                f"Of firefox, {browser.origin} can't be told to trust this run's certificate: name an "
                f"installed one by {KINDS['firefox'].variable}=/path/to/it, or run with --browser chromium."
            )
        executable = trusting(executable, certificate)
    where = {"executable_path": executable, "channel": browser.channel}
    return {name: value for name, value in where.items() if value is not None}


def _how(
    browser_name: str, mapped: Sequence[tuple[str, str]], certificate: Certificate | None
) -> dict[str, Any]:
    if browser_name != "chromium":
        if mapped:
            raise UsageError(
                f"{mapped[0][0]} is built into the page and leads to {mapped[0][1]} in Chromium only: run it "
                "with --browser chromium, or let the mock backend listen on the port that is built in."
            )
        return {"firefox_user_prefs": FIREFOX_PREFERENCES} if browser_name == "firefox" else {}
    rules = ", ".join(f"MAP {asked} {there}" for asked, there in mapped)
    return {
        "args": [
            *CHROMIUM_ARGUMENTS,
            *(["--no-sandbox"] if os.geteuid() == 0 else []),
            *([f"--host-resolver-rules={rules}"] if mapped else []),
            *([f"--ignore-certificate-errors-spki-list={certificate.key}"] if certificate else []),
        ]
    }
