"""Defects of one of these pages: of that whose markup and words are the farthest from the reference page's.

Each is a patch against its `index.html`, like those of `tests/mutants`: the first line says what is wrong,
`Caught by:` which checks must say so, `Plays:` in which scenarios.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

PAGE = "element"
PATCHES = Path(__file__).parent / "defects"


@dataclass(frozen=True)
class Defect:
    name: str
    sentence: str
    caught_by: frozenset[str]
    plays: tuple[str, ...]
    patch: Path


def defects() -> list[Defect]:
    return [_read(path) for path in sorted(PATCHES.glob("*.patch"))]


def _read(path: Path) -> Defect:
    sentence, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return Defect(
        path.stem, sentence, frozenset(_named(rest, "Caught by:")), tuple(_named(rest, "Plays:")), path
    )


def _named(text: str, field: str) -> list[str]:
    lines = (line for line in text.splitlines() if line.startswith(field))
    return next(lines, field).removeprefix(field).replace(",", " ").split()


def spoil(page: Path, defect: Defect) -> None:
    """The `index.html` in that folder, with the defect in it."""
    subprocess.run(["git", "apply", "--directory=", str(defect.patch)], cwd=page, check=True)
