"""What came of a press of Run after the first one."""

from e2e.evidence import Evidence, Press
from e2e.lines import second
from e2e.wire import Exchange, exchanges


def of_no_use(press: Press, evidence: Evidence) -> str:
    """Why nothing came of it, in words; empty where something did, or where nobody looked long enough."""
    if press.hindrance:
        return f"at {second(press.at)} Run could not be pressed: {press.hindrance}"
    slack = evidence.terms.slack
    health = next(iter(_since(press.at, exchanges(evidence.journal, "health"))), None)
    asked = health is not None and health.at <= press.at + slack
    if asked and not _available(health):
        return ""
    due = slack + (health.ended_at if asked and health and health.ended_at is not None else press.at)
    started = any(start.at <= due for start in _since(press.at, exchanges(evidence.journal, "start")))
    if started or due > evidence.ended_at or evidence.away(press.at, due):
        return ""
    what = "asked for the health and started nothing" if asked else "asked for nothing"
    return f"Run was pressed at {second(press.at)}, and the page {what}"


def _since(at: float, calls: tuple[Exchange, ...]) -> tuple[Exchange, ...]:
    return tuple(call for call in calls if call.at >= at)


def _available(health: Exchange | None) -> bool:
    answer = health.conclusion if health else None
    return answer is not None and answer.status is not None and 200 <= answer.status < 300
