"""What a job found, by which its results are told from another's."""

import re
from collections.abc import Iterator
from itertools import chain

from e2e.checks._outcome import had
from e2e.evidence import Evidence
from e2e.evidence.truth import Run
from e2e.evidence.wire import decoded

FOUND = ("results", "fusion_analysis")
"""The fields of an answer, or of an event's data, that hold it."""
SHORTEST = 4
"""Letters of a word by which results are known."""
TELLING = 8
"""Letters of a word that stands nowhere by chance."""


def findings(run: Run) -> frozenset[str]:
    """The words in the results that the page was told of that job, by whichever channel."""
    answers = [fetch.body for fetch in run.results if had(fetch)]
    events = [decoded(told.entry.payload) for told in run.told if told.status == "completed"]
    return frozenset(word for told in (*answers, *events) for word in _words(_found(told)))


def read(evidence: Evidence, since: float, until: float, run: Run) -> frozenset[str]:
    """Of what that job found, all that the page showed last in that time."""
    last = [shown.text for shown in evidence.results if since <= shown.at < until][-1:]
    whole = {word: rf"(?<!\w){re.escape(word)}(?!\w)" for word in findings(run)}
    return frozenset(word for word, pattern in whole.items() for text in last if re.search(pattern, text))


def telling(words: frozenset[str]) -> bool:
    """Whether they are what the job found: a short one may stand there by chance."""
    return len(words) > 1 or any(len(word) >= TELLING for word in words)


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
