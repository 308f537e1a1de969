"""The configuration: what it says by default, and what it says of mistakes."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from e2e.config import (
    Backend,
    Build,
    Config,
    Page,
    Profile,
    Server,
    Waiver,
    load,
)
from e2e.errors import ConfigError, UsageError

HEAD = "from pathlib import Path\nfrom e2e.config import *\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "playwright.config.py"


def complaint(file: Path, text: str) -> str:
    file.write_text(HEAD + text)
    with pytest.raises(ConfigError) as raised:
        load(file)
    return str(raised.value)


def test_the_file_gives_its_directory_to_relative_paths(file: Path) -> None:
    file.write_text(HEAD + "config = Config(page=Page(path='/run'))")
    assert load(file) == Config(page=Page(path="/run"), root=file.parent)


def test_the_file_is_run_once(file: Path) -> None:
    file.write_text(HEAD + "config = Config()")
    assert load(file) is load(file)


def test_the_project_has_a_configuration_that_loads() -> None:
    root = Path(__file__).parents[2]
    assert load(root / "playwright.config.py").backend.dist == Path("frontend/dist-e2e")


@pytest.mark.parametrize(
    "text,sentence",
    [
        (
            "config = Config(\n  page=Page(ur='x'),\n)",
            "line 4: Page has no field 'ur' (did you mean 'url'?).",
        ),
        (
            "config = Config(poll_intervall=1)",
            "line 3: Config has no field 'poll_intervall' (did you mean 'poll_interval'?).",
        ),
        ("config = Config(quiet=True)", "line 3: Config has no field 'quiet'."),
        (
            "config = Config(words=Words(conected='a'))",
            "line 3: Words has no field 'conected' (did you mean 'connected'?).",
        ),
        (
            "config = Config(words=Words(closed=1006))",
            "line 3: Config.words: closed 1006 is no regular expression: it is no text.",
        ),
        (
            "config = Config(locators=Locators(run=(Find(role='button'))))",
            "line 3: Locators.run: a tuple, of one too: (Find(...),).",
        ),
        (
            "config = Config(servers=Server(command=('npm', 'start')))",
            "line 3: Config.servers: a tuple, of one too: (Server(...),).",
        ),
        (
            "config = Config(words=Words(closed='*'))",
            "line 3: Config.words: closed '*' is no regular expression: nothing to repeat at position 2.",
        ),
        (
            "config = Config(words=Words(notice_of_success='(?i)erfolg'))",
            (
                "line 3: Config.words: notice_of_success '(?i)erfolg' is no regular expression: "
                "global flags not at the start of the expression at position 2."
            ),
        ),
        (
            "config = Config(\n  backend=Backend(port=70000))",
            "line 4: Backend.port: Input should be less than or equal to 65535, not 70000.",
        ),
        (
            "config = Config(servers=(Server(command=('x',), url='localhost:3000'),))",
            "line 3: Server.url: a URL such as http://localhost:3000/healthz, not 'localhost:3000'.",
        ),
        (
            "config = Config(servers=(Server(command=('x',), url='http://[::1:3000'),))",
            "line 3: Server.url: Invalid IPv6 URL, not 'http://[::1:3000'.",
        ),
        (
            "config = Config(page=Page(url='localhost:3000'))",
            "line 3: Page.url: an origin such as http://localhost:3000, not 'localhost:3000'.",
        ),
        (
            "config = Config(page=Page(url='http://localhost:70000'))",
            "line 3: Page.url: Port out of range 0-65535, not 'http://localhost:70000'.",
        ),
        (
            "config = Config(page=Page(results='^/done$'))",
            "line 3: Page.results: it names the job by a group (?P<job>...), not '^/done$'.",
        ),
        (
            "config = Config(page=Page(results=None))",
            "line 3: Config: results are known by page.results, by locators.outcome or by both: name one.",
        ),
        (
            "config = Config(page=Page(path='test'))",
            "line 3: Page.path: a path on the page's origin starts with \"/\", not 'test'.",
        ),
        (
            "config = Config(page=Page(path='/test#form'))",
            "line 3: Page.path: a path: after a # only a route is one, as in /#/test, not '/test#form'.",
        ),
        (
            "config = Config(page=Page(path='/#/runs/new', results='^/#/runs/(?P<job>[^/]+)$'))",
            "line 3: Page: results must not match path, /#/runs/new, where no job's results are.",
        ),
        (
            "config = Config(page=Page(path='/runs/new', results='^/runs/(?P<job>[^/]+)$'))",
            "line 3: Page: results must not match path, /runs/new, where no job's results are.",
        ),
        (
            "config = Config(page=Page(prepare='log in'))",
            "line 3: Page.prepare: Input should be callable, not 'log in'.",
        ),
        (
            "config = Config(browsers=('chrome',))",
            "line 3: Config.browsers.0: Input should be 'chromium', 'firefox' or 'webkit', not 'chrome'.",
        ),
        (
            "config = Config(protocol=Protocol(staus=JobEndpoint(path='/runs/{job}')))",
            "line 3: Protocol has no field 'staus' (did you mean 'status'?).",
        ),
        (
            "config = Config(protocol=Protocol(status=JobEndpoint(path='/runs')))",
            "line 3: JobEndpoint.path: a path with {job} in it, where the job's id stands, not '/runs'.",
        ),
        (
            "config = Config(protocol=Protocol(state={'progress': 'pct'}))",
            "line 3: Protocol.state.progress: a JSON pointer such as \"/data/state\", not 'pct'.",
        ),
        (
            "config = Config(locators=Locators(busy='+'))",
            "line 3: Locators.busy: no regular expression: nothing to repeat at position 0, not '+'.",
        ),
        (
            "config = Config(builds=(Build(command=('make',), output=Path('dist')),))",
            "line 3: Build.command: one of its words must contain {output}.",
        ),
        (
            "config = Config(builds=(Build(command=('make', '{output}')),))",
            "line 3: Build needs the field 'output'.",
        ),
        (
            "config = Config(backend=Backend(dist=Path('dist')), servers=(Server(command=('serve',)),))",
            "line 3: Config: the page is served by backend.dist or by one server without url.",
        ),
        (
            "config = Config(locators=Locators(run=(Find(),)))",
            "line 3: Find: exactly one of role, css and text.",
        ),
        (
            "config = Config(locators=Locators(run=(Find(css='p', name='x'),)))",
            "line 3: Find: name goes with role only.",
        ),
        (
            "config = Config(locators=Locators(run=(Find(text='Go'),)))",
            "line 3: Locators.run: a text says what is read: a button is found by role or css.",
        ),
        ("config = Confg()", "line 3: NameError: name 'Confg' is not defined."),
        ("config = Config(", "line 3: no valid Python: '(' was never closed."),
    ],
)
def test_a_mistake_is_told_with_its_line(file: Path, text: str, sentence: str) -> None:
    assert complaint(file, text) == f"playwright.config.py, {sentence}"


def test_a_file_without_a_config_says_what_it_must_define(file: Path) -> None:
    assert complaint(file, "cfg = Config()") == (
        "playwright.config.py: it must define `config = Config(...)`, from e2e.config."
    )


def test_a_missing_file_says_where_it_was_looked_for(file: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load(file)
    assert str(raised.value) == (
        f"There is no configuration at {file}: `runner-e2e init` writes one; --config, or pytest's "
        "--runner-config, names another."
    )


def test_nothing_of_it_can_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Config().page.path = "/other"


def test_another_backend_port_moves_a_page_that_the_suite_serves() -> None:
    moved = Config(backend=Backend(dist=Path("dist"))).with_backend_port(8100)
    assert (moved.backend.port, moved.page.url, moved.moved) == (8100, "http://localhost:0", True)


def test_another_backend_port_leaves_a_page_alone_that_is_up_already() -> None:
    moved = Config(page=Page(url="http://localhost:4000")).with_backend_port(8100)
    assert (moved.backend.port, moved.page.url, moved.moved) == (8100, "http://localhost:4000", False)


def test_the_same_backend_port_changes_nothing() -> None:
    config = Config(servers=(Server(command=("serve",)),))
    assert config.with_backend_port(8000) is config


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError) as raised:
        Config().with_backend_port(70000)
    assert str(raised.value) == "70000 is no port: --backend-port takes a number from 0 to 65535."


DIST = Path("release").absolute()


def test_a_profile_says_only_what_is_otherwise() -> None:
    own = Profile(page=Page(path="/run"), poll_interval=5)
    config = Config(page=Page(url="http://localhost:4000"), slack=1, profiles={"staging": own}).profiled(
        "staging"
    )
    assert (config.page.url, config.page.path, config.poll_interval, config.slack, config.profile) == (
        "http://localhost:4000",
        "/run",
        5,
        1,
        "staging",
    )


def test_development_is_the_configuration_as_it_stands() -> None:
    config = Config(page=Page(path="/run"))
    assert config.profiled("development") == config


def test_production_is_there_without_being_written_down() -> None:
    build = Build(command=("make", "{output}"), output=Path("dist"))
    config = Config(builds=(build,), backend=Backend(dist=Path("dist")), servers=()).profiled(
        "production", DIST
    )
    assert (config.release, config.page.url, config.builds, config.backend.dist) == (
        True,
        "https://localhost:3443",
        (),
        DIST,
    )


def test_what_production_says_takes_the_place_of_what_is_there() -> None:
    own = Profile(page=Page(url="https://runner.example"), backend=Backend(dist=Path("dist")))
    config = Config(backend=Backend(port=8100), profiles={"production": own}).profiled("production")
    assert (config.page.url, config.backend, config.release) == (
        "https://runner.example",
        Backend(port=8100, dist=Path("dist")),
        True,
    )


def test_a_built_page_takes_the_place_of_a_web_server() -> None:
    config = Config(servers=(Server(command=("serve",)),)).profiled("development", DIST)
    assert (config.servers, config.backend.dist, config.release) == ((), DIST, False)


@pytest.mark.parametrize(
    "name,sentence",
    [
        (
            "prodution",
            (
                "No profile is named 'prodution' (did you mean 'production'?). "
                "There are: development, production."
            ),
        ),
        (
            "production",
            (
                "The profile production is of a release build: say which by --dist DIR, or by "
                'profiles={"production": Profile(backend=Backend(dist=...))} in the configuration.'
            ),
        ),
    ],
)
def test_a_profile_that_cannot_be_is_told(name: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as raised:
        Config(backend=Backend(dist=Path("dist"))).profiled(name)
    assert str(raised.value) == sentence


def test_a_waiver_covers_its_check_in_its_scenarios_until_its_day() -> None:
    waiver = Waiver(check="log-quiet", reason="known", scenario="reset-*", until=date(2026, 3, 1))
    assert waiver.covers("log-quiet", "reset-mid-run")
    assert not waiver.covers("log-quiet", "success")
    assert not waiver.covers("log-loss", "reset-mid-run")
    assert [waiver.over(date(2026, 3, day)) for day in (1, 2)] == [False, True]


def test_a_waiver_of_no_check_is_a_mistake(file: Path) -> None:
    assert complaint(file, "config = Config(waivers=(Waiver(check='log-quite', reason='known'),))") == (
        "playwright.config.py, line 3: Waiver.check: an id as `runner-e2e checks` lists them "
        "(did you mean 'log-quiet'?), not 'log-quite'."
    )
