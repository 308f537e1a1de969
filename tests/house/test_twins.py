"""Words that the suite and the mock backend both write, as neither may import the other's."""

from e2e.evidence import wire
from e2e.visit import stage
from mock_backend import messages, sessions


def test_the_cookie_is_the_same() -> None:
    assert stage.COOKIE == sessions.COOKIE


def test_the_suite_knows_where_the_journal_cuts_a_text() -> None:
    assert wire.JOURNAL_KEEPS == messages.PAYLOAD_LIMIT
