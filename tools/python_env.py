"""The virtual environment `.venv`, made of requirements.lock."""

import importlib.util
import sys
from pathlib import Path

from tools.shell import SetupError, may_use_apt, run
from tools.stamps import Stamps, fingerprint

MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"


def python_of(root: Path) -> Path:
    return root / ".venv" / "bin" / "python"


def pip_install(root: Path, *what: str) -> list[str]:
    return [str(python_of(root)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what]


def set_up(root: Path, stamps: Stamps) -> None:
    """Raises SetupError."""
    venv, lock = root / ".venv", root / "requirements.lock"
    key = fingerprint(lock, MINOR, str(root))
    if stamps.read("venv", key) is None or not python_of(root).exists():
        stamps.forget("project")
        if not fits(venv):
            _make(venv, root)
        install = pip_install(root, "--require-hashes", "-r", str(lock))
        run("Python packages from requirements.lock", install, root)
        stamps.write("venv", key, {"python": sys.version.split()[0]})
    _install_project(root, stamps)


def _install_project(root: Path, stamps: Stamps) -> None:
    """Editable: its entry points are what changes with pyproject.toml."""
    key = fingerprint(root / "pyproject.toml", str(root))
    if stamps.read("project", key) is not None:
        return
    install = pip_install(root, "--no-deps", "--no-build-isolation", "--editable", str(root))
    run("this project", install, root)
    stamps.write("project", key, {})


def fits(venv: Path) -> bool:
    """It was made here, by this version of Python."""
    file = venv / "pyvenv.cfg"
    if not (file.is_file() and (venv / "bin" / "python").exists()):
        return False
    lines = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines())
    settings = {name.strip(): value.strip() for name, _, value in lines}
    here = settings.get("command", "").endswith(f" {venv}")
    return here and settings.get("version", "").startswith(f"{MINOR}.")


def _make(venv: Path, root: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{MINOR}-venv"
        if not may_use_apt():
            raise SetupError(
                f"{sys.executable} has no ensurepip, so it cannot make a virtual environment. "
                f"Install it first, on Debian and Ubuntu by: sudo apt-get install {package}"
            )
        run("apt-get update", ["apt-get", "update", "-qq"], root)
        run(f"apt-get install {package}", ["apt-get", "install", "-y", "-qq", package], root)
    run("virtual environment .venv", [sys.executable, "-m", "venv", "--clear", str(venv)], root)
