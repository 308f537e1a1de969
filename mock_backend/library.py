"""The scenarios that come with the mock backend, by name; each file is read when it is first asked for."""

from functools import cache
from pathlib import Path

from mock_backend.errors import ScenarioError, UnknownScenarioError
from mock_backend.loader import load
from mock_backend.scenario import Scenario

DIRECTORY = Path(__file__).parent / "scenarios"


def scenarios() -> dict[str, Scenario]:
    """All of them, in order of folder and name. Raises ScenarioError."""
    return {name: named(name) for name in _paths()}


def chosen(name: str) -> Scenario:
    """By name, or by the path of a YAML file. Raises UnknownScenarioError, ScenarioError."""
    return load(Path(name)) if name.endswith((".yaml", ".yml")) else named(name)


@cache
def named(name: str) -> Scenario:
    """Raises UnknownScenarioError, ScenarioError."""
    paths = _paths()
    if name not in paths:
        raise UnknownScenarioError(name, list(paths))
    return load(paths[name])


@cache
def _paths() -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in sorted(DIRECTORY.glob("*/*.yaml")):
        if path.stem in found:
            raise ScenarioError(
                f"{path}: a scenario named '{path.stem}' is in {found[path.stem].parent.name}/ too."
            )
        found[path.stem] = path
    return found
