"""Defects of one of these pages: of that whose markup and words are the farthest from the reference page's.

Each is a patch against its `index.html`, like those of `tests/mutants`: the first line says what is wrong,
`Caught by:` which checks must say so, `Plays:` in which scenarios.
"""

import subprocess
from pathlib import Path

from tests.mutants.defects import Defect, patches

PAGE = "element"
PATCHES = Path(__file__).parent / "defects"


def defects() -> list[Defect]:
    return patches(PATCHES)


def spoil(page: Path, defect: Defect) -> None:
    """The `index.html` in that folder, with the defect in it."""
    subprocess.run(["git", "apply", "--directory=", str(defect.patch)], cwd=page, check=True)
