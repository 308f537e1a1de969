"""Scenario files: YAML, read with its lines, so that an error says where."""

from pathlib import Path

import yaml

from mock_backend.scenario import Scenario


def load(path: Path) -> Scenario:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Scenario.model_validate({**data, "name": path.stem, "folder": path.parent.name})
