"""The reference page with all its mutants in one build, and a mock backend that serves it.

sources ─► copy ─► mutate.js ─► npm run build ─► Suite
                      └─► mutants.json ─► mutants
"""

import shutil
from contextlib import ExitStack
from pathlib import Path

from e2e.config import Backend, Build, Config, load
from e2e.errors import BuildError
from e2e.servers import Addresses, start
from e2e.servers.process import Child, leashed
from tests.mutants.generated.mutant import Mutant, read

FRONTEND = Path(__file__).parents[3] / "frontend"
MUTATED = ("run/*.ts", "pages/*.ts", "pages/*.tsx")
"""The run client, and the pages that a run leads through."""

LEFT_OUT = ("pages/Home.tsx", "pages/NotFound.tsx")
"""Of those, what has no part in a run."""

OUTPUT = Path("dist-e2e")
BUILD = ("npm", "run", "build", "--", "--mode", "e2e", "--outDir", "{output}", "--emptyOutDir")
SECONDS = 60.0
"""That putting the mutants in may take."""


def mutated(to: Path) -> tuple[Path, list[Mutant]]:
    """A copy of the page's sources with the mutants in it, ready to be built. Raises BuildError."""
    copy = to / "frontend"
    shutil.copytree(FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules", "dist*"))
    (copy / "node_modules").symlink_to(FRONTEND / "node_modules")
    sources = {str(path.relative_to(copy)): path.read_text(encoding="utf-8") for path in chosen(copy / "src")}
    with Child(leashed(["node", "mutate.js", *sources]), copy) as child:
        if child.code(SECONDS) != 0:
            raise BuildError(f"The mutants could not be put into the page:\n{child.tail()}")
    return copy, read((copy / "mutants.json").read_bytes(), sources)


def chosen(source: Path) -> list[Path]:
    """The files that mutants are put into."""
    left_out = {source / file for file in LEFT_OUT}
    return [path for pattern in MUTATED for path in sorted(source.glob(pattern)) if path not in left_out]


def served(sources: Path, undo: ExitStack) -> tuple[Config, Addresses]:
    """The page of these sources, built, beside a mock backend. Raises BuildError and ServerError."""
    here = {
        "root": sources,
        "backend": Backend(port=0, dist=OUTPUT),
        "builds": (Build(command=BUILD, output=OUTPUT),),
    }
    config = load(FRONTEND.parent / "playwright.config.py").model_copy(update=here).with_backend_port(0)
    return config, start(config, undo)
