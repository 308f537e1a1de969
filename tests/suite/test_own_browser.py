"""A browser for one scenario alone."""

import subprocess
import threading
from pathlib import Path

import pytest

from e2e.browsers.own_browser import _port_left_in
from e2e.errors import Unavailable
from tests.suite.conftest import Project


def test_the_port_is_waited_for_until_it_is_written_whole(tmp_path: Path) -> None:
    file = tmp_path / "DevToolsActivePort"
    file.write_text("")
    written = threading.Timer(0.05, file.write_text, ["4711\n/devtools/browser/1\n"])
    written.start()
    assert _port_left_in(file) == "4711"
    written.join()


def test_a_browser_that_never_says_its_port_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"did not say within 0\.05 s where it listens"):
        _port_left_in(tmp_path / "DevToolsActivePort", seconds=0.05)


@pytest.mark.parametrize("name", ["closed-port", "frozen-mid-run"])
def test_no_folder_of_its_own_is_left_behind(project: Project, name: str) -> None:
    text = f"def test_visit(scenario):\n    scenario({name!r})\n"
    (project.folder / "test_visit.py").write_text(text, encoding="utf-8")
    there = project.folder / "temporary"
    there.mkdir()
    environment = {**project.environment, "TMPDIR": str(there)}
    done = subprocess.run(
        project.command(), cwd=project.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert [path.name for path in there.glob("playwright*")] == []
