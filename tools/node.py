"""Node for the pages: the machine's if it is new enough, else the one that node.lock puts into `.venv`."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from tools.python_env import pip_install
from tools.shell import run
from tools.stamps import Stamps, fingerprint

WANTED = "^20.19 || >=22.12"


def set_up(root: Path, stamps: Stamps, examples: bool = False) -> None:
    """Node and the page's packages; `examples`: those of the pages in `examples/` too. Raises SetupError."""
    _node(root, stamps)
    _packages("the page's packages", root, root / "frontend", "page", stamps)
    for lock in sorted(root.glob("examples/*/package-lock.json")) if examples else ():
        name = lock.parent.name
        _packages(f"packages of examples/{name}", root, lock.parent, f"example-{name}", stamps)


def _packages(what: str, root: Path, page: Path, step: str, stamps: Stamps) -> None:
    key = fingerprint(page / "package.json", page / "package-lock.json", str(root))
    there = (page / "node_modules" / ".package-lock.json").is_file()
    if stamps.read(step, key) is None or not there:
        install = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        run(f"{what} from package-lock.json", install, page, search_path(root))
        stamps.write(step, key, {})


def _node(root: Path, stamps: Stamps) -> None:
    """Programs are asked for their version only when they are others than last time."""
    key = fingerprint(root / "node.lock", *map(_seen, ("node", "npm")), _seen("node", root))
    if stamps.read("node", key) is not None:
        return
    version = version_of(os.environ.get("PATH", ""))
    if not suits(version):
        what = f"Node ({WANTED}; the machine has {version or 'none with npm'})"
        run(what, pip_install(root, "--require-hashes", "-r", str(root / "node.lock")), root)
        key = fingerprint(root / "node.lock", *map(_seen, ("node", "npm")), _seen("node", root))
    stamps.write("node", key, {"node": version_of(search_path(root))})


def _seen(program: str, root: Path | None = None) -> str:
    """Which file it is, and since when."""
    path = shutil.which(program, path=None if root is None else str(root / ".venv" / "bin"))
    return f"{path} {Path(path).stat().st_mtime_ns}" if path else "none"


def search_path(root: Path) -> str:
    """PATH with `.venv` first: a Node in there is there because the machine's won't do."""
    return os.pathsep.join([str(root / ".venv" / "bin"), os.environ.get("PATH", "")])


def version_of(path: str) -> str:
    """Of the `node` on that PATH, as "22.12.0"; empty when it or its npm is missing or does not work."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return ""
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return asked.stdout.strip().removeprefix("v") if asked.returncode == 0 else ""


def suits(version: str) -> bool:
    """`^20.19 || >=22.12`."""
    match = re.match(r"(\d+)\.(\d+)\.", version)
    if match is None:
        return False
    major, minor = int(match[1]), int(match[2])
    return (major == 20 and minor >= 19) or (major, minor) >= (22, 12)
