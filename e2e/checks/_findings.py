"""What a job found, by which its results are told from another's."""

from collections.abc import Iterator
from itertools import chain

from e2e.checks._outcome import had
from e2e.evidence.truth import Run
from e2e.evidence.wire import decoded

FOUND = ("results", "fusion_analysis")
"""The fields of an answer, or of an event's data, that hold it."""
SHORTEST = 4
"""Letters of a word by which results are known."""


def findings(run: Run) -> frozenset[str]:
    """The words in the results that the page was told of that job, by whichever channel."""
    answers = [fetch.body for fetch in run.results if had(fetch)]
    events = [decoded(told.entry.payload) for told in run.told if told.status == "completed"]
    return frozenset(word for told in (*answers, *events) for word in _words(_found(told)))


def _found(told: object) -> object:
    """The part of an answer or event that is of what was found: an id or a time says nothing of that."""
    if not isinstance(told, dict):
        return None
    data = told.get("data", told)
    return {name: data.get(name) for name in FOUND} if isinstance(data, dict) else None


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
