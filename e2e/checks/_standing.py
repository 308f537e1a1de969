"""What was shown in place of something newer."""

from e2e.evidence import Evidence, Picture
from e2e.evidence.cause import on, pieces
from e2e.evidence.lines import Piece, second
from e2e.evidence.provenance import Provenance
from e2e.evidence.shown import number


def standing(picture: Picture | None, since: float, evidence: Evidence) -> str:
    """`20% was shown`; with its cause where it came after `since`."""
    seen = f"{picture.progress}%" if picture and picture.progress else "no percentage"
    if picture and number(picture.bar) not in (None, number(picture.progress)):
        seen += f", with a bar at {picture.bar}%,"
    if picture is None or picture.at < since:
        return f"{seen} was shown"
    return f"{seen} was shown from {second(picture.at)}{on(Provenance(evidence).cause(picture))}"


def shown_by(picture: Picture | None, since: float, evidence: Evidence) -> tuple[Piece, ...]:
    """The lines of evidence for that."""
    if picture is None:
        return ()
    caused = pieces(Provenance(evidence).cause(picture)) if picture.at >= since else ()
    return (*caused, picture)
