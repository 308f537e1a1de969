"""`runner-e2e init`: what it writes can be loaded, is typed, and says what was answered."""

import os
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from e2e.config import Backend, Config, Page, Server, load
from e2e.errors import UsageError
from e2e.init.written import Answers, written
from tests.suite.conftest import ROOT, Project
from tests.suite.test_verify import PROGRAM, everything, run

ODD: dict[str, Any] = {"path": '/a "quoted" path', "results": r'^/r/(?P<job>[^/"]+)$', "home": "/übersicht"}


@pytest.mark.parametrize(
    "told,config",
    [
        ({}, Config()),
        (
            {"command": "npm run 'dev server'", "cwd": "web"},
            Config(servers=(Server(command=("npm", "run", "dev server"), cwd=Path("web")),)),
        ),
        ({"command": "serve"}, Config(servers=(Server(command=("serve",)),))),
        (
            {"dist": "web/dist", "built_in": "localhost:9000", "backend_port": 0, "poll_interval": 1.5},
            Config(
                backend=Backend(port=0, dist=Path("web/dist"), built_in="localhost:9000"), poll_interval=1.5
            ),
        ),
        ({"url": "https://localhost:3443", **ODD}, Config(page=Page(url="https://localhost:3443", **ODD))),
    ],
)
def test_what_is_written_says_what_was_answered(tmp_path: Path, told: dict[str, Any], config: Config) -> None:
    file = tmp_path / "playwright.config.py"
    file.write_text(written(Answers(**told).validated()), encoding="utf-8")
    assert load(file) == config.model_copy(update={"root": tmp_path})


def test_what_is_written_is_typed_and_formatted(tmp_path: Path) -> None:
    for number, told in enumerate(({}, {"command": "npm run dev", "cwd": "web"}, {"dist": "dist", **ODD})):
        text = written(replace(Answers(), **told))
        (tmp_path / f"written_{number}.py").write_text(text, encoding="utf-8")
    files = [str(file) for file in sorted(tmp_path.iterdir())]
    for command in (
        ("mypy", "--strict"),
        ("ruff", "check", "--isolated", "--select=ALL", "--ignore=CPY,D,ERA,INP"),
        ("ruff", "format", "--isolated", "--check"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command, *files], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "told,sentence",
    [
        ({"url": "localhost"}, "Page.url: an origin such as http://localhost:3000, not 'localhost'."),
        ({"path": "test"}, "Page.path: a path on the page's origin starts with \"/\", not 'test'."),
        ({"results": "/r"}, "Page.results: it names the job by a group (?P<job>...), not '/r'."),
        ({"command": "npm 'run"}, "`npm 'run` is no command: No closing quotation."),
        (
            {"command": "serve", "dist": "dist"},
            "The page is served by --command or from --dist: say one of them.",
        ),
    ],
)
def test_what_cannot_be_is_told_in_the_words_of_the_configuration(
    told: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UsageError) as raised:
        replace(Answers(), **told).validated()
    assert str(raised.value) == sentence


def test_flags_are_enough_where_there_is_no_terminal(project: Project) -> None:
    file = project.folder / "written.py"
    done = run(project, "init", "--url", "http://localhost:5173", "--path", "/run", "--config", "written.py")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "written.py is written. Next: `runner-e2e doctor --config written.py` says what in it does not fit "
        "the page.\n"
    )
    assert load(file).page == Page(url="http://localhost:5173", path="/run")


def test_a_configuration_that_is_there_is_kept_unless_it_is_forced(project: Project) -> None:
    file = project.folder / "playwright.config.py"
    before = file.read_text(encoding="utf-8")
    done = run(project, "init")
    assert (done.returncode, file.read_text(encoding="utf-8")) == (2, before)
    assert done.stderr == (
        "runner-e2e: playwright.config.py is there already: --force writes it anew, "
        "--config FILE writes another.\n"
    )
    assert run(project, "init", "--force").returncode == 0
    assert file.read_text(encoding="utf-8") == written(Answers())


@pytest.mark.parametrize(
    "arguments,sentence",
    [
        (("--config", "config.txt"), "config.txt: a configuration is a Python file, its name ends with .py."),
        (("--config", "no/config.py"), "no/config.py cannot be written: No such file or directory."),
        (("--config", "x.py", "--backend-port", "70000"), "Backend.port: Input should be less than or equal"),
        (("--config", "x.py", "--url", "nowhere"), "Page.url: an origin such as http://localhost:3000"),
    ],
)
def test_what_cannot_be_written_is_told_and_exit_code_2(
    project: Project, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(project, "init", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"runner-e2e: {sentence}"), done.stderr
    assert not (project.folder / "x.py").exists()


def test_on_a_terminal_it_asks_until_the_answers_can_be(project: Project) -> None:
    ours, theirs = pty.openpty()
    command = [PROGRAM, "init", "--config", "asked.py", "--home", "/help"]
    environment = {**project.environment, "TERM": "dumb"}
    with subprocess.Popen(
        command, cwd=project.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as asking:
        os.close(theirs)
        os.write(ours, b"localhost\nhttp://localhost:5173\n/run\nnpm run dev\n")
        seen = everything(ours)
    assert asking.returncode == 0, seen
    assert "Page.url: an origin such as http://localhost:3000, not 'localhost'." in seen
    assert "Another path" not in seen
    assert load(project.folder / "asked.py") == Config(
        root=project.folder,
        page=Page(url="http://localhost:5173", path="/run", home="/help"),
        servers=(Server(command=("npm", "run", "dev")),),
    )
