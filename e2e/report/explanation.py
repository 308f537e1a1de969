"""One visit that did not hold: what failed by which evidence, and what happened. Pure."""

from collections.abc import Sequence

from e2e.checks import EVERY_CHECK, AnyCheck
from e2e.evidence import Evidence, Picture
from e2e.evidence.cause import NOTHING
from e2e.evidence.lines import Piece, line, second
from e2e.evidence.provenance import Provenance
from e2e.report.outcome import Outcome

WIDEST_ROW = 100
"""Letters of a row in the picture of a page."""

OF_ITS_OWN = (
    "the page was late of its own accord, or waited for what the virtual clock does not move, "
    "like a timer of a worker: --real-time tells"
)


def explanation(outcome: Outcome, checks: Sequence[AnyCheck] = EVERY_CHECK) -> str:
    """What failed in one scenario, by which promise and which evidence; empty when nothing did."""
    promises = {check.id: check.promise for check in checks}
    blocks = []
    for verdict in outcome.failures:
        rows = [f"{verdict.check}: {verdict.sentence}", f"  promised: {promises.get(verdict.check, '?')}"]
        rows += [f"  maybe: {OF_ITS_OWN}"] if NOTHING in verdict.sentence else []
        blocks.append("\n".join([*rows, *(f"  {piece}" for piece in verdict.pieces)]))
    blocks += [f"not staged: {sentence}" for sentence in outcome.unstaged]
    return "\n\n".join([outcome.label, *blocks]) if blocks else ""


def happened(evidence: Evidence, journal: int = 20, console: int = 20, pictures: int = 10) -> str:
    """The last lines of journal and console, errors and dialogs; how the page came to look, change by change
    with the cause of each, and as it was seen last."""
    parts: dict[str, Sequence[Piece]] = {
        "journal": evidence.journal[-journal:],
        "console": evidence.console[-console:],
        "errors": evidence.errors,
        "blocked": evidence.blocked,
        "dialogs": evidence.dialogs,
        "navigations": evidence.navigations,
        "sockets": evidence.sockets,
        "spells": evidence.spells,
    }
    blocks = [
        "\n".join([f"{name}:", *(f"  {line(piece)}" for piece in pieces)])
        for name, pieces in parts.items()
        if pieces
    ]
    changes = _changes(evidence, pictures)
    if changes:
        blocks.append("\n".join(["page:", *changes]))
    if evidence.imitated:
        blocks.append("\n".join(["imitated:", *(f"  {sentence}" for sentence in evidence.imitated)]))
    return "\n\n".join([*blocks, f"page at {second(evidence.ended_at)}:\n{picture(evidence)}"])


def _changes(evidence: Evidence, last: int) -> list[str]:
    """The last pictures, each with what it is laid to."""
    provenance = Provenance(evidence)
    shown = [(picture, provenance.cause(picture)) for picture in evidence.pictures[-last:]]
    return [f"  {line(picture)}{f'  ({cause.phrase})' if cause else ''}" for picture, cause in shown]


def picture(evidence: Evidence) -> str:
    """The page as it was seen last, in a frame of text."""
    if not evidence.pictures:
        return "  (the page was never seen)"
    rows = _drawn(evidence.pictures[-1])
    width = max(map(len, rows))
    edge = f"  +{'-' * (width + 2)}+"
    return "\n".join([edge, *(f"  | {row.ljust(width)} |" for row in rows), edge])


def _drawn(shown: Picture) -> list[str]:
    button = "[ running ]" if shown.busy else "[ run ]" if shown.runnable else ""
    rows = [
        shown.path,
        button,
        "" if shown.progress is None else f"{_bar(shown.progress)} {shown.progress}%",
        f"testing {shown.step}" if shown.step else "",
        "results" if shown.outcome else "",
        *(f"! {alert}" for alert in shown.alerts),
    ]
    return [_clipped(line) for row in rows for line in row.splitlines() if line.strip()]


def _clipped(row: str) -> str:
    return row if len(row) <= WIDEST_ROW else row[: WIDEST_ROW - 3] + "..."


def _bar(progress: str) -> str:
    """Twenty cells; empty for what is no percentage."""
    full = int(progress) // 5 if progress.isdecimal() and int(progress) <= 100 else 0
    return "#" * full + "." * (20 - full)
