"""Builds pages from changed sources, one after the other in a single process of Node: 0.3 s each."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from tools.node import search_path

ROOT = Path(__file__).parents[2]
FRONTEND = Path("frontend")
SCRIPT = Path(__file__).with_name("build.mjs")


class Builder:
    """Runs until it is left; its Node ends with this process in any case, as its standard input does.

    `page`: the folder of its sources, in this repository.
    """

    def __init__(self, env: Mapping[str, str], page: Path = FRONTEND) -> None:
        self._page = page
        self._node = subprocess.Popen(
            ["node", "--input-type=module", "--eval", SCRIPT.read_text(encoding="utf-8")],
            cwd=ROOT / page,
            env={**os.environ, "PATH": search_path(ROOT), **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def build(self, patch: Path, to: Path, react: str = "production", release: bool = False) -> None:
        """The page with that patch of its sources, built into `to`; `react`: production or development.

        Raises AssertionError where the patch does not fit or nothing could be built.
        """
        with TemporaryDirectory() as name:
            folder = Path(name)
            copy, sources = folder / self._page, ROOT / self._page
            shutil.copytree(sources, copy, ignore=shutil.ignore_patterns("node_modules", "dist*"))
            (copy / "node_modules").symlink_to(sources / "node_modules")
            change(folder, patch)
            mode = "production" if release else "e2e"
            why = self._ask({"root": str(copy), "out": str(to), "react": react, "mode": mode})
        assert why == "", f"With {patch.name} the page cannot be built: {why}"

    def _ask(self, wanted: Mapping[str, str]) -> str:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        self._node.stdin.write(f"{json.dumps(wanted)}\n")
        self._node.stdin.flush()
        answer = self._node.stdout.readline()
        assert answer, "Node ended: what it said is above."
        return str(json.loads(answer))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._node.communicate()


def change(folder: Path, patch: Path) -> None:
    """Applies the patch to the files under `folder`."""
    done = subprocess.run(
        ["git", "apply", "--allow-empty", str(patch)],
        cwd=folder,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{patch.name} does not fit the page any more, make it anew: {done.stderr}"
