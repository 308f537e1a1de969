"""One async function from the button to the results; polls by chained timeouts, each poll given up after 2 s;
a form; failure in a modal dialog."""

import sys
from pathlib import Path

from e2e.config import Backend, Build, Config, Find, Locators, Page, Words

PLACE = str(Path(__file__).with_name("..") / "place.py")

config = Config(
    page=Page(path="/", results=r"^/inspections/(?P<job>[\w-]+)$", home="/about"),
    backend=Backend(dist=Path("dist/page")),
    builds=(Build(command=(sys.executable, PLACE, "{output}"), output=Path("dist/page")),),
    locators=Locators(
        run=(Find(css="main form button"),),
        progress=(Find(text=r"Progress: (\S+) percent"),),
        step=(Find(text=r"\(asking (\S+)\)"),),
        failure=(Find(role="dialog"),),
    ),
    words=Words(
        connected=r"^\[socket\] open",
        acknowledged=r"^\[socket\] welcome",
        closed=r"^\[socket\] closed",
        failed=r"^\[socket\] (no connection|impossible)",
        lost=r"^\[socket\] dropped",
    ),
)
