"""What came of a press of Run after the first one."""

from e2e.evidence import Evidence, Press
from e2e.evidence.lines import second
from e2e.evidence.wire import Exchange, exchanges


def of_no_use(press: Press, evidence: Evidence) -> str:
    """Why nothing came of it, in words; empty where something did, or where nobody looked long enough."""
    if press.hindrance:
        return f"at {second(press.at)} Run could not be pressed: {press.hindrance}"
    slack = evidence.terms.slack
    asked = _since(press.at, exchanges(evidence.journal, "health"))
    health = asked[0] if asked and asked[0].at <= press.at + slack else None
    if health and not _available(health):
        return ""
    begun = health.ended_at if health and health.ended_at is not None else press.at
    due = begun + slack
    started = any(start.at <= due for start in _since(press.at, exchanges(evidence.journal, "start")))
    if started or due > evidence.ended_at or evidence.away(press.at, due):
        return ""
    what = "asked for the health and started nothing" if health else "asked for nothing"
    return f"Run was pressed at {second(press.at)}, and the page {what}"


def _since(at: float, calls: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    return tuple(call for call in calls if call.at >= at)


def _available(health: Exchange) -> bool:
    answer = health.conclusion
    return answer is not None and answer.status is not None and 200 <= answer.status < 300
