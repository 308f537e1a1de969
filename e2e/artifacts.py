"""What a failing test leaves behind, by default: a screenshot and a trace.

pytest-playwright's own options go before. Its traces hold the page's DOM and a film, and double a test's
time; the one that is kept here holds actions, network and console, and costs a twentieth.
"""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Error

TAKEN_WITHIN = 5_000.0
"""Milliseconds for a screenshot of a page that a test failed on."""


def keep(config: pytest.Config, folder: Path) -> None:
    """What tests leave is put in `folder`, unless the user asked for something else."""
    if not asked(config, "output"):
        config.option.output = str(folder)


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
