"""The examples of the documents are tests that pass, on the page that comes with the suite."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.suite.conftest import REFERENCE_PAGE, ROOT, Project

PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(document: str) -> list[str]:
    """Those that are tests."""
    blocks = PYTHON.findall((ROOT / document).read_text(encoding="utf-8"))
    return [block for block in blocks if "def test_" in block]


def write(project: Project) -> list[Path]:
    files = []
    for document in ("docs/fixtures.md", "README.md"):
        for number, example in enumerate(examples(document)):
            file = project.folder / f"test_{Path(document).stem.lower()}_{number}.py"
            file.write_text(example, encoding="utf-8")
            files.append(file)
    return files


def count(file: Path) -> int:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return sum(isinstance(each, ast.FunctionDef) and each.name.startswith("test_") for each in tree.body)


def test_the_examples_pass(project: Project) -> None:
    files = write(project)
    done = project.run("-q", *REFERENCE_PAGE)
    assert done.returncode == 0, done.stdout
    passed = re.search(r"^(\d+) passed", done.stdout, re.MULTILINE)
    assert passed is not None, done.stdout
    assert int(passed[1]) >= sum(map(count, files)) >= 10


def test_the_examples_are_typed(project: Project) -> None:
    command = [sys.executable, "-m", "mypy", "--strict", *map(str, write(project))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("fixture", ["scenario", "runner", "backend", "suite"])
def test_each_fixture_is_told(fixture: str) -> None:
    told = (ROOT / "docs" / "fixtures.md").read_text(encoding="utf-8")
    assert f"| `{fixture}` |" in told
