from e2e.evidence import Evidence, Picture
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import second, span
from e2e.evidence.provenance import Provenance
from e2e.evidence.shown import number, picture_at
from e2e.verdict import Verdict, failed, not_applicable, passed

ID = "progress-range"


def progress_range(evidence: Evidence) -> Verdict:
    """What is shown is a whole number from 0 to 100, whatever is sent (null, NaN, strings, -5, 250)."""
    shown = [(picture, picture.progress) for picture in evidence.pictures if picture.progress is not None]
    if not shown:
        return not_applicable(ID, "no percentage was shown")
    for picture, percentage in shown:
        if not whole_percentage(percentage):
            cause = Provenance(evidence).cause(picture)
            sentence = f"a whole number from 0 to 100 was promised; {percentage}% was shown"
            when = f"at {second(picture.at)}{on(cause)}"
            return failed(ID, f"{sentence} {when}", picture.at, *pieces(cause), picture)
    for picture in evidence.pictures:
        value = number(picture.bar)
        if value is not None and not 0 <= value <= 100 and _stays(picture, evidence):
            sentence = f"a share from 0 to 100 was promised; a bar at {picture.bar}% was shown"
            return failed(ID, f"{sentence} at {second(picture.at)}", picture.at, picture)
    when = span(picture.at for picture, _ in shown)
    return passed(ID, f"each of {len(shown)} percentages {when} was a whole number from 0 to 100")


def _stays(picture: Picture, evidence: Evidence) -> bool:
    """A bar on a spring goes beyond its end for some frames."""
    later = picture_at(evidence, min(picture.at + evidence.terms.slack, evidence.ended_at))
    value = number(later.bar) if later else None
    return value is not None and not 0 <= value <= 100


def whole_percentage(text: str) -> bool:
    return text.isdecimal() and int(text) <= 100
