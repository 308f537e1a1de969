"""Start calls of which no run came."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import inf

from e2e.evidence import Terms
from e2e.evidence.wire import Exchange
from mock_backend.journal import Entry


def refusals(
    calls: Sequence[Exchange], presses: Sequence[float], terms: Terms
) -> Iterator[tuple[float, Entry]]:
    """The ends of those that the page itself did not soon make once more; each with when the first ended of
    those that it did. What was refused it may try for as long as it may wait for an answer."""
    first = refused = inf
    for call, following in zip_longest(calls, calls[1:]):
        end = call.conclusion
        if end is None or _started(call):
            first = refused = inf
            continue
        first = min(first, end.at)
        refused = min(refused, inf if end.kind == "http.abandoned" else end.at)
        until = min(end.at + terms.poll_interval + terms.slack, refused + terms.poll_timeout)
        own = following and not any(end.at < press <= following.at for press in presses)
        if not own or following.at > until:
            yield first, end
            first = refused = inf


def _started(call: Exchange) -> bool:
    return isinstance(call.body, dict) and isinstance(call.body.get("job_id"), str)
