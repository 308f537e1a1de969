"""The scenarios that come with the mock backend, by name."""

from functools import cache
from pathlib import Path

from mock_backend.errors import ScenarioError, UnknownScenarioError
from mock_backend.loader import load
from mock_backend.scenario import Scenario

DIRECTORY = Path(__file__).parent / "scenarios"


@cache
def scenarios() -> dict[str, Scenario]:
    """All of them, in order of folder and name. Raises ScenarioError."""
    found: dict[str, Scenario] = {}
    for path in sorted(DIRECTORY.glob("*/*.yaml")):
        scenario = load(path)
        if scenario.name in found:
            raise ScenarioError(
                f"{path}: a scenario named '{scenario.name}' is in {found[scenario.name].folder}/ too."
            )
        found[scenario.name] = scenario
    return found


def chosen(name: str) -> Scenario:
    """By name, or by the path of a YAML file. Raises UnknownScenarioError, ScenarioError."""
    return load(Path(name)) if name.endswith((".yaml", ".yml")) else named(name)


def named(name: str) -> Scenario:
    """Raises UnknownScenarioError."""
    known = scenarios()
    if name not in known:
        raise UnknownScenarioError(name, list(known))
    return known[name]
