"""Other shapes of a page: a release behind TLS, and a page that is known to break a promise."""

import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.suite.conftest import PAGES, Project
from tests.suite.test_verify import REFERENCE, rows, run

RELEASE = ("--profile", "production")
LEFT_IN = 'export const backend = "ws://localhost:8000/ws/test-progress";'


def test_the_reference_page_s_release_keeps_the_contract(project: Project) -> None:
    scenarios = ("--scenario", "success", "--scenario", "socket-forbidden")
    done = run(project, "verify", *REFERENCE, *RELEASE, *scenarios)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert rows(done.stdout) == ["socket-forbidden", "success"]
    judged = run(project, "verify", *REFERENCE, *RELEASE, *scenarios, "--check", "production-url")
    assert "2 scenarios × 1 check, 2 passed." in judged.stdout  # noqa: RUF001


def test_a_release_with_the_developer_s_backend_left_in_is_told_with_its_file(
    project: Project, tmp_path: Path
) -> None:
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_bytes((PAGES / "index.html").read_bytes())
    (dist / "assets" / "index-1.js").write_text(LEFT_IN)
    chosen = ("--scenario", "success", "--check", "production-url")
    done = run(project, "verify", *RELEASE, "--dist", "dist", *chosen)
    assert done.returncode == 1, done.stdout
    assert "it has left in assets/index-1.js: ws://localhost:8000/ws/test-progress" in done.stdout


def test_a_report_says_of_which_build_it_is_and_by_what_it_was_judged(
    project: Project, tmp_path: Path
) -> None:
    dist = tmp_path / "dist"
    shutil.copytree(PAGES, dist)
    asked = (*RELEASE, "--dist", "dist", "--scenario", "success", "--check", "log-quiet")
    done = run(project, "verify", *asked, "--", "--junitxml=report.xml")
    head = done.stdout.partition("─ ")[0].splitlines()
    told = dict(line.split(maxsplit=1) for line in head if re.match(r"[\w-]+ {2}", line))
    summed = "find . -xtype f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
    judged = {
        "build": str(dist),
        "sha256": subprocess.run(
            summed, shell=True, cwd=dist, capture_output=True, text=True, check=True
        ).stdout.split()[0],
        "profile": "production",
        "runner-e2e": version("runner-e2e"),
    }
    assert {name: told[name] for name in judged} == judged
    assert re.fullmatch(r"https://localhost:\d+/test", told["page"])
    assert re.fullmatch(r"[\d.]+", told["chromium"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", told["began"])
    properties = ET.parse(project.folder / "report.xml").iter("property")
    names = (*judged, "page", "chromium", "began")
    assert {each.get("name"): each.get("value") for each in properties} == {
        name: told[name] for name in names
    }


@pytest.mark.parametrize(
    "arguments,sentence",
    [
        (["--profile", "prodction"], "No profile is named 'prodction' (did you mean 'production'?)."),
        (["--profile", "production"], "The profile production is of a release build: say which by"),
        (["--check", "production-url"], "production-url is judged of a release alone: add --profile"),
    ],
)  # fmt: skip
def test_what_is_no_release_is_told_and_exit_code_2(
    project: Project, arguments: list[str], sentence: str
) -> None:
    done = run(project, "verify", "--scenario", "success", *arguments)
    assert done.returncode == 2, done.stdout
    assert sentence in done.stdout + done.stderr


def test_a_directory_without_a_page_is_exit_code_2(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run(project, "verify", "--scenario", "success", *RELEASE, "--dist", "empty")
    assert done.returncode == 2, done.stdout
    assert f"there is no index.html in {tmp_path / 'empty'}. Build" in done.stdout + done.stderr


WAIVED = """
from datetime import date
from dataclasses import replace
from e2e.config import Waiver
waivers = (
    Waiver(check="socket-direct", reason="no socket yet, see #7", until=date(2999, 1, 1)),
    Waiver(check="log-quiet", reason="once loud"),
)
config = config.model_copy(update={"waivers": waivers})
"""


def test_a_broken_promise_that_is_waived_fails_nothing_and_is_told(project: Project) -> None:
    chosen = ("verify", "--scenario", "success", "--check", "socket-direct", "--check", "log-quiet")
    assert run(project, *chosen).returncode == 1
    file = project.folder / "playwright.config.py"
    file.write_text(file.read_text(encoding="utf-8") + WAIVED, encoding="utf-8")
    done = run(project, *chosen, "--", "--junitxml=report.xml")
    assert done.returncode == 0, done.stdout
    told = (
        "Waived until 2999-01-01: socket-direct, broken in success [chromium] (no socket yet, see #7).",
        "The waiver of log-quiet was not needed here (once loud).",
    )
    assert all(sentence in done.stdout for sentence in told)
    properties = ET.parse(project.folder / "report.xml").iter("property")
    assert tuple(each.get("value") for each in properties if each.get("name") == "remark") == told
    assert "Contract kept: 1 scenario × 2 checks, 1 waived, 1 passed." in done.stdout  # noqa: RUF001


def test_a_waiver_of_a_promise_that_is_kept_fails_the_run(project: Project) -> None:
    waiver = 'Waiver(check="log-quiet", reason="loud", scenario="success")'
    file = project.folder / "playwright.config.py"
    more = f"from e2e.config import Waiver\nconfig = config.model_copy(update={{'waivers': ({waiver},)}})\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    chosen = ("--scenario", "success", "--check", "log-quiet")
    done = run(project, "verify", *chosen, "--", "--junitxml=report.xml")
    assert done.returncode == 1, done.stdout
    told = "A promise is kept, and this run fails: take the waiver of log-quiet in success out (loud)."
    assert told in done.stdout
    suite = ET.parse(project.folder / "report.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    (case,) = suite.iterfind("testcase[failure]")
    assert (case.get("name"), case.findtext("failure")) == ("log-quiet[success]", told)
    assert "Contract kept beyond its waivers: 1 scenario × 1 check, 1 passed." in done.stdout  # noqa: RUF001
