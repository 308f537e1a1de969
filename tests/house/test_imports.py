"""What the import rules of pyproject.toml take for granted."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LOADED = (
    "import sys, {module}; print(*sorted(name for name in sys.modules if name.startswith('mock_backend.')))"
)


@pytest.mark.parametrize("module", ["mock_backend.journal", "e2e.checks", "e2e.evidence"])
def test_the_shapes_of_the_journal_bring_nothing_of_the_backend_along(module: str) -> None:
    command = [sys.executable, "-c", LOADED.format(module=module)]
    loaded = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    assert loaded == ["mock_backend.journal"]
