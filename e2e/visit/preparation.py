"""What the configuration does on the page before Run is pressed."""

import traceback
from pathlib import Path

from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TimedOut

from e2e.config import Preparation
from e2e.errors import ConfigError
from e2e.lost import as_suite_error

STILL = "The page's clock stands still meanwhile: what comes by a timer or an animation comes after Run."


def prepared(page: Page, prepare: Preparation) -> None:
    """Raises ConfigError where it cannot be done, with the line that could not."""
    try:
        prepare(page)
    except Exception as error:  # the user's own code may raise anything
        raise as_suite_error(error) or ConfigError(_told(error)) from error


def _told(error: Exception) -> str:
    within = traceback.extract_tb(error.__traceback__)[1:2]
    where = "".join(f"{Path(frame.filename).name}, line {frame.lineno}: " for frame in within)
    said = " ".join(str(error).split())
    still = f" {STILL}" if isinstance(error, TimedOut) else ""
    return (
        f"{where}`page.prepare` could not prepare the page for its run: {type(error).__name__}: {said}{still}"
    )
