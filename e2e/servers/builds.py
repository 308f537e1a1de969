"""Builds of the page: made when sources, command or addresses have changed, else left as they are."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from fnmatch import fnmatch
from pathlib import Path

from e2e.config import Build
from e2e.errors import BuildError, ConfigError
from e2e.servers.process import Child, leashed

STAMP = ".built-from"
"""In the output: what it was built from, so that it is gone whenever the output is."""


def build(wanted: Build, root: Path, output: Path, env: Mapping[str, str], undo: ExitStack) -> bool:
    """Brings `output` up to date; False when it was. `undo` ends a build that is still running.

    Raises BuildError and ConfigError.
    """
    cwd = root / wanted.cwd
    if not cwd.is_dir():
        raise ConfigError(f"There is no directory {cwd} to build in.")
    source, stamp = fingerprint(wanted, cwd, env), output / STAMP
    if stamp.is_file() and stamp.read_text(encoding="ascii") == source:
        return False
    stamp.unlink(missing_ok=True)
    _run(wanted, cwd, output, env, undo)
    if not output.is_dir():
        raise BuildError(f"`{' '.join(wanted.command)}` made no {output}.")
    stamp.write_text(source, encoding="ascii")
    return True


def _run(wanted: Build, cwd: Path, output: Path, env: Mapping[str, str], undo: ExitStack) -> None:
    command = [word.replace("{output}", str(output)) for word in wanted.command]
    with Child(leashed(command), cwd, env) as child:
        undo.callback(child.let_go)
        code = child.code(wanted.seconds)
        if code != 0:
            ended = f"took more than {wanted.seconds:g} s" if code is None else f"ended with exit code {code}"
            raise BuildError(f"`{' '.join(command)}` in {cwd} {ended}:\n{child.tail()}")


def fingerprint(wanted: Build, cwd: Path, env: Mapping[str, str]) -> str:
    """Of all that the build depends on: command, environment, and the files under `cwd`."""
    known = hashlib.sha256(json.dumps([wanted.command, sorted(env.items())]).encode())
    for path in sources(cwd, (*wanted.ignore, f"{wanted.output.name}*")):
        known.update(f"{path.relative_to(cwd)}\0{path.stat().st_size}\0".encode())
        known.update(path.read_bytes())
    return known.hexdigest()


def sources(directory: Path, ignored: tuple[str, ...]) -> Iterator[Path]:
    """The files under `directory` in a fixed order, without ignored names and hidden directories."""
    for path in sorted(directory.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and not path.name.startswith("."):
            yield from sources(path, ignored)
