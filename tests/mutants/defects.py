"""Defects of the reference page: each a patch against `frontend/src`, built into a folder of its own.

A patch file says in its first line what is wrong with the page, and in `Caught by:` which checks must say so.
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

    @property
    def patch(self) -> Path:
        return PATCHES / f"{self.name}.patch"


def defects() -> list[Defect]:
    return [_read(path) for path in sorted(PATCHES.glob("*.patch"))]


def _read(path: Path) -> Defect:
    sentence, _, rest = path.read_text(encoding="utf-8").partition("\n")
    checks = next(line for line in rest.splitlines() if line.startswith("Caught by:"))
    return Defect(path.stem, sentence, frozenset(checks.partition(":")[2].replace(",", " ").split()))


def broken_page(defect: Defect, to: Path) -> Path:
    """A copy of the page's sources with the defect in it, ready to be built."""
    copy = to / "frontend"
    shutil.copytree(FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules", "dist*"))
    (copy / "node_modules").symlink_to(FRONTEND / "node_modules")
    subprocess.run(["git", "apply", "--directory=", str(defect.patch)], cwd=to, check=True)
    return copy
