"""Classes; connects again and again, and sends a heartbeat; draws ten times a second at most; hides the
button while a job runs, and tells failures in a text without a role of its own. Its address is built in."""

from pathlib import Path

from e2e.config import Backend, Config, Find, Locators, Page, Words

config = Config(
    page=Page(path="/start", results=r"^/reports/(?P<job>.+)$", home="/help"),
    backend=Backend(dist=Path(), built_in="localhost:8000"),
    locators=Locators(
        run=(Find(role="button", name="^go$"),),
        progress=(Find(role="progressbar"),),
        step=(Find(text=r"Now at (\S+)"),),
        failure=(Find(text=r"^Problem: (.+)$"),),
    ),
    words=Words(
        connected="Stream opened",
        acknowledged="Stream acknowledged",
        closed="Stream ended",
        failed="Stream not reachable",
        lost="Stream interrupted",
    ),
)
