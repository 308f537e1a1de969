import re

from e2e.checks._asked import asked_elsewhere, asked_in, none_asked
from e2e.checks._runs import each_run
from e2e.evidence import Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.truth import Run
from e2e.urls import same_address
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "production-url"

MIXED = re.compile(r"^Mixed Content|^Blocked loading mixed")
"""How browsers say it: Chromium, Firefox."""


def production_url(evidence: Evidence) -> Verdict:
    """In a release the progress socket goes to the URL that the build was given, `wss:` under `https:`; no
    address of the developer's machine is left in its files, and it asks for nothing that its
    `Content-Security-Policy` or the rule against mixed content forbids."""
    if not evidence.terms.release:
        return not_applicable(ID, "the page is no release build")
    return (
        _left_in(evidence)
        or asked_elsewhere(ID, evidence)
        or _forbidden(evidence)
        or each_run(ID, evidence, lambda run: _judged(run, evidence))
    )


def _left_in(evidence: Evidence) -> Verdict | None:
    if not evidence.leaks:
        return None
    sentence = "a release was promised to name no address of the developer's machine; it has left in"
    return failed(ID, f"{sentence} {'; '.join(evidence.leaks)}")


def _forbidden(evidence: Evidence) -> Verdict | None:
    """A scenario in which the policy forbids the socket itself is no fault of the page."""
    promised = "a release was promised to ask for nothing that the browser has to block"
    for blocked in evidence.blocked:
        if not _is_the_socket(blocked.url, evidence):
            sentence = f"{promised}; its Content-Security-Policy forbade {blocked.url}"
            return failed(ID, f"{sentence} at {second(blocked.at)}", blocked.at, blocked)
    for line in evidence.console:
        if not line.own and MIXED.search(line.text):
            return failed(ID, f"{promised}; it was mixed content at {second(line.at)}", line.at, line)
    return None


def _is_the_socket(url: str, evidence: Evidence) -> bool:
    """Of another origin than the page's, a browser may tell the origin alone."""
    wanted = evidence.terms.socket_url
    return wanted.startswith(url) or same_address(url, wanted)


def _judged(run: Run, evidence: Evidence) -> Verdict:
    without = none_asked(ID, run, evidence)
    if without:
        return without
    asked = [seen.asked_at for seen in asked_in(run, evidence)]
    sentence = f"every socket, asked for {span(asked)}, went to {evidence.terms.socket_url}"
    return passed(ID, f"{sentence}, and nothing had to be blocked", asked[0])
