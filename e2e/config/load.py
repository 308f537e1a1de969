"""`playwright.config.py` is loaded by path (its name has a dot), once, and what is wrong in it is said in
one sentence with file and line."""

import re
import traceback
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel, ValidationError

from e2e.config.find import Find
from e2e.config.models import Backend, Build, Config, Locators, Page, Profile, Server, Waiver
from e2e.errors import ConfigError, near
from e2e.evidence import Words
from mock_backend.protocol import Endpoint, JobEndpoint, Protocol

MODELS: dict[str, type[BaseModel]] = {
    model.__name__: model
    for model in (
        *(Backend, Build, Config, Find, Locators, Page, Profile, Server, Waiver),
        *(Endpoint, JobEndpoint, Protocol),
    )
}

_UNEXPECTED = re.compile(r"^(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")


def load(path: Path) -> Config:
    """The `config` of that file, with the file's directory as its root. Raises ConfigError."""
    return _load(path.absolute())


@cache
def _load(path: Path) -> Config:
    if not path.is_file():
        raise ConfigError(
            f"There is no configuration at {path}: `runner-e2e init` writes one; --config, or pytest's "
            "--runner-config, names another."
        )
    config = getattr(_executed(path), "config", None)
    if not isinstance(config, Config):
        raise ConfigError(f"{path.name}: it must define `config = Config(...)`, from e2e.config.")
    return config.model_copy(update={"root": path.parent})


def _executed(path: Path) -> ModuleType:
    spec = spec_from_file_location("playwright_config", path)
    if spec is None or spec.loader is None:
        raise ConfigError(f"{path.name}: a configuration is a Python file, its name ends with .py.")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # the user's own code may raise anything
        raise ConfigError(f"{path.name}, line {_line(error, path)}: {explained(error)}") from error
    return module


def _line(error: Exception, path: Path) -> int:
    """The last line of the file that was running, or that can't be read."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno or 1
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 1 for frame in reversed(frames) if frame.filename == str(path)), 1)


def explained(error: Exception) -> str:
    """What is wrong, in one sentence a problem."""
    if isinstance(error, ValidationError):
        return " ".join(_problems(error))
    if isinstance(error, SyntaxError):
        return f"no valid Python: {error.msg}."
    unexpected = _UNEXPECTED.match(str(error))
    if unexpected and unexpected[1] == Words.__name__:
        return _unknown("Words", unexpected[2], [field.name for field in fields(Words)])
    return f"{type(error).__name__}: {error}."


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        place = [str(part) for part in problem["loc"]]
        if problem["type"] == "extra_forbidden":
            yield _unknown(error.title, place[-1], sorted(MODELS[error.title].model_fields))
        elif problem["type"] == "missing":
            yield f"{error.title} needs the field '{place[-1]}'."
        else:
            yield f"{'.'.join([error.title, *place])}: {_message(problem['msg'])}{_came(problem['input'])}."


def _message(message: str) -> str:
    return message.removeprefix("Value error, ")


def _came(value: Any) -> str:
    return f", not {value!r}" if isinstance(value, str | int | float | None) else ""


def _unknown(model: str, field: str, known: list[str]) -> str:
    return f"{model} has no field '{field}'{near(field, known)}."
