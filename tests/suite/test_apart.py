"""A page whose backend, calls and all, is on another origin: the session is known there too."""

import pytest

from tests.suite.conftest import ROOT, Project
from tests.suite.test_verify import rows, run

PAGE = ROOT / "tests" / "pages" / "reducer"
SCENARIOS = ("--scenario", "success", "--scenario", "reset-mid-run", "--scenario", "status-reset")

APART = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from e2e.config import Backend, load
own = load(Path({str(PAGE / "config.py")!r}))
config = own.model_copy(update={{
    "backend": Backend(dist=Path("page"), built_in="BUILT_IN"),
    "builds": (),
    "page": own.page.model_copy(update={{"url": "PAGE_URL"}}),
}})
"""


@pytest.mark.parametrize(
    "page_url,backend",
    [
        ("http://localhost:3000", "http://localhost:8000"),
        ("http://localhost:3000", "http://127.0.0.1:8000"),
        ("https://runner.example", "https://live.test"),
    ],
    ids=["another port", "another site", "another site over TLS"],
)
def test_a_page_apart_from_its_backend_keeps_the_contract(
    project: Project, page_url: str, backend: str
) -> None:
    (project.folder / "page").mkdir()
    text = (PAGE / "index.html").read_text(encoding="utf-8")
    socket = f"{backend.replace('http', 'ws', 1)}/ws/test-progress"
    known = 'document.querySelector("meta[name=progress-socket]").content'
    assert known in text
    text = text.replace(known, f'"{socket}"').replace("await fetch(path,", f'await fetch("{backend}" + path,')
    (project.folder / "page" / "index.html").write_text(text, encoding="utf-8")
    host = backend.partition("//")[2]
    config = APART.replace("BUILT_IN", host if ":" in host else f"{host}:443").replace("PAGE_URL", page_url)
    (project.folder / "playwright.config.py").write_text(config, encoding="utf-8")
    done = run(project, "verify", "--backend-port", "0", *SCENARIOS)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert {"reset-mid-run", "success", "status-reset"} <= set(rows(done.stdout))
