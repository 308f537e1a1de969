"""Defects of the reference page: each a patch against `frontend/src` with words before it.

    The socket is left open when the job has ended.             what is wrong, in one sentence

    Caught by: close-clean                                      each of these checks must say so
    Plays: success                                              in these scenarios
    React: development                                          only where the build is not production's

Those in `kinds/` are no defects but pages of another kind, which keep the contract too.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Defect:
    name: str
    sentence: str
    caught_by: frozenset[str]
    plays: tuple[str, ...]
    patch: Path
    react: str = "production"


def defects() -> list[Defect]:
    return patches(FOLDER / "patches")


def kinds() -> list[Defect]:
    return patches(FOLDER / "kinds")


def patches(folder: Path) -> list[Defect]:
    return [_read(path) for path in sorted(folder.glob("*.patch"))]


def _read(path: Path) -> Defect:
    sentence, _, rest = path.read_text(encoding="utf-8").partition("\n")
    caught_by, plays, react = (_named(rest, field) for field in ("Caught by:", "Plays:", "React:"))
    return Defect(path.stem, sentence, frozenset(caught_by), tuple(plays), path, *react)


def _named(text: str, field: str) -> list[str]:
    lines = (line for line in text.splitlines() if line.startswith(field))
    return next(lines, field).removeprefix(field).replace(",", " ").split()
