"""The configuration: what it says by default, and what it says of mistakes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from e2e.config import Backend, Config, Page, Server, load
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
            "config = Config(\n  backend=Backend(port=70000))",
            "line 4: Backend.port: Input should be less than or equal to 65535, not 70000.",
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
            "config = Config(page=Page(path='test'))",
            "line 3: Page.path: a path on the page's origin starts with \"/\", not 'test'.",
        ),
        (
            "config = Config(page=Page(prepare='log in'))",
            "line 3: Page.prepare: Input should be callable, not 'log in'.",
        ),
        (
            "config = Config(browsers=('chrome',))",
            "line 3: Config.browsers.0: Input should be 'chromium' or 'firefox', not 'chrome'.",
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
        f"There is no configuration at {file}: write one with `config = Config(...)`, or name one with "
        "--runner-config."
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
