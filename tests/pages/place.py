"""`place.py OUTPUT`: the page of the working directory, its socket led to VITE_WS_URL."""

import os
import sys
from pathlib import Path

BUILT_IN = "ws://localhost:8000/ws/test-progress"

page = Path("index.html").read_text(encoding="utf-8")
output = Path(sys.argv[1])
output.mkdir(parents=True, exist_ok=True)
placed = page.replace(BUILT_IN, os.environ["VITE_WS_URL"])
output.joinpath("index.html").write_text(placed, encoding="utf-8")
