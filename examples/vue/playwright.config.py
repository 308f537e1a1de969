"""A page in Vue beside a backend of its own kind: all that the suite is told of either.

Every field, its unit and its default: e2e/config/models.py and mock_backend/protocol.py.
"""

from pathlib import Path

from playwright.sync_api import Page as BrowserPage

from e2e.config import Backend, Build, Config, Endpoint, Find, JobEndpoint, Locators, Page, Protocol, Words


def choose_environment(page: BrowserPage) -> None:
    """Before that nothing can be launched; the page remembers it."""
    page.get_by_label("Environment").select_option("Staging")


config = Config(
    page=Page(
        path="/probe",
        results=r"^/probe/(?P<job>[^/]+)/report$",
        home="/about",
        prepare=choose_environment,
    ),
    backend=Backend(dist=Path("dist-e2e")),
    builds=(
        Build(
            command=("npm", "run", "build", "--", "--mode", "e2e", "--outDir", "{output}", "--emptyOutDir"),
            output=Path("dist-e2e"),
        ),
    ),
    protocol=Protocol(
        health=Endpoint(path="/v2/ping"),
        start=Endpoint(method="POST", path="/v2/probes"),
        status=JobEndpoint(path="/v2/probes/{job}"),
        results=JobEndpoint(path="/v2/probes/{job}/report"),
        any_start=True,
        started={"job_id": "/probe/id", "status": "/probe/state", "message": "/note"},
        state={
            "job_id": "/probe/id",
            "status": "/probe/state",
            "progress": "/probe/pct",
            "current_api": "/probe/source",
            "error": "/probe/fault/text",
            "started_at": "/probe/times/from",
            "completed_at": "/probe/times/to",
            "results": "/report/sources",
            "fusion_analysis": "/report/summary",
            "total_cost": "/report/cost",
            "message": "/note",
        },
        detail="/problem/title",
        statuses={"pending": "QUEUED", "running": "RUNNING", "completed": "DONE", "failed": "BROKEN"},
        socket="/v2/feed",
        subscription_query="probe",
        connected={"kind": "HELLO", "feed": "eu-2"},
        event={
            "job_id": "/probe/id",
            "event": "/kind",
            "timestamp": "/sent",
            "progress": "/probe/pct",
            "current_api": "/probe/source",
            "error": "/probe/fault/text",
            "data": "/report",
        },
        events={"progress": "MOVED", "completed": "DONE", "failed": "BROKEN"},
    ),
    locators=Locators(
        run=(Find(role="button", name=r"^(launch probe|probing)$"),),
        busy=r"^probing$",
        progress=(Find(role="progressbar"),),
        step=(Find(text=r"^Asking (\S+)"),),
    ),
    words=Words(
        connected=r"^\[feed\] up",
        acknowledged=r"^\[feed\] hello",
        closed=r"^\[feed\] down",
        failed=r"^\[feed\] out of reach",
        lost=r"^\[feed\] broken off",
    ),
)
