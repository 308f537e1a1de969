"""What came of a press of Run after the first one."""

from e2e.evidence import Evidence, Press
from e2e.lines import second


def of_no_use(press: Press, evidence: Evidence) -> str:
    """Why nothing came of it, in words; empty where something did, or where nobody looked long enough."""
    if press.hindrance:
        return f"at {second(press.at)} Run could not be pressed: {press.hindrance}"
    due = press.at + evidence.terms.slack
    asked = any(
        press.at <= entry.at <= due and entry.kind == "http.request" and entry.call in ("health", "start")
        for entry in evidence.journal
    )
    if asked or due > evidence.ended_at or evidence.away(press.at, due):
        return ""
    return f"Run was pressed at {second(press.at)}, and the page asked for nothing"
