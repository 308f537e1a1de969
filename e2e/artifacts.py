"""What a failing test leaves behind: pytest-playwright's own options, with defaults that help."""

import pytest

from e2e.config import load
from e2e.errors import ConfigError

KEPT = {"tracing": "retain-on-failure", "screenshot": "only-on-failure"}


def keep(config: pytest.Config, configuration: str) -> None:
    """Traces and screenshots of failing tests, where the user did not ask for something else."""
    for option, default in KEPT.items():
        if not _asked(config, option):
            setattr(config.option, option, default)
    if not _asked(config, "output"):
        config.option.output = _folder(config, configuration)


def apart(config: pytest.Config, worker: str) -> None:
    """A worker's folder of its own: pytest-playwright empties the folder when a worker starts."""
    config.option.output = f"{config.option.output}/{worker}"


def _asked(config: pytest.Config, option: str) -> bool:
    given = (*config.invocation_params.args, *config.getini("addopts"))
    return any(str(argument).split("=")[0] == f"--{option}" for argument in given)


def _folder(config: pytest.Config, configuration: str) -> str:
    """As configured; a wrong configuration is told by the first test that needs it."""
    try:
        chosen = load(config.invocation_params.dir / configuration)
    except ConfigError:
        return str(config.option.output)
    return str(chosen.root / chosen.artifacts)
