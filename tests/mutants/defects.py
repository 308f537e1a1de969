"""Defects of the reference page: each a patch against `frontend/src` with words before it.

    The socket is left open when the job has ended.             what is wrong, in one sentence

    Caught by: close-clean                                      each of these checks must say so
    Plays: success                                              in these scenarios
    React: development                                          only where the build is not production's
    Built for: release                                          only where it is not for the suite's own page

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
    built_for: str = "e2e"

    @property
    def release(self) -> bool:
        return self.built_for == "release"


def defects() -> list[Defect]:
    return patches(FOLDER / "patches")


def kinds() -> list[Defect]:
    return patches(FOLDER / "kinds")


def patches(folder: Path) -> list[Defect]:
    return [_read(path) for path in sorted(folder.glob("*.patch"))]


def _read(path: Path) -> Defect:
    sentence, _, rest = path.read_text(encoding="utf-8").partition("\n")
    caught_by, plays, react, built_for = (
        _named(rest, field) for field in ("Caught by:", "Plays:", "React:", "Built for:")
    )
    return Defect(
        path.stem,
        sentence,
        frozenset(caught_by),
        tuple(plays),
        path,
        "".join(react) or "production",
        "".join(built_for) or "e2e",
    )


def _named(text: str, field: str) -> list[str]:
    lines = (line for line in text.splitlines() if line.startswith(field))
    return next(lines, field).removeprefix(field).replace(",", " ").split()
