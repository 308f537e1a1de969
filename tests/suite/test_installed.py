"""README's five minutes, in an empty directory, by the wheel: nothing of this repository is there."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.pages.served import PAGES
from tests.suite.conftest import ROOT

pytestmark = pytest.mark.timeout(300)

SECTION = "## Your own page in five minutes\n"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {"config = Config(": "playwright.config.py", "def test_": "test_our_page.py"}
CHECKED = "✓ browsers"


def section() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return readme.partition(SECTION)[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(made.glob("runner_e2e-*.whl"))


@dataclass
class Elsewhere:
    """A project of somebody else, with its commands played as README has them."""

    folder: Path
    wheel: Path
    done: list[subprocess.CompletedProcess[str]] = field(default_factory=list)

    def play(self, command: str) -> None:
        words = shlex.split(command)
        steps: dict[str, Callable[[], list[str]]] = {"venv": self._venv, "install": self._install}
        step = next((steps[word] for word in words if word in steps), None)
        self.run(*(step() if step else self._on_free_ports(words)))

    def run(self, *command: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**kept, "PYTHONPATH": ""},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        self.done.append(done)

    def _venv(self) -> list[str]:
        return [sys.executable, "-m", "venv", "--without-pip", ".venv"]

    def _install(self) -> list[str]:
        """What the wheel needs is reached in this environment, and this project's own files are not."""
        site = next((self.folder / ".venv").rglob("site-packages"))
        (site / "needed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "--python", ".venv/bin/python", "install", "--quiet"]
        return [*pip, "--no-deps", "--no-index", "--disable-pip-version-check", str(self.wheel)]

    def _on_free_ports(self, words: list[str]) -> list[str]:
        """pytest's own program comes with what the wheel needs, which is not installed here."""
        program = [".venv/bin/python", "-m", "pytest"] if words[0].endswith("/pytest") else words[:1]
        return [*program, *words[1:], *(() if "init" in words else ("--backend-port", "0"))]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Iterator[Elsewhere]:
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(PAGES / "reconnecting", folder / "web")
    (folder / "web" / "config.py").unlink()
    project = Elsewhere(folder, wheel)
    for language, text in BLOCK.findall(section()):
        if language == "console":
            for line in text.splitlines():
                project.play(line.removeprefix("$ "))
        elif language == "python":
            name = next(name for word, name in FILES.items() if word in text)
            (folder / name).write_text(text, encoding="utf-8")
    yield project
    shutil.rmtree(folder)


def told(done: subprocess.CompletedProcess[str]) -> str:
    """As it is on the ports that README has."""
    said = done.stdout.replace(" --backend-port 0", "")
    return re.sub(r"localhost:\d+", "localhost:3000", said) + done.stderr


def test_the_five_minutes_go_as_readme_says(elsewhere: Elsewhere) -> None:
    codes = [(" ".join(map(str, done.args))[-40:], done.returncode) for done in elsewhere.done]
    assert [code for _, code in codes] == [0, 0, 0, 1, 0, 0, 0], [*map(told, elsewhere.done)]


def test_the_doctor_says_what_readme_shows(elsewhere: Elsewhere) -> None:
    shown = next(text for language, text in BLOCK.findall(section()) if language == "text")
    printed = told(elsewhere.done[3]).splitlines()
    expected = [line for line in shown.splitlines() if line != "[...]" and not line.startswith(CHECKED)]
    assert [line for line in expected if line not in printed] == []


def test_it_was_the_wheel_that_did_it(elsewhere: Elsewhere) -> None:
    elsewhere.run(".venv/bin/python", "-c", "import e2e, mock_backend; print(e2e.__file__)")
    where = elsewhere.done.pop().stdout
    assert where.startswith(str(elsewhere.folder / ".venv"))


def test_the_named_tests_are_there_too(elsewhere: Elsewhere) -> None:
    elsewhere.run(".venv/bin/runner-e2e", "verify", "--named", "--backend-port", "0", "--", "--collect-only")
    assert "test_drop_and_fallback" in elsewhere.done.pop().stdout
