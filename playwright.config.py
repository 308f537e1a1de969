"""The page under test, and how to reach it. Every field, its unit and its default: e2e/config.py."""

from pathlib import Path

from e2e.config import Backend, Build, Config, Page

config = Config(
    page=Page(url="http://localhost:3000", path="/test", home="/"),
    # The mock backend; the page's build is told its address, and the checks expect it there.
    backend=Backend(port=8000),
    # The reference page, built for development: on an origin of its own, the socket straight to the backend.
    build=Build(
        command="npm run build:e2e -- --outDir {output}",
        cwd=Path("frontend"),
        output=Path("frontend/dist-e2e"),
        env={"VITE_WS_URL": "{socket_url}"},
    ),
    browsers=("chromium",),
    poll_interval=2.0,
    artifacts=Path("test-results"),
)
