"""What was asked for, by the command line, by the environment or by the project, goes before the defaults."""

import pytest

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
