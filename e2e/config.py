"""What a user says about the page under test: `playwright.config.py` holds `config = Config(...)`.

All paths are relative to the folder of that file; all times are seconds.
"""

import re
import runpy
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

from playwright.sync_api import Locator
from playwright.sync_api import Page as BrowserPage
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from e2e.errors import ConfigError
from e2e.evidence import Words


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:
        for name in given if isinstance(given, Mapping) else ():
            if name not in cls.model_fields:
                raise ValueError(_unknown(cls, name))
        return given


def _unknown(part: type[BaseModel], name: str) -> str:
    near = get_close_matches(name, part.model_fields, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(part.model_fields)}."
    return f"{part.__name__} has no field {name!r}: {hint}"


class Find(_Part):
    """Where something stands on the page: by role (and accessible name), by CSS selector, or in its text.

    `name` and `text` are regular expressions, matched anywhere, upper or lower case. The first group of
    `text` is what is shown, or the whole match.
    """

    role: str | None = None
    name: str | None = None
    css: str | None = None
    text: str | None = None

    @field_validator("name", "text")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        re.compile(pattern or "")
        return pattern

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.role, self.css, self.text)) != 1:
            raise ValueError("say exactly one of role, css and text")
        return self

    def locate(self, page: BrowserPage) -> Locator:
        if self.role is not None:
            name = re.compile(self.name, re.IGNORECASE) if self.name else None
            return page.get_by_role(self.role, name=name)  # type: ignore[arg-type]
        if self.css is not None:
            return page.locator(self.css)
        return page.get_by_text(re.compile(self.text or "", re.IGNORECASE))


class Locators(_Part):
    """Each is a row of places, the first that is there counts."""

    run: tuple[Find, ...] = (Find(role="button", name=r"Run Comprehensive Test|Running"),)
    """The button that starts a run."""
    busy: str = r"Running"
    """What that button says while a job runs; a disabled one is busy too."""
    progress: tuple[Find, ...] = (Find(text=r"([^\s:]+?)\s?%"), Find(role="progressbar"))
    step: tuple[Find, ...] = (Find(text=r"Testing:\s*(\S.*)"),)
    failure: tuple[Find, ...] = (Find(role="alert"),)


class Page(_Part):
    url: str = "http://localhost:3000"
    """Where the page is served; the backend serves it there itself when the page is built into a folder."""
    path: str = "/test"
    """The runner page."""
    home: str = "/"
    """Somewhere else to go, to leave the runner page."""
    results: str = r"^/results/(?P<job>[^/]+)$"
    """Regular expression over the path of a job's results."""


class Backend(_Part):
    port: int = 8000
    """Where the mock backend listens; 0 takes any free port."""
    socket_path: str = "/ws/test-progress"
    mapped: bool = False
    """The page has another backend address built in (`built_in`), and the browser is to reach the mock there
    all the same: Chromium only, by --host-resolver-rules."""
    built_in: str = "localhost:8000"


class Build(_Part):
    """A command that builds the page into a folder, which the backend's front then serves.

    In `command` and `env`, {socket_url}, {backend_url}, {page_port} and {output} stand for what they say.
    It is run again only when a file under `cwd` (without `output` and node_modules) or one of these changed.
    """

    command: str
    cwd: Path
    output: Path
    env: Mapping[str, str] = {}


class Server(_Part):
    """A web server that serves the page, waited for until `url` answers; placeholders as in Build."""

    command: str
    cwd: Path
    url: str
    env: Mapping[str, str] = {}
    seconds: float = 60.0


class Config(_Part):
    page: Page = Page()
    backend: Backend = Backend()
    build: Build | None = None
    """How the page is built, if it is; without it and without `dist`, `servers` serve it."""
    dist: Path | None = None
    """A folder that holds the page already built."""
    servers: tuple[Server, ...] = ()
    browsers: tuple[str, ...] = ("chromium",)
    poll_interval: float = 2.0
    poll_timeout: float = 10.0
    """After how long a request that is never answered may be followed by the next one at the latest."""
    slack: float = 0.5
    locators: Locators = Locators()
    words: Words = Words()
    ignore_console: tuple[str, ...] = (
        r"^\[vite\]",
        r"Download the React DevTools",
        r"React Router Future Flag Warning",
    )
    """Lines of a development server or library: regular expressions, found anywhere in a line."""
    artifacts: Path = Path("test-results")
    """Where a failing test leaves its trace and screenshot."""
    root: Path = Path()
    """The folder of the configuration file; set when it is loaded."""

    def with_backend_port(self, port: int) -> "Config":
        """The same on another port; where the backend serves the page, the page takes any free port too."""
        backend = self.backend.model_copy(update={"port": port})
        page = self.page.model_copy(update={"url": _with_port(self.page.url, 0)})
        return self.model_copy(update={"backend": backend, "page": page})

    @property
    def page_port(self) -> int:
        parts = urlsplit(self.page.url)
        return parts.port if parts.port is not None else {"https": 443}.get(parts.scheme, 80)


def _with_port(url: str, port: int) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{parts.hostname}:{port}"))


@cache
def load(path: Path) -> Config:
    """The `config` of that file, which is executed once. Raises ConfigError."""
    if not path.is_file():
        raise ConfigError(f"There is no {path}: say where the configuration is with --runner-config.")
    try:
        config = runpy.run_path(str(path)).get("config")
    except ValidationError as error:
        raise ConfigError(f"{path}: {_sentences(error)}") from error
    except (SyntaxError, ImportError, NameError, TypeError, ValueError, re.error) as error:
        raise ConfigError(f"{path}: {error}") from error
    if not isinstance(config, Config):
        raise ConfigError(f"{path}: it has to define `config = Config(...)`, from e2e.config.")
    return config.model_copy(update={"root": path.parent.resolve()})


def _sentences(error: ValidationError) -> str:
    return "; ".join(_sentence(detail["loc"], detail["msg"]) for detail in error.errors())


def _sentence(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(map(str, place))
    said = message.removeprefix("Value error, ")
    return f"{where}: {said}" if where else said
