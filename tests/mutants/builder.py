"""Builds pages from changed sources, one after the other in a single process of Node: 0.3 s each."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.node import search_path

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
SCRIPT = Path(__file__).with_name("build.mjs")


class Builder:
    """Runs until it is left; its Node ends with this process in any case, as its standard input does."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._node = subprocess.Popen(
            ["node", "--input-type=module", "--eval", SCRIPT.read_text(encoding="utf-8")],
            cwd=FRONTEND,
            env={**os.environ, "PATH": search_path(ROOT), **env},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def build(self, patch: Path, to: Path, react: str = "production") -> None:
        """The page with that patch of its sources, built into `to`; `react`: production or development.

        Raises CalledProcessError where the patch does not apply, AssertionError where nothing could be built.
        """
        sources = to.with_name(f"{to.name}-sources")
        copy = sources / "frontend"
        shutil.copytree(FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules", "dist*"))
        (copy / "node_modules").symlink_to(FRONTEND / "node_modules")
        subprocess.run(["git", "apply", "--directory=", str(patch)], cwd=sources, check=True)
        why = self._ask({"root": str(copy), "out": str(to), "react": react})
        shutil.rmtree(sources)
        assert why == "", why

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
