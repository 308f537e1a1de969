"""The page under test: here the reference page in `frontend/`, built for development.

Every field, its unit and its default: e2e/config/models.py.
"""

from pathlib import Path

from e2e.config import Backend, Build, Config, Find, Locators, Page, Profile

config = Config(
    # The page's origin and its paths. With --backend-port 0 the suite chooses other ports by itself.
    page=Page(
        url="http://localhost:3000",
        path="/test",
        results=r"^/results/(?P<job>[^/]+)$",
        home="/",
    ),
    # The mock backend, and the built page that it serves on the page's origin. For a page that is served by
    # a web server of its own leave `dist` out and add:
    #   servers=(Server(command=("npm", "run", "dev"), cwd=Path("frontend")),),
    # The server finds the page's port in PORT, the backend in RUNNER_BACKEND_URL and VITE_WS_URL.
    backend=Backend(port=8000, dist=Path("frontend/dist-e2e")),
    # What has to be built before; skipped while neither sources nor addresses change.
    builds=(
        Build(
            command=("npm", "run", "build", "--", "--mode", "e2e", "--outDir", "{output}", "--emptyOutDir"),
            cwd=Path("frontend"),
            output=Path("dist-e2e"),
        ),
    ),
    # With `--profile production`: the release build, on one origin over TLS. Another build: --dist DIR.
    profiles={
        "production": Profile(
            backend=Backend(dist=Path("frontend/dist-release")),
            builds=(
                Build(
                    command=("npm", "run", "build", "--", "--outDir", "{output}", "--emptyOutDir"),
                    cwd=Path("frontend"),
                    output=Path("dist-release"),
                ),
            ),
        ),
    },
    browsers=("chromium",),
    # What the contract is measured by, in seconds.
    poll_interval=2.0,
    poll_timeout=10.0,
    slack=0.5,
    # Where the page shows things and how it words its console lines: the defaults suit the reference page.
    # `outcome`: what is there once the results are; without it their address alone is enough. A page that
    # words things in its own way says so:
    #   locators=Locators(run=(Find(css="#start"),), progress=(Find(text=r"(\d+) percent"),)),
    #   words=Words(connected=r"^live channel up"),
    locators=Locators(outcome=(Find(role="heading", name="^Data sources"),)),
    # Traces, screenshots and other things that a failing test leaves behind.
    artifacts=Path("test-results"),
)
