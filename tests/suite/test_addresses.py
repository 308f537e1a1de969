"""Page and backend on other addresses than they were built for, and beside another run."""

import pytest

from tests.suite.conftest import REFERENCE_PAGE, ROOT, Project

FRONTEND = ROOT / "frontend"

VISITS = """
import pytest

@pytest.mark.parametrize("name", ["success", "reset-mid-run"])
def test_the_contract(scenario, name):
    runner = scenario(name)
    runner.run()
    runner.keeps_the_contract()
"""

BUILT_IN = f"""
from pathlib import Path
from e2e.config import Backend, Build, Config
config = Config(
    backend=Backend(dist=Path({str(FRONTEND / "dist-e2e")!r}), built_in="localhost:8000"),
    builds=(
        Build(
            command=("npm", "run", "build", "--", "--mode", "e2e", "--outDir", "{{output}}"),
            cwd=Path({str(FRONTEND)!r}),
            output=Path("dist-e2e"),
        ),
    ),
)
"""

DEV_SERVER = f"""
from pathlib import Path
from e2e.config import Config, Server
config = Config(servers=(Server(command=("npm", "run", "dev"), cwd=Path({str(FRONTEND)!r})),))
"""


def configure(project: Project, config: str) -> None:
    (project.folder / "playwright.config.py").write_text(config, encoding="utf-8")
    (project.folder / "test_visits.py").write_text(VISITS, encoding="utf-8")


def kept(output: str) -> bool:
    return "Contract kept: 2 scenarios × " in output  # noqa: RUF001


def test_a_built_in_address_is_reached_by_the_browser_s_own_map(project: Project) -> None:
    configure(project, BUILT_IN)
    done = project.run("--backend-port", "0")
    assert done.returncode == 0, done.stdout
    assert kept(done.stdout)


def test_where_the_browser_has_no_such_map_an_error_says_so(project: Project) -> None:
    configure(project, BUILT_IN)
    done = project.run("--backend-port", "0", "--browser", "firefox")
    assert done.returncode == 2
    assert "localhost:8000 is built into the page and leads to 127.0.0.1:" in done.stdout
    assert " in Chromium only: run it with --browser chromium" in done.stdout


def test_the_page_on_its_dev_server_keeps_the_contract(project: Project) -> None:
    configure(project, DEV_SERVER)
    done = project.run("--backend-port", "0")
    assert done.returncode == 0, done.stdout
    assert kept(done.stdout)


def test_the_dev_server_ends_with_the_run(project: Project) -> None:
    configure(project, DEV_SERVER)
    project.run("--backend-port", "0", "-k", "success")
    assert project.processes() == []


def test_two_runs_at_the_same_time_do_not_meet(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Project(tmp_path_factory.mktemp("other"))
    for each in (project, other):
        (each.folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        (each.folder / "test_visits.py").write_text(VISITS, encoding="utf-8")
    with project.start(*REFERENCE_PAGE) as first, other.start(*REFERENCE_PAGE) as second:
        outputs = [run.communicate()[0] for run in (first, second)]
    assert [run.returncode for run in (first, second)] == [0, 0], outputs
    assert all(map(kept, outputs))
