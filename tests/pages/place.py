"""`place.py OUTPUT`: the page of the working directory, its socket led to VITE_WS_URL."""

import os
import sys
from pathlib import Path

BUILT_IN = "ws://localhost:8000/ws/test-progress"


def placed(page: str, socket_url: str) -> str:
    return page.replace(BUILT_IN, socket_url)


def main(output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    page = Path("index.html").read_text(encoding="utf-8")
    (output / "index.html").write_text(placed(page, os.environ["VITE_WS_URL"]), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
