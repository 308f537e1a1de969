"""The one warning that the plugin keeps from its users, and the day on which that can go."""

import subprocess
import sys
from pathlib import Path


def test_the_exception_for_base_url_is_still_needed(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_it.py").write_text("def test_it(base_url): pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "PytestRemovedIn10Warning: Session-scoped fixtures defined as instance methods" in done.stdout, (
        "The warning is gone: take BASE_URL out of e2e/plugin.py, and this test."
    )
