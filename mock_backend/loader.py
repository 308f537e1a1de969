"""Scenario files: YAML, read together with its lines, so that an error says where."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from mock_backend.errors import ScenarioError
from mock_backend.explain import Loc, problems
from mock_backend.scenario import Scenario

SIZE_LIMIT = 1_048_576
"""Bytes."""

FROM_PATH = ("name", "folder")


def load(path: Path) -> Scenario:
    """The scenario in a file, named by the file's stem.

    Raises ScenarioError, one line for each problem: file, line, field, what was expected.
    """
    document = _read(path)
    data = document.data
    if not isinstance(data, dict):
        raise ScenarioError(f"{path}:1: expected the fields cause, job and faults")
    for key in FROM_PATH:
        if key in data:
            raise ScenarioError(
                f"{path}:{document.line((key,))}: {key}: comes from the file's path, leave it out"
            )
    try:
        return Scenario.model_validate({**data, "name": path.stem, "folder": path.parent.name})
    except ValidationError as error:
        found = [f"{path}:{document.line(each.path)}: {each}" for each in problems(error, Scenario)]
        raise ScenarioError("\n".join(found)) from None


class _Document:
    """The data of a YAML file, and the line of each of its keys and items."""

    def __init__(self, loader: yaml.SafeLoader) -> None:
        self._loader = loader
        self._lines: dict[Loc, int] = {}
        node = loader.get_single_node()
        self.data: Any = None if node is None else self._value(node, ())

    def line(self, path: Loc) -> int:
        """Of what the path leads to, or of the closest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _value(self, node: yaml.Node, path: Loc) -> Any:
        self._lines.setdefault(path, node.start_mark.line + 1)
        match node:
            case yaml.MappingNode():
                return self._mapping(node, path)
            case yaml.SequenceNode():
                return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
            case _:
                return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Loc) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node)
            if key in mapping:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key}' is there twice", problem_mark=key_node.start_mark
                )
            self._lines[*path, key] = key_node.start_mark.line + 1
            mapping[key] = self._value(value_node, (*path, key))
        return mapping

    def _scalar(self, node: yaml.Node) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="expected a plain key", problem_mark=node.start_mark)
        try:
            return _encodable(self._loader.construct_object(node))
        except UnicodeEncodeError:
            problem = f"{node.value!a} is no text: it has half of a pair of surrogates"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None
        except ValueError as error:
            problem = f"'{node.value}' is no value: {error}"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None
        except (AttributeError, LookupError):  # yaml's constructors take the text's form for granted
            problem = f"'{node.value}' is no value of {node.tag}"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from None


def _encodable(value: Any) -> Any:
    """Raises UnicodeEncodeError for a text that nothing can be written as."""
    if isinstance(value, str):
        value.encode()
    return value


def _read(path: Path) -> _Document:
    text = ""
    try:
        text = _text(path)
        loader = yaml.SafeLoader(text)
        try:
            return _Document(loader)
        finally:
            loader.dispose()
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read: {error.strerror}") from None
    except RecursionError:
        raise ScenarioError(f"{path}:1: expected YAML without endless or very deep nesting") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: expected a text file in UTF-8") from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        character = f"the character U+{error.character:04X}"
        raise ScenarioError(f"{path}:{line}: expected YAML: {character} is not allowed in it") from None
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise ScenarioError(f"{path}:{line}: expected YAML: {error.problem}") from None


def _text(path: Path) -> str:
    if path.stat().st_size > SIZE_LIMIT:
        raise ScenarioError(f"{path}: expected a file of at most {SIZE_LIMIT:,} bytes")
    return path.read_text(encoding="utf-8")
