import re

from e2e.checks._happenings import SAID, Happening, Name, happenings, pattern
from e2e.evidence import ConsoleLine, Evidence
from e2e.evidence.lines import second, span
from e2e.evidence.truth import tolerance
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "log-lifecycle"


def log_lifecycle(evidence: Evidence) -> Verdict:
    """Each of these leaves its line in the console, once for each time it happens: connected; connection
    message received; closed, with the code; and, as a warning or an error, a connection that could not be
    made."""
    known = happenings(evidence)
    lines = {name: _lines(name, evidence) for name in SAID}
    if not any(one.due for one in known) and not any(lines.values()):
        return not_applicable(ID, "nothing happened to a socket that is worth a line")
    for name in SAID:
        verdict = _judged([one for one in known if one.name == name], lines[name], evidence)
        if verdict:
            return verdict
    due = sum(one.due for one in known)
    return passed(ID, f"each of {due} happenings {span(one.at for one in known)} has its line in the console")


def _lines(name: Name, evidence: Evidence) -> list[ConsoleLine]:
    words = pattern(evidence.terms.words, name)
    return [line for line in evidence.console if line.own and re.search(words, line.text)]


def _judged(known: list[Happening], lines: list[ConsoleLine], evidence: Evidence) -> Verdict | None:
    left = list(lines)
    for one in sorted(known, key=lambda one: (not one.due, one.at)):
        near = [line for line in left if _near(one, line, evidence)]
        fitting = [line for line in near if one.told_by(line)]
        if fitting:
            left.remove(fitting[0])
        elif one.due:
            return _missing(one, near or [line for line in left if one.told_by(line)], evidence)
    return _too_many(left[0], lines) if left else None


def _near(one: Happening, line: ConsoleLine, evidence: Evidence) -> bool:
    return one.since - tolerance(evidence) <= line.at <= one.at + evidence.terms.slack


def _missing(one: Happening, lines: list[ConsoleLine], evidence: Evidence) -> Verdict:
    """`lines`: those in its time that say otherwise, or else those that say it at other times."""
    sentence = f"a line was promised for {SAID[one.name]}, at {second(one.at)}"
    wanted = f" with code {one.code}" if one.code is not None else ""
    if not lines:
        seen = f"none{wanted} came{_unfitting(one, evidence)}"
    elif _near(one, lines[0], evidence):
        lacks = f"has no code {one.code}" if one.code is not None else "says otherwise"
        seen = f"its line {lacks}: {lines[0].level}: {lines[0].text}"
    else:
        seen = f"none{wanted} came then, but one at {second(lines[0].at)}: {lines[0].text}"
    return failed(ID, f"{sentence}; {seen}", one.at, one.piece, *lines[:1])


def _unfitting(one: Happening, evidence: Evidence) -> str:
    """The line that may have been meant, by its level or code, where the page has other words for it than the
    configuration."""
    if one.name not in {"closed", "failed"}:
        return ""
    known = [line for name in SAID for line in _lines(name, evidence)]
    meant = [
        line
        for line in evidence.console
        if line.own and _near(one, line, evidence) and one.told_by(line) and line not in known
    ]
    return f"; `words.{one.name}` does not fit {meant[0].level}: {meant[0].text}" if meant else ""


def _too_many(extra: ConsoleLine, lines: list[ConsoleLine]) -> Verdict:
    sentence = (
        f"one line was promised for each time it happens; this one at {second(extra.at)} is one too many"
    )
    return failed(ID, f"{sentence}: {extra.text}", extra.at, *lines)
