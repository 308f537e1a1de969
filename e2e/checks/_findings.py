"""What a job found, by which its results are told from another's."""

from collections.abc import Iterator
from itertools import chain

from e2e.checks._outcome import had
from e2e.truth import Run
from e2e.wire import decoded

SHORTEST = 4
"""Letters of a word by which results are known."""


def findings(run: Run) -> frozenset[str]:
    """The words in the results that the page was told of that job, by whichever channel."""
    answers = [fetch.body for fetch in run.results if had(fetch)]
    events = [decoded(told.entry.payload) for told in run.told if told.status == "completed"]
    return frozenset(word for told in (*answers, *events) for word in _words(told))


def _words(value: object) -> Iterator[str]:
    """All texts in it that are long enough to be told from others."""
    match value:
        case str() if len(value) >= SHORTEST:
            yield value
        case dict():
            yield from chain.from_iterable(map(_words, value.values()))
        case list():
            yield from chain.from_iterable(map(_words, value))
        case _:
            return
