"""Calls that a page gives up before a slow network could have answered them."""

from collections.abc import Iterator

from e2e.evidence import Evidence
from e2e.evidence.outages import outages
from e2e.evidence.truth import tolerance
from e2e.evidence.wire import Exchange, exchanges
from mock_backend.journal import Call

LEAST = 0.5
"""Seconds for which a page waits for an answer at least."""


def given_up_at_once(evidence: Evidence, *calls: Call) -> Iterator[Exchange]:
    """But for those that it makes anew in that moment, or that ended as its user left or the network did."""
    soon = tolerance(evidence)
    for call in calls:
        asked = exchanges(evidence.journal, call)
        for one in asked:
            if one.conclusion is None or one.conclusion.kind != "http.abandoned":
                continue
            given_up_at = one.conclusion.at
            anew = any(other is not one and abs(other.at - given_up_at) <= soon for other in asked)
            away = evidence.away(one.at, given_up_at + soon)
            cut_off = any(out.at <= given_up_at + soon and one.at <= out.until for out in outages(evidence))
            if given_up_at - one.at < LEAST and not (anew or away or cut_off):
                yield one
