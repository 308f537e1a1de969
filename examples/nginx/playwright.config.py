"""The reference page's release behind a real nginx; nginx has to be installed.

runner-e2e verify --config examples/nginx/playwright.config.py
pytest examples/nginx --runner-config examples/nginx/playwright.config.py --runner-profile without-upgrade
"""

import sys
from pathlib import Path

from e2e.config import Build, Config, Page, Profile, Server

SERVE = (sys.executable, "serve.py")

config = Config(
    page=Page(url="https://localhost:3443"),
    builds=(
        Build(
            command=("npm", "run", "build", "--", "--outDir", "{output}", "--emptyOutDir"),
            cwd=Path("../../frontend"),
            output=Path("dist-nginx"),
        ),
    ),
    servers=(Server(command=SERVE),),
    release=True,
    profiles={
        # What a proxy does that knows nothing of WebSocket.
        "without-upgrade": Profile(servers=(Server(command=(*SERVE, "--without-upgrade")),)),
    },
)
