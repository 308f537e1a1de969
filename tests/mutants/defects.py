"""Defects of the reference page: each a patch against `frontend/src`, built into a folder of its own.

A patch file says in its first line what is wrong with the page, in `Caught by:` which checks must say so, and
in `Plays:` in which scenarios, where others than usual are needed. Those in `kinds/` are no defects but pages
of another kind, which keep the contract too.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

FRONTEND = Path(__file__).parents[2] / "frontend"
PATCHES = Path(__file__).parent


@dataclass(frozen=True)
class Defect:
    name: str
    sentence: str
    caught_by: frozenset[str]
    plays: tuple[str, ...]
    patch: Path


def defects() -> list[Defect]:
    return [_read(path) for path in sorted(PATCHES.glob("*.patch"))]


def kinds() -> list[Defect]:
    return [_read(path) for path in sorted(PATCHES.glob("kinds/*.patch"))]


def _read(path: Path) -> Defect:
    sentence, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return Defect(
        path.stem, sentence, frozenset(_named(rest, "Caught by:")), tuple(_named(rest, "Plays:")), path
    )


def _named(text: str, field: str) -> list[str]:
    lines = (line for line in text.splitlines() if line.startswith(field))
    return next(lines, field).removeprefix(field).replace(",", " ").split()


def broken_page(defect: Defect, to: Path) -> Path:
    """A copy of the page's sources with the defect in it, ready to be built."""
    copy = to / "frontend"
    shutil.copytree(FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules", "dist*"))
    (copy / "node_modules").symlink_to(FRONTEND / "node_modules")
    subprocess.run(["git", "apply", "--directory=", str(defect.patch)], cwd=to, check=True)
    return copy
