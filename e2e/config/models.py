"""What a user says about the page under test: `config = Config(...)` in `playwright.config.py`.

All of it is frozen and checked when it is made. Paths are relative to the directory of that file, times
are in seconds, patterns are regular expressions; those of `Locators` are read by JavaScript too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_origin
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from e2e.checks import EVERY_CHECK
from e2e.config.find import Find
from e2e.errors import ConfigError, UsageError, near
from e2e.evidence import Words
from e2e.urls import LOOPBACK, place, port_of, with_port
from mock_backend.protocol import NATIVE, Protocol

BrowserName = Literal["chromium", "firefox", "webkit"]
Port = Annotated[int, Field(ge=0, le=65535)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Preparation = Callable[[Any], object]
"""A function of Playwright's `page` (of its synchronous API)."""


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    return text


def _route(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError('a path on the page\'s origin starts with "/"')
    if re.search(r"#(?!!?/)", text):
        raise ValueError("a path: after a # only a route is one, as in /#/test")
    return text


def _some(items: tuple[str, ...]) -> tuple[str, ...]:
    if not items:
        raise ValueError("it must not be empty")
    return items


HostAndPort = Annotated[str, Field(pattern=r"^[\w.-]+:\d+$")]
Command = Annotated[tuple[str, ...], AfterValidator(_some)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Route = Annotated[str, AfterValidator(_route)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _several(cls, value: Any, info: ValidationInfo) -> Any:
        """Pydantic would take a model where several belong for its own fields, and complain of each."""
        several = get_origin(cls.model_fields[info.field_name or ""].annotation) is tuple
        if several and isinstance(value, BaseModel):
            raise ValueError(f"a tuple, of one too: ({type(value).__name__}(...),)")
        return value


class Page(Model):
    """The page under test."""

    url: str = "http://localhost:3000"
    """Its origin, as a browser asks for it. Where it is `https:`, page, calls and socket are on that one
    origin; served by the suite, by a certificate that this run's browser is told of."""
    path: Route = "/test"
    """Of the runner page; "/#/test" where routes are in the hash."""
    results: Pattern | None = r"^/results/(?P<job>[^/]+)$"
    """What the page's place is once the results of a job are shown: `location.pathname`, with the route after
    a # where there is one. None where they have no address of their own: `locators.outcome` then says how
    they are known."""
    home: Route = "/"
    """Another path of the same application: where a user goes who leaves the page."""
    bundle: Path | None = None
    """The directory of a release's files, searched for addresses left in; None: that of `Backend.dist` or
    `builds`."""
    connects: tuple[str, ...] = ()
    """Sources, as in a Content-Security-Policy, that a release may connect to beside its own backend:
    "https://errors.example.com"."""
    prepare: Preparation | None = None
    """What a user does before the first run (logs in, fills in a form), once for each visit: called when the
    page has opened, is at rest and had the slack to be faded in. The page's clock stands still meanwhile, and
    what is done has to outlast the page's being left and reloaded."""

    @field_validator("url")
    @classmethod
    def _origin(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[^/?#\s]+/?", url):
            raise ValueError("an origin such as http://localhost:3000")
        port_of(url)  # raises ValueError, too, for a number that is no port
        return url.rstrip("/")

    @property
    def local(self) -> bool:
        """It is this machine by its name alone."""
        return urlsplit(self.url).hostname in LOOPBACK

    @model_validator(mode="after")
    def _apart(self) -> Self:
        for name, route in (("path", self.path), ("home", self.home)):
            if self.results is not None and re.search(self.results, place(route)):
                raise ValueError(f"results must not match {name}, {route}, where no job's results are")
        return self

    @field_validator("results")
    @classmethod
    def _names_the_job(cls, pattern: str | None) -> str | None:
        if pattern is not None and "job" not in re.compile(pattern).groupindex:
            raise ValueError("it names the job by a group (?P<job>...)")
        return pattern


class Backend(Model):
    """The mock backend; it listens on localhost."""

    port: Port = 8000
    """0 takes free ports for the backend and for the page."""
    dist: Path | None = None
    """The directory of a built page, to be served on the page's origin by the backend's own front.
    None: the page is served by one of `servers`, or is up already."""
    built_in: HostAndPort | None = None
    """The backend's address where it is built into the page and can't be configured, as in
    "localhost:8000". The browser itself is then told where that leads (Chromium only).
    None: builds and servers are told it; over TLS it is the page's own origin."""


class Build(Model):
    """Makes `output` from the files under `cwd`; skipped while neither they nor the addresses change.

    It is run with VITE_WS_URL and RUNNER_BACKEND_URL in its environment.
    """

    command: Command
    """`{output}` stands for the absolute path of the directory to build: for other ports than the
    configured ones that is a directory of its own."""
    cwd: Path = Path()
    output: Path
    """Relative to `cwd`."""
    ignore: tuple[str, ...] = ("node_modules", "dist*", "coverage", "test-results", "__pycache__")
    """Names, or patterns of names, under `cwd` that no build reads; hidden directories never count."""
    seconds: Seconds = 300

    @field_validator("command")
    @classmethod
    def _says_where(cls, command: tuple[str, ...]) -> tuple[str, ...]:
        if not any("{output}" in word for word in command):
            raise ValueError("one of its words must contain {output}")
        return command


class Server(Model):
    """A web server that runs as long as the suite does. In its environment: VITE_WS_URL, RUNNER_BACKEND_URL;
    PORT, if it serves the page; RUNNER_DIST, where what `builds` made is; over TLS RUNNER_CERTIFICATE,
    a PEM file with the key and the certificates that this run's browser trusts."""

    command: Command
    cwd: Path = Path()
    url: str | None = None
    """It is up when this answers, with any status. None: the page's own URL."""
    env: dict[str, str] = {}
    seconds: Seconds = 60
    """How long to wait for it."""
    reuse: bool = False
    """One that answers at that URL already is used as it is, and left as it is."""

    @field_validator("url")
    @classmethod
    def _of_http(cls, url: str | None) -> str | None:
        if url is not None and not re.fullmatch(r"https?://[^/?#\s]+([/?]\S*)?", url):
            raise ValueError("a URL such as http://localhost:3000/healthz")
        if url is not None:
            port_of(url)  # raises ValueError, too, for what is no address
        return url


_NUMBER = r"[.,]?\d[\d.,'\u2019\u066b]*(?:e[-+]?\d+)?"
_NOTHING = r"(?:undefined|null|NaN)"

PERCENTAGE = "|".join(
    (
        rf"{_NOTHING}[\w.]*(?=\s?[%٪](?!\d))",
        rf"(?:(?<!\w)[-\u2212])?(?<![\d.,'\u2019]){_NUMBER}(?=[%٪]|\s[%٪](?!\d))",  # 45%, and 45 %
        rf"(?:(?<=[\s(:]%)|(?<=^%))(?:[-\u2212]?{_NUMBER}|{_NOTHING})",  # %45, as Turkish has it
        r"[^\s:]*?[^\s:\d](?=\s?[%٪](?!\d))",  # ٤٥٪, and what is no number
    )
)


class Locators(Model):
    """Where the page shows what the contract is about; of several, the first that is there counts."""

    run: tuple[Find, ...] = (Find(role="button", name=r"^(run|start)"),)
    busy: Pattern = r"running"
    """What the run button says while a job runs, if it is not disabled then."""
    progress: tuple[Find, ...] = (Find(text=PERCENTAGE), Find(role="progressbar"))
    """Where `progressbar` is among them, the only bar that is shown may not lag behind a number beside it."""
    step: tuple[Find, ...] = (Find(text=r"Testing:[ \t]*(\S.*)"),)
    outcome: tuple[Find, ...] = ()
    """What is there once the results are shown, and not before; (): their address is enough."""
    failure: tuple[Find, ...] = (Find(role="alert"),)

    @field_validator("run")
    @classmethod
    def _can_be_pressed(cls, run: tuple[Find, ...]) -> tuple[Find, ...]:
        if any(find.text is not None for find in run):
            raise ValueError("a text says what is read: a button is found by role or css")
        return run


DEV_SERVER_LINES = (
    r"^\[vite\]",
    r"^\[HMR\]",
    r"^\[webpack-dev-server\]",
    r"^\[Fast Refresh\]",
    r"Download the React DevTools",
    r"React Router Future Flag Warning",
)


class Waiver(Model):
    """A promise that the page is known to break: its failures are told, and fail nothing. Where it is kept
    after all, the run fails until this is taken out."""

    check: str
    """Its id, as in `runner-e2e checks`."""
    reason: Annotated[str, Field(min_length=1)]
    """Told beside each failure that it covers."""
    scenario: str = "*"
    """Where it is broken: the name of a scenario or of a family, with `*` for any letters."""
    until: date | None = None
    """The last day on which it holds; None for as long as it stands here."""

    @field_validator("check")
    @classmethod
    def _known(cls, check: str) -> str:
        known = [each.id for each in EVERY_CHECK]
        if check not in known:
            raise ValueError(f"an id as `runner-e2e checks` lists them{near(check, known)}")
        return check

    def covers(self, check: str, scenario: str) -> bool:
        return check == self.check and fnmatchcase(scenario, self.scenario)

    @property
    def single(self) -> bool:
        """Of one scenario or family alone."""
        return not set("*?[") & set(self.scenario)

    def over(self, today: date) -> bool:
        return self.until is not None and today > self.until


class Settings(Model):
    """What `Config` says, and what a `Profile` may say otherwise."""

    page: Page = Page()
    protocol: Protocol = NATIVE
    """How the page's own backend words what it says, where not as docs/protocol.md has it."""
    backend: Backend = Backend()
    builds: tuple[Build, ...] = ()
    servers: tuple[Server, ...] = ()
    browsers: Annotated[tuple[BrowserName, ...], AfterValidator(_some)] = ("chromium",)
    poll_interval: Seconds = 2.0
    poll_timeout: Seconds = 10.0
    """After an answer that never comes, the next request is due by then."""
    slack: Seconds = 0.5
    locators: Locators = Locators()
    words: Words = Words()
    """How the page words its console lines and what it tells its user."""
    ignore_console: tuple[Pattern, ...] = DEV_SERVER_LINES
    """Lines that are not the page's own."""
    release: bool = False
    """The page is a release build: it is held to `production-url` too."""
    waivers: tuple[Waiver, ...] = ()
    artifacts: Path = Path("test-results")

    @field_validator("words")
    @classmethod
    def _read_together(cls, words: Words) -> Words:
        """Some are searched for together, where `(?i)` may not stand."""
        for name, pattern in asdict(words).items():
            if not isinstance(pattern, str):
                raise ValueError(f"{name} {pattern!r} is no regular expression: it is no text")  # noqa: TRY004
            try:
                _pattern(f"x|{pattern}")
            except ValueError as error:
                raise ValueError(f"{name} {pattern!r} is {error}") from None
        return words

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        serving = sum(server.url is None for server in self.servers) + (self.backend.dist is not None)
        if serving > 1:
            raise ValueError("the page is served by backend.dist or by one server without url")
        return self


class Profile(Settings):
    """Another shape of the same page, for `--profile NAME`: what it says takes the place of what `Config`
    says, field by field in `page`, `backend`, `protocol` and `locators` too."""


DEVELOPMENT, PRODUCTION = "development", "production"

RELEASE = Profile(release=True, page=Page(url="https://localhost:3443"), builds=(), servers=())
"""What the profile "production" says where it says nothing else."""


class Config(Settings):
    profiles: Mapping[str, Profile] = {}
    """By name. "development" is the configuration as it stands; "production", of a release build behind TLS,
    is there without being written down: it then needs `--dist`."""
    profile: str = DEVELOPMENT
    """The one that is chosen: set by `profiled`."""
    root: Path = Field(default_factory=Path.cwd)
    """The directory that all relative paths start from: that of the file it is loaded from."""

    @model_validator(mode="after")
    def _known_somehow(self) -> Self:
        if self.page.results is None and not self.locators.outcome:
            raise ValueError("results are known by page.results, by locators.outcome or by both: name one")
        return self

    def profiled(self, name: str, dist: Path | None = None) -> Self:
        """The configuration in that profile; `dist`: a built page, to be served in place of another.

        Raises ConfigError where there is no such profile, or nothing to serve in it.
        """
        own = self.profiles.get(name, Profile())
        known = [*dict.fromkeys((DEVELOPMENT, PRODUCTION, *self.profiles))]
        if name not in known:
            raise ConfigError(
                f"No profile is named '{name}'{near(name, known)}. There are: {', '.join(known)}."
            )
        chosen = _laid_over(RELEASE, own) if name == PRODUCTION else own
        said = {**dict(_laid_over(self, chosen)), "profile": name}
        if dist is not None:
            backend = said["backend"].model_copy(update={"dist": dist.absolute()})
            said.update(backend=backend, builds=(), servers=())
        elif name == PRODUCTION and not (said["servers"] or chosen.backend.dist):
            raise ConfigError(
                "The profile production is of a release build: say which by --dist DIR, or by "
                'profiles={"production": Profile(backend=Backend(dist=...))} in the configuration.'
            )
        return self.model_copy(update=dict(type(self)(**said)))

    @property
    def secure(self) -> bool:
        """The suite has the page served over TLS."""
        return self.serves_page and self.page.url.startswith("https:")

    @property
    def built(self) -> bool:
        """What the mock backend serves is built by the suite, and so learns the addresses of this run."""
        outputs = [(self.root / each.cwd / each.output).resolve() for each in self.builds]
        dist = self.backend.dist
        return dist is not None and (self.root / dist).resolve() in outputs

    @property
    def led(self) -> bool:
        """The page's address stays as it is, wherever the suite serves the page: the browser is led there.

        So it is over TLS, where another address may be built in, or the name is not this machine's.
        """
        told = self.built or self.backend.dist is None
        return self.secure and not (told and self.page.local)

    @property
    def moved(self) -> bool:
        """It runs on other ports than the page is built for by default."""
        return 0 in (self.backend.port, self.page_port)

    @property
    def page_port(self) -> int:
        """Where the suite serves the page; 0 takes any that is free."""
        elsewhere = self.led and not self.page.local
        return 0 if self.backend.port == 0 or elsewhere else port_of(self.page.url)

    @property
    def serves_page(self) -> bool:
        """The page's origin is up only while the suite is."""
        return self.backend.dist is not None or any(server.url is None for server in self.servers)

    def with_backend_port(self, port: int) -> Self:
        """The same on another port of the backend, and so of the page where the suite serves it.

        Port 0 takes any that is free. Raises UsageError for a number that is no port.
        """
        if port == self.backend.port:
            return self
        if not 0 <= port <= 65535:
            raise UsageError(f"{port} is no port: --backend-port takes a number from 0 to 65535.")
        backend = self.backend.model_copy(update={"port": port})
        url = with_port(self.page.url, 0) if self.serves_page and not self.led else self.page.url
        page = self.page.model_copy(update={"url": url})
        return self.model_copy(update={"backend": backend, "page": page})


def _laid_over(under: Any, over: Any) -> Any:
    """`under`, with what was said in `over`."""
    said = {
        name: _laid_over(getattr(under, name), value)
        if isinstance(value := getattr(over, name), Model | Protocol)
        else value
        for name in over.model_fields_set
    }
    return under.model_copy(update=said)
