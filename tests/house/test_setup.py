"""Set-up: what it skips, what it takes and what it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import node, python_env, setup, steps
from tools.shell import SetupError, run
from tools.stamps import Stamps, fingerprint

ROOT = Path(__file__).parents[2]


@pytest.fixture
def stamps(tmp_path: Path) -> Stamps:
    return Stamps(tmp_path / ".setup")


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_step_is_known_by_what_it_was_done_from(stamps: Stamps) -> None:
    stamps.write("venv", "key", {"python": "3.11.7"})
    assert stamps.read("venv", "key") == {"python": "3.11.7"}
    assert stamps.read("venv", "another key") is None
    assert stamps.read("node", "key") is None


def test_a_step_can_be_forgotten(stamps: Stamps) -> None:
    stamps.write("venv", "key", {})
    stamps.forget("venv")
    stamps.forget("never done")
    assert stamps.read("venv", "key") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"key": "k"}'])
def test_a_stamp_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "page").write_text(text)
    assert Stamps(tmp_path).read("page", "k") is None


def test_a_fingerprint_is_of_contents_and_words(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1")
    first = fingerprint(lock, "3.11", None)
    os.utime(lock, (0, 0))
    assert fingerprint(lock, "3.11", None) == first
    assert fingerprint(lock, "3.12", None) != first
    lock.write_text("a==2")
    assert fingerprint(lock, "3.11", None) != first


@pytest.mark.parametrize("version", ["20.19.0", "20.20.2", "22.12.0", "23.0.0", "24.19.0"])
def test_a_node_that_vite_runs_on_suits(version: str) -> None:
    assert node.suits(version)


@pytest.mark.parametrize("version", ["", "18.20.0", "20.18.3", "21.9.0", "22.11.0", "twenty"])
def test_others_do_not(version: str) -> None:
    assert not node.suits(version)


def test_nodes_version_is_asked_of_the_first_on_the_path(tmp_path: Path) -> None:
    program(tmp_path / "node", "echo v22.12.0")
    program(tmp_path / "npm", "")
    assert node.version_of(str(tmp_path)) == "22.12.0"


def test_a_node_without_npm_is_none(tmp_path: Path) -> None:
    program(tmp_path / "node", "echo v22.12.0")
    assert node.version_of(str(tmp_path)) == ""


def test_a_node_that_does_not_work_is_none(tmp_path: Path) -> None:
    program(tmp_path / "node", "exit 1")
    program(tmp_path / "npm", "")
    assert node.version_of(str(tmp_path)) == ""


def environment(venv: Path, version: str, command: str) -> Path:
    program(venv / "bin" / "python", "")
    (venv / "pyvenv.cfg").write_text(f"version = {version}\ncommand = {command}\n")
    return venv


def test_an_environment_made_here_by_this_python_is_kept(tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    assert python_env.fits(
        environment(venv, f"{python_env.MINOR}.1", f"/usr/bin/python3 -m venv --clear {venv}")
    )


def test_one_of_another_python_is_made_anew(tmp_path: Path) -> None:
    venv = tmp_path / ".venv"
    assert not python_env.fits(environment(venv, "3.1.0", f"python3 -m venv {venv}"))


def test_one_that_was_made_elsewhere_is_made_anew(tmp_path: Path) -> None:
    venv = environment(
        tmp_path / ".venv", f"{python_env.MINOR}.1", "/usr/bin/python3 -m venv /elsewhere/.venv"
    )
    assert not python_env.fits(venv)


def test_one_without_a_python_is_made_anew(tmp_path: Path) -> None:
    assert not python_env.fits(tmp_path / ".venv")


def test_a_python_that_is_too_old_is_told_what_is_needed() -> None:
    said = setup.main([], (3, 8, 10))  # type: ignore[no-untyped-call]
    assert said == (
        f"Python 3.11 or newer is needed, but {sys.executable} is 3.8. Install a newer one and name it, as "
        "in: make verify PYTHON=python3.12"
    )


def test_a_command_that_fails_is_told_whole(tmp_path: Path) -> None:
    with pytest.raises(SetupError) as raised:
        run("npm", ["sh", "-c", "echo no network; exit 4"], tmp_path)
    assert (
        str(raised.value)
        == "no network\n\n`sh -c echo no network; exit 4` failed with exit code 4: see above."
    )


def test_a_long_step_says_that_it_begins_and_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("the page's packages", ["true"], tmp_path)
    assert (
        capsys.readouterr().out == "setup: the page's packages ...\nsetup: the page's packages: done in 0 s\n"
    )


NPM = """
mkdir -p node_modules
touch node_modules/.package-lock.json
echo "$PWD $1" >> "$LOG"
"""


def test_packages_of_examples_are_installed_where_they_are_asked_for_and_once(
    tmp_path: Path, stamps: Stamps, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setenv("LOG", str(log))
    monkeypatch.setenv("PATH", node.search_path(tmp_path))
    program(tmp_path / ".venv" / "bin" / "npm", NPM)
    program(tmp_path / ".venv" / "bin" / "node", "echo v22.12.0")
    (tmp_path / "node.lock").touch()
    page, example = tmp_path / "frontend", tmp_path / "examples" / "vue"
    for folder in (page, example):
        folder.mkdir(parents=True)
        (folder / "package.json").touch()
        (folder / "package-lock.json").touch()
    installed = []
    for examples in (False, True, True):
        node.set_up(tmp_path, stamps, examples)
        installed.append(log.read_text(encoding="utf-8").splitlines())
    assert installed == [[f"{page} ci"], *[[f"{page} ci", f"{example} ci"]] * 2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """One whose browser set-up takes what `browser` says."""
    (tmp_path / "requirements.lock").write_text("")
    program(tmp_path / ".venv" / "bin" / "python", f"cat {tmp_path}/browser")
    return tmp_path


def test_a_browser_is_obtained_once(project: Path, stamps: Stamps) -> None:
    first = program(project / "chromium", "")
    (project / "browser").write_text(f"{first}\n")
    assert steps.set_up_browser(project, stamps, "chromium") == str(first)
    (project / "browser").write_text("another\n")
    assert steps.set_up_browser(project, stamps, "chromium") == str(first)


def test_a_browser_that_is_gone_is_obtained_anew(project: Path, stamps: Stamps) -> None:
    (project / "browser").write_text(f"{program(project / 'chromium', '')}\n")
    steps.set_up_browser(project, stamps, "chromium")
    (project / "chromium").unlink()
    (project / "browser").write_text("/usr/bin/another\n")
    assert steps.set_up_browser(project, stamps, "chromium") == "/usr/bin/another"


def test_no_browser_stops_the_set_up(project: Path, stamps: Stamps) -> None:
    with pytest.raises(SetupError, match="no chromium"):
        steps.set_up_browser(project, stamps, "chromium")


def test_make_lists_its_targets() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [line.split()[0] for line in listed.splitlines() if line.startswith("  ")]
    assert " ".join(names) == (
        "help setup verify verify-examples test check mutants stress bench docs lock clean"
    )
