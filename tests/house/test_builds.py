"""A build is made when something it depends on has changed, and only then."""

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from e2e.config import Build
from e2e.errors import BuildError, ConfigError
from e2e.servers import builds

COPY = """
import os, pathlib, sys
output = pathlib.Path(sys.argv[1])
output.mkdir(exist_ok=True)
(output / "index.html").write_text(pathlib.Path("page.txt").read_text() + os.environ["VITE_WS_URL"])
"""

ENV = {"VITE_WS_URL": "ws://localhost:8000/"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "page.txt").write_text("hello ")
    return tmp_path


def build(wanted: Build, root: Path, output: Path, env: dict[str, str]) -> bool:
    with ExitStack() as undo:
        return builds.build(wanted, root, output, env, undo)


def copying(script: str = COPY) -> Build:
    return Build(command=(sys.executable, "-c", script, "{output}"), output=Path("dist"))


def built(source: Path, env: dict[str, str] = ENV, output: str = "dist") -> tuple[bool, str]:
    made = build(copying(), source, source / output, env)
    return made, (source / output / "index.html").read_text()


def test_the_first_time_it_is_built(source: Path) -> None:
    assert built(source) == (True, "hello ws://localhost:8000/")


def test_nothing_changed_nothing_built(source: Path) -> None:
    built(source)
    assert built(source) == (False, "hello ws://localhost:8000/")


def test_a_changed_source_is_built_anew(source: Path) -> None:
    built(source)
    (source / "page.txt").write_text("good bye ")
    assert built(source) == (True, "good bye ws://localhost:8000/")


@pytest.mark.parametrize(
    "name",
    [
        "node_modules/react.js",
        "dist-e2e/old.js",
        "dist/new.js",
        ".git/HEAD",
        "__pycache__/playwright.config.cpython-311.pyc",
        "test-results/trace.zip",
    ],
)
def test_what_no_build_reads_does_not_count(source: Path, name: str) -> None:
    built(source)
    (source / name).parent.mkdir(exist_ok=True)
    (source / name).write_text("changed")
    assert built(source)[0] is False


@pytest.mark.parametrize("name", ["src/app.ts", ".env.e2e"])
def test_a_new_source_counts(source: Path, name: str) -> None:
    built(source)
    (source / name).parent.mkdir(exist_ok=True)
    (source / name).write_text("new")
    assert built(source)[0] is True


def test_other_addresses_are_built_anew(source: Path) -> None:
    built(source)
    assert built(source, {"VITE_WS_URL": "ws://localhost:9/"}) == (True, "hello ws://localhost:9/")


def test_another_output_leaves_the_first_alone(source: Path) -> None:
    built(source)
    assert built(source, {"VITE_WS_URL": "ws://localhost:9/"}, "dist-9") == (True, "hello ws://localhost:9/")
    assert built(source) == (False, "hello ws://localhost:8000/")


def test_a_build_that_fails_is_told_with_its_output_and_tried_again(source: Path) -> None:
    built(source)
    failing = copying("import sys; print('no such module'); sys.exit(3)")
    for _ in range(2):
        with pytest.raises(BuildError) as raised:
            build(failing, source, source / "dist", ENV)
        command = " ".join([*failing.command[:3], str(source / "dist")])
        assert str(raised.value) == f"`{command}` in {source} ended with exit code 3:\nno such module"


def test_after_a_build_that_failed_the_one_before_is_built_anew(source: Path) -> None:
    built(source)
    with pytest.raises(BuildError):
        build(copying("import sys; sys.exit(3)"), source, source / "dist", ENV)
    assert built(source)[0] is True


def test_a_build_that_makes_nothing_is_an_error(source: Path) -> None:
    idle = copying("")
    with pytest.raises(BuildError) as raised:
        build(idle, source, source / "dist", ENV)
    assert str(raised.value) == f"`{' '.join(idle.command)}` made no {source / 'dist'}."


def test_a_build_that_takes_too_long_is_ended(source: Path) -> None:
    endless = Build(command=("sh", "-c", "sleep 1000", "{output}"), output=Path("dist"), seconds=0.1)
    with pytest.raises(BuildError, match=r"took more than 0\.1 s"):
        build(endless, source, source / "dist", ENV)


def test_a_directory_that_is_not_there_is_named(source: Path) -> None:
    lost = Build(command=("make", "{output}"), cwd=Path("frontnd"), output=Path("dist"))
    with pytest.raises(ConfigError) as raised:
        build(lost, source, source / "frontnd" / "dist", ENV)
    assert str(raised.value) == f"There is no directory {source / 'frontnd'} to build in."
