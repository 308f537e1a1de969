"""What a failing test leaves behind, by default: a screenshot and a trace.

pytest-playwright's own options go before. Its traces hold the page's DOM and a film, and double a test's
time; the one that is kept here holds actions, network and console, and costs nothing measurable.
"""

import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext


def keep(config: pytest.Config, folder: Path) -> None:
    """Screenshots of failing tests, in `folder`, unless the user asked for something else."""
    if not asked(config, "screenshot"):
        config.option.screenshot = "only-on-failure"
    if not asked(config, "output"):
        config.option.output = str(folder)


def apart(config: pytest.Config, worker: str) -> None:
    """A worker's folder of its own: pytest-playwright empties the folder when a worker starts."""
    config.option.output = f"{config.option.output}/{worker}"


@contextmanager
def traced(context: BrowserContext, item: pytest.Item, folder: str) -> Iterator[None]:
    """Keeps a trace in `folder` if the test fails, unless pytest-playwright keeps one."""
    if item.config.getoption("--tracing") != "off":
        yield
        return
    context.tracing.start(title=item.nodeid)
    yield
    report: pytest.TestReport | None = getattr(item, "rep_call", None)
    broken = report is None or report.failed
    context.tracing.stop(path=Path(folder, "trace.zip") if broken else None)


def asked(config: pytest.Config, option: str) -> bool:
    """The command line, PYTEST_ADDOPTS or the project's own options say something of it."""
    by_environment = shlex.split(os.environ.get("PYTEST_ADDOPTS", ""))
    given = (*config.invocation_params.args, *config.getini("addopts"), *by_environment)
    return any(str(argument).split("=")[0] == f"--{option}" for argument in given)
