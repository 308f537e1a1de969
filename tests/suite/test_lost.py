"""Which errors are the suite's own, whoever raised them."""

import pytest
from playwright.sync_api import Error

from e2e.errors import BackendLost, BrowserLost, NotSettled, PageMissing, SuiteError, Unavailable
from e2e.lost import SEE_TO_IT, TOO_LONG, as_suite_error
from mock_backend.client import ControlError


def unanswered() -> ControlError:
    error = ControlError("The mock backend did not answer.")
    error.__cause__ = ConnectionRefusedError("refused")
    return error


@pytest.mark.parametrize(
    "error, kind, sentence",
    [
        (unanswered(), BackendLost, "The mock backend did not answer."),
        (ControlError("No session is named 'x'."), Unavailable, "No session is named 'x'."),
        (
            pytest.fail.Exception("Timeout (>120.0s) from pytest-timeout."),
            Unavailable,
            TOO_LONG.format(seconds="120.0"),
        ),
        (
            Error("Page.goto: Page crashed\nCall log:\n  - navigating"),
            BrowserLost,
            "The browser or its page was lost in mid-run: Page.goto: Page crashed.",
        ),
        (
            Error("Page.goto: net::ERR_CONNECTION_REFUSED at http://localhost/"),
            PageMissing,
            f"The page could not be opened: net::ERR_CONNECTION_REFUSED at http://localhost/. {SEE_TO_IT}.",
        ),
        (
            Error("Page.goto: NS_ERROR_UNKNOWN_HOST"),
            PageMissing,
            f"The page could not be opened: NS_ERROR_UNKNOWN_HOST. {SEE_TO_IT}.",
        ),
        (
            Error("Page.goto: Timeout 30000ms exceeded.\nCall log:"),
            PageMissing,
            f"The page could not be opened: Timeout 30000ms exceeded. {SEE_TO_IT}.",
        ),
        (
            ExceptionGroup("tearing down", [unanswered(), Error("Browser.close: Connection closed")]),
            BackendLost,
            "The mock backend did not answer.",
        ),
    ],
)
def test_a_loss_is_an_error_of_the_suite_in_one_sentence(
    error: Exception, kind: type[SuiteError], sentence: str
) -> None:
    found = as_suite_error(error)
    assert (type(found), str(found), found and found.exit_code) == (kind, sentence, 3)


def test_its_own_errors_stay_what_they_are() -> None:
    error = NotSettled(["a frame"])
    assert as_suite_error(error) is error


@pytest.mark.parametrize(
    "error",
    [
        AssertionError("the page shows 40%"),
        Error("Page.evaluate: ReferenceError: x is not defined"),
        Error(""),
        Error("Page.goto: net::ERR_ABORTED at http://localhost:3000/report.pdf"),
        ExceptionGroup("both", [unanswered(), AssertionError("no")]),
    ],
)
def test_what_the_page_or_a_test_did_wrong_is_none(error: Exception) -> None:
    assert as_suite_error(error) is None
