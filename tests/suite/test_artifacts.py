"""What was asked for, by the command line, by the environment or by the project, goes before the defaults."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from e2e.artifacts import hold
from e2e.errors import UsageError
from tests.suite.conftest import Project

SAYS = """
import pytest

def test_says(pytestconfig):
    print("screenshot:", pytestconfig.option.screenshot)
    print("output:", pytestconfig.option.output)
"""


def told(project: Project, *arguments: str) -> list[str]:
    (project.folder / "test_says.py").write_text(SAYS, encoding="utf-8")
    done = project.run("-s", *arguments)
    assert done.returncode == 0, done.stdout
    lines = done.stdout.replace("test_says.py ", "").splitlines()
    return [line for line in lines if line.startswith(("screenshot: ", "output: "))]


def test_by_default_what_tests_leave_is_where_the_configuration_says(project: Project) -> None:
    assert told(project) == ["screenshot: off", f"output: {project.folder / 'test-results'}"]


def test_the_command_line_goes_before(project: Project) -> None:
    assert told(project, "--screenshot=off", "--output", "kept") == ["screenshot: off", "output: kept"]


def test_the_environment_goes_before(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Project,
        "environment",
        {**project.environment, "PYTEST_ADDOPTS": "--screenshot off --output='kept here'"},
    )
    assert told(project) == ["screenshot: off", "output: kept here"]


def test_the_project_s_own_options_go_before(project: Project) -> None:
    (project.folder / "pytest.ini").write_text("[pytest]\naddopts = --screenshot=on\n", encoding="utf-8")
    assert told(project)[0] == "screenshot: on"


STAYS = """
import os
from pathlib import Path

def test_stays_until_it_is_told(pytestconfig):
    kept = Path(pytestconfig.option.output, "trace.zip")
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch()
    Path("here").write_text("here")
    Path("told").read_text()
    assert kept.exists()
"""


@pytest.fixture
def staying(project: Project) -> Iterator[subprocess.Popen[str]]:
    """A run that is in the midst of a test, until somebody tells it."""
    (project.folder / "test_stays.py").write_text(STAYS, encoding="utf-8")
    for name in ("here", "told"):
        os.mkfifo(project.folder / name)
    with project.start("test_stays.py") as run:
        assert (project.folder / "here").read_text(encoding="ascii") == "here"
        yield run
        if run.poll() is None:
            (project.folder / "told").write_text("end", encoding="ascii")


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_a_folder_that_another_run_has_is_left_to_it(
    project: Project, staying: subprocess.Popen[str], workers: tuple[str, ...]
) -> None:
    (project.folder / "test_says.py").write_text(SAYS, encoding="utf-8")
    done = project.run("test_says.py", *workers)
    folder = project.folder / "test-results"
    held = f"Another run (process {staying.pid}) keeps its artifacts in {folder}, and each would delete the "
    way = "other's: wait until it has ended, or give this run a folder of its own by --output DIR."
    assert (done.returncode, done.stderr) == (2, f"runner-e2e: {held}{way}\n"), done.stdout
    assert "test_says" not in done.stdout
    assert told(project, "test_says.py", "--output", "own")[1:] == ["output: own"]
    (project.folder / "told").write_text("end", encoding="ascii")
    assert staying.wait() == 0, staying.communicate()[0]


@pytest.mark.parametrize("folder", ["/proc/self/results", "/proc/results"])
def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_judged(
    project: Project, folder: str
) -> None:
    (project.folder / "test_says.py").write_text(SAYS, encoding="utf-8")
    done = project.run("test_says.py", "--output", folder)
    assert done.returncode == 2, done.stdout
    assert "cannot be written to, and what failing tests leave is kept in /proc/" in done.stderr
    assert done.stderr.endswith("/results: name another folder by --output DIR.\n")
    assert "test_says" not in done.stdout


def test_a_folder_that_is_a_link_is_where_it_leads(project: Project) -> None:
    kept = project.folder / "kept"
    kept.mkdir()
    (kept / "old").touch()
    (project.folder / "linked").symlink_to(kept)
    (project.folder / "test_page.py").write_text("def test_a_page(page): pass", encoding="utf-8")
    done = project.run("test_page.py", "--output", "linked")
    assert done.returncode == 0, done.stdout
    assert not (kept / "old").exists()
    assert (project.folder / "linked").is_symlink()


def test_links_that_lead_in_a_circle_are_told(project: Project) -> None:
    (project.folder / "circle").symlink_to("circle")
    (project.folder / "test_says.py").write_text(SAYS, encoding="utf-8")
    done = project.run("test_says.py", "--output", "circle")
    assert done.returncode == 2, done.stdout
    assert "/circle cannot be written to, and what failing tests leave is kept in " in done.stderr


def test_a_folder_where_nobody_may_look_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refuse)
    monkeypatch.setattr(os, "mkdir", refuse)
    option = SimpleNamespace(output=str(tmp_path / "shut" / "results"))
    with ExitStack() as undo:
        config = SimpleNamespace(option=option, add_cleanup=undo.callback)
        with pytest.raises(UsageError, match="cannot be written to"):
            hold(cast("pytest.Config", config))


def test_a_run_that_was_killed_holds_no_folder(project: Project, staying: subprocess.Popen[str]) -> None:
    staying.kill()
    staying.wait()
    assert told(project, "test_says.py")


def test_nothing_is_held_where_no_test_is_run(project: Project, staying: subprocess.Popen[str]) -> None:
    assert staying.poll() is None
    assert project.run("--collect-only").returncode == 0


SERVED = """
import sys
from e2e.config import Config, Server
SERVE = "import os, http.server as h; print('up', flush=True);"
SERVE += "h.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), h.SimpleHTTPRequestHandler).serve_forever()"
config = Config(servers=(Server(command=(sys.executable, "-c", SERVE)),))
"""


def test_what_a_server_prints_is_kept_where_tests_leave_theirs(project: Project) -> None:
    (project.folder / "playwright.config.py").write_text(SERVED, encoding="utf-8")
    (project.folder / "test_up.py").write_text("def test_up(suite): pass\n", encoding="utf-8")
    done = project.run("--backend-port", "0", "--output", "own")
    assert done.returncode == 0, done.stdout
    logs = [path.relative_to(project.folder) for path in project.folder.rglob("server-*.log")]
    assert logs == [Path("own", "server-1.log")]
    assert (project.folder / logs[0]).read_text(encoding="utf-8").startswith("up\n")
