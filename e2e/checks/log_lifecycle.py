import re

from e2e.checks._happenings import SAID, Happening, Name, happenings, pattern
from e2e.evidence import ConsoleLine, Evidence
from e2e.lines import second
from e2e.truth import tolerance
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
    return passed(ID, f"each of {due} happenings has its line in the console")


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
            return _missing(one, near)
    return _too_many(left[0], lines) if left else None


def _near(one: Happening, line: ConsoleLine, evidence: Evidence) -> bool:
    return one.at - tolerance(evidence) <= line.at <= one.at + evidence.terms.slack


def _missing(one: Happening, near: list[ConsoleLine]) -> Verdict:
    sentence = f"a line was promised for {SAID[one.name]}, at {second(one.at)}"
    wanted = f" with code {one.code}" if one.code is not None else ""
    seen = f"its line says otherwise: {near[0].level}: {near[0].text}" if near else f"none{wanted} came"
    return failed(ID, f"{sentence}; {seen}", one.at, one.piece, *near[:1])


def _too_many(extra: ConsoleLine, lines: list[ConsoleLine]) -> Verdict:
    sentence = (
        f"one line was promised for each time it happens; this one at {second(extra.at)} is one too many"
    )
    return failed(ID, f"{sentence}: {extra.text}", extra.at, *lines)
