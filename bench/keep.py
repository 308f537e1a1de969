"""A pytest plugin (`-p bench.keep --keep DIR`): what each test saw in its visits, and how long it took, one
JSON line each in DIR, so that runs can be compared.

A line: {"test", "repeat", "seconds", "seen"}; `seen` is the evidence of each visit with its verdicts, by
channel: the order between channels is nobody's promise. Ids follow from the scenario's name; the ports of
the run are masked.
"""

import json
import re
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from e2e.evidence import Evidence
from e2e.plugin import VISITS
from e2e.runner_page import RunnerPage
from mock_backend.journal import Entry

PORT = re.compile(r"(localhost|127\.0\.0\.1|\[::1\]):\d+")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--keep", metavar="DIR", help="keep what was seen in this directory")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    visits = item.stash.get(VISITS, [])
    if report.when == "call" and visits and isinstance(item, pytest.Function):
        _write(item, report.duration, [seen(visit) for visit in visits])
    return report


def _write(item: pytest.Function, seconds: float, visits: list[dict[str, Any]]) -> None:
    parameters = dict(item.callspec.params)
    repeat = parameters.pop("runner_repeat", 1)
    test = " ".join([item.originalname, *map(str, parameters.values())])
    line = {"test": test, "repeat": repeat, "seconds": round(seconds, 3), "seen": visits}
    worker = getattr(item.config, "workerinput", {}).get("workerid", "alone")
    with Path(item.config.getoption("--keep"), f"{worker}.jsonl").open("a", encoding="utf-8") as file:
        file.write(PORT.sub(r"\1", json.dumps(line)) + "\n")


def seen(visit: RunnerPage) -> dict[str, Any]:
    """The verdicts and the evidence of one visit."""
    evidence, outcome = visit.evidence(), visit.outcome
    verdicts = (
        {}
        if outcome is None
        else {each.check: f"{each.result}: {each.sentence}" for each in outcome.verdicts}
    )
    return {"verdicts": verdicts, "journal": by_channel(evidence), **by_kind(evidence)}


def by_channel(evidence: Evidence) -> dict[str, list[dict[str, Any]]]:
    """The journal's entries, without their places in the whole.

    Requests have connections of their own: which of two ends or begins first in one instant nobody promises.
    """
    channels: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(evidence.journal, key=lambda entry: (entry.at, entry.number or 0)):
        channels.setdefault(_channel(entry), []).append(
            entry.model_dump(exclude_none=True, exclude={"index"})
        )
    return channels


def _channel(entry: Entry) -> str:
    """Each socket and each of the calls: what becomes of one is on a connection of its own."""
    if entry.connection is not None:
        return f"socket {entry.connection}"
    kind = entry.kind.partition(".")[0]
    return kind if entry.call is None else f"{kind} {entry.call}"


def by_kind(evidence: Evidence) -> dict[str, Any]:
    """All that page and browser told. Of one instant's console lines nobody promises which comes first: they
    tell of several connections."""
    told = {
        kind: [asdict(each) for each in getattr(evidence, kind)]
        for kind in ("pictures", "results", "console", "errors", "dialogs", "navigations", "sockets")
    }
    told["console"].sort(key=lambda line: (line["at"], line["text"]))
    return told
