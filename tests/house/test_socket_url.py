"""Which progress socket a build of the reference page asks for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"
BACKEND = "ws://localhost:8000/ws/test-progress"
OWN_ORIGIN = "location.origin.replace(`http`,`ws`)+"


@pytest.mark.parametrize(
    "mode,url,asked,not_asked",
    [
        ("production", "", OWN_ORIGIN, "localhost"),
        ("production", "wss://api.example.org/ws", "wss://api.example.org/ws", "localhost"),
        ("staging", "", OWN_ORIGIN, "localhost"),
        ("development", "", BACKEND, OWN_ORIGIN),
        ("development", "ws://localhost:9000/ws", "ws://localhost:9000/ws", BACKEND),
    ],
)
def test_it_is_the_configured_one_else_the_mode_s_own(
    tmp_path: Path, mode: str, url: str, asked: str, not_asked: str
) -> None:
    bundle = built(tmp_path, mode, url)
    assert asked in bundle
    assert not_asked not in bundle


def test_what_node_is_told_makes_no_difference_to_a_production_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NODE_ENV", "development")
    assert BACKEND not in built(tmp_path, "production", "")


def built(to: Path, mode: str, url: str) -> str:
    """The scripts of that build."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [str(shutil.which("npm", path=path)), "run", "build", "--", "--mode", mode, "--outDir", str(to)]
    env = {**os.environ, "PATH": path, "VITE_WS_URL": url}
    subprocess.run(command, cwd=FRONTEND, env=env, check=True, capture_output=True)
    return "".join(script.read_text(encoding="utf-8") for script in to.glob("assets/*.js"))
