"""What stops the suite itself, whoever raised it: its own errors, the loss of backend or browser."""

import re
from http.client import HTTPException

import pytest
from playwright.sync_api import Error

from e2e.errors import BackendLost, BrowserLost, PageMissing, SuiteError, Unavailable
from mock_backend.client import ControlError

GONE = ("has been closed", "crashed", "Connection closed")
"""What Playwright says of a page, a browser or a driver that is no more."""

NOT_OPENED = re.compile(r"^Page\.goto: ((?:net::ERR_|NS_ERROR_|Timeout )(?!ABORTED).*)")
"""What it says of a page that nobody serves; one that turns out to be a download is aborted."""

SEE_TO_IT = (
    "Start its web server, let `servers` in the configuration start it, or say by `page.url` where it is; "
    "`runner-e2e doctor` looks at it alone"
)


TIMED_OUT = re.compile(r"Timeout \(>([\d.]+)s\) from pytest-timeout")
TOO_LONG = (
    "The test took longer than {seconds} s of real time and was stopped: the machine is too slow or too busy "
    "for it. End what runs beside it, drive fewer pages by --workers 1, or give it longer by --timeout."
)


def as_suite_error(error: BaseException) -> SuiteError | None:
    """The error of the suite that this comes to; None for what the page or a test did wrong."""
    match error:
        case SuiteError():
            return error
        case ControlError():
            gone = isinstance(error.__cause__, OSError | HTTPException)
            return BackendLost(str(error)) if gone else Unavailable(str(error))
        case Error():
            return _of_playwright(error)
        case pytest.fail.Exception() if why := TIMED_OUT.match(str(error)):
            return Unavailable(TOO_LONG.format(seconds=why[1]))
        case BaseExceptionGroup():
            found = [as_suite_error(each) for each in error.exceptions]
            return found[0] if all(found) else None
        case _:
            return None


def _of_playwright(error: Error) -> SuiteError | None:
    said = error.message.splitlines()[0] if error.message else ""
    if any(word in said for word in GONE):
        return BrowserLost(f"The browser or its page was lost in mid-run: {said}.")
    if why := NOT_OPENED.match(said):
        return PageMissing(f"The page could not be opened: {why[1].rstrip('.')}. {SEE_TO_IT}.")
    return None
