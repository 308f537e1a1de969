"""What is installed with the distribution."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in it."""
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with ZipFile(next(made.glob("runner_e2e-*.whl"))) as archive:
        return archive.namelist()


def test_scenarios_their_schema_and_the_observer_are_in_the_wheel(wheel: list[str]) -> None:
    data = [
        *(ROOT / "mock_backend" / "scenarios").rglob("*.yaml"),
        *(ROOT / "mock_backend" / "scenarios").rglob("*.json"),
        *(ROOT / "e2e").glob("*.js"),
    ]
    assert len(data) > 5
    assert {str(path.relative_to(ROOT)) for path in data} <= set(wheel)


def test_the_named_files_are_in_the_wheel_and_the_tools_own_tests_are_not(wheel: list[str]) -> None:
    assert {name.split("/")[0] for name in wheel if not name.startswith("runner_e2e-")} == {
        "e2e",
        "mock_backend",
    }
    assert [name for name in wheel if "/test_" in name] == [
        "e2e/test_catalogue.py",
        "e2e/test_clean_close.py",
        "e2e/test_drop_and_fallback.py",
        "e2e/test_success.py",
    ]


def test_types_are_marked_as_there(wheel: list[str]) -> None:
    assert {"e2e/py.typed", "mock_backend/py.typed"} <= set(wheel)


def test_pytest_finds_the_plugin() -> None:
    (plugin,) = entry_points(group="pytest11", name="runner_e2e")
    assert plugin.value == "e2e.plugin"
