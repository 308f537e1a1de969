"""What a failing test leaves behind, by default: a screenshot and a trace.

pytest-playwright's own options go before. Its traces hold the page's DOM and a film, and double a test's
time; the one that is kept here holds actions, network and console, and costs a twentieth.

pytest-playwright empties the folder when a run begins, so one run at a time has it.
"""

import fcntl
import os
import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error

from e2e.errors import FolderInUse, UsageError

TAKEN_WITHIN = 5_000.0
"""Milliseconds for a screenshot of a page that a test failed on."""


def keep(config: pytest.Config, folder: Path) -> None:
    """What tests leave is put in `folder`, unless the user asked for something else."""
    if not asked(config, "output"):
        config.option.output = str(folder)


def folder(config: pytest.Config) -> Path:
    return Path(config.option.output).absolute()


def hold(config: pytest.Config) -> None:
    """The folder is this run's until it ends, however it does. Raises FolderInUse where it is another's,
    UsageError where that cannot be known, or nothing can be kept there.

    The lock is no file in the folder, which is deleted, nor beside it, where it would lie about.
    """
    own = Path(os.path.realpath(folder(config)))
    name = sha256(str(own).encode()).hexdigest()[:16]
    file = Path(tempfile.gettempdir(), f"runner-e2e-{os.getuid()}-{name}.lock")
    # Danger: it is never deleted. Whoever waits for a file that is no more has a lock that nobody else sees.
    try:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise UsageError(f"{file} cannot be opened: {error.strerror}. TMPDIR names another folder.") from None
    config.add_cleanup(lambda: os.close(lock))
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FolderInUse(own, os.pread(lock, 20, 0).decode() or "just started") from None
    _try(own)
    if folder(config).is_symlink():
        # pytest-playwright deletes a folder, and fails at a link to one.
        config.option.output = str(own)
    os.truncate(lock, 0)
    os.pwrite(lock, str(os.getpid()).encode(), 0)


def _try(own: Path) -> None:
    """A folder can be made there, or in what there is of the way to it; of /proc, rights do not tell.

    Raises UsageError.
    """
    # `Path.exists` raises where nobody may look.
    made = next(each for each in (own, *own.parents) if os.path.lexists(each))
    try:
        Path(tempfile.mkdtemp(dir=made)).rmdir()
    except OSError:
        raise UsageError(
            f"{made} cannot be written to, and what failing tests leave is kept in {own}: "
            "name another folder by --output DIR."
        ) from None


def prepare_report(config: pytest.Config) -> None:
    """Where JUnit's report is wanted, it can be written: pytest finds out when all has been played.

    Raises UsageError.
    """
    if wanted := config.getoption("xmlpath", None):
        report = Path(os.path.expandvars(wanted)).expanduser().absolute()
        try:
            report.parent.mkdir(parents=True, exist_ok=True)
            if not os.path.lexists(report):
                report.touch()
                report.unlink()
            elif report.is_file():
                report.open("a").close()
        except OSError as error:
            why = f"{error.strerror}, {error.filename}"
            raise UsageError(f"--junitxml: {report} cannot be written: {why}.") from None


def apart(config: pytest.Config, worker: str) -> None:
    """A worker's folder of its own: pytest-playwright empties the folder when a worker starts."""
    config.option.output = f"{config.option.output}/{worker}"


@contextmanager
def recorded(context: BrowserContext, item: pytest.Item, folder: str) -> Iterator[None]:
    """Keeps a trace and screenshots in `folder` if the test fails, unless pytest-playwright is asked to."""
    traced = item.config.getoption("--tracing") == "off"
    if traced:
        context.tracing.start(title=item.nodeid)
    yield
    report: pytest.TestReport | None = getattr(item, "rep_call", None)
    broken = report is None or report.failed
    if broken and not asked(item.config, "screenshot"):
        take_pictures(context, Path(folder))
    # Danger: of one that ends with its context alone Playwright leaves a folder behind.
    if traced:
        context.tracing.stop(path=Path(folder, "trace.zip") if broken else None)


def take_pictures(context: BrowserContext, folder: Path) -> None:
    """pytest-playwright takes them of passing tests too, some 50 ms each, and throws them away."""
    for number, page in enumerate(context.pages, start=1):
        with suppress(Error):
            page.screenshot(path=folder / f"test-failed-{number}.png", timeout=TAKEN_WITHIN)


def asked(config: pytest.Config, option: str) -> bool:
    """The command line, PYTEST_ADDOPTS or the project's own options say something of it."""
    by_environment = shlex.split(os.environ.get("PYTEST_ADDOPTS", ""))
    given = (*config.invocation_params.args, *config.getini("addopts"), *by_environment)
    return any(str(argument).split("=")[0] == f"--{option}" for argument in given)
