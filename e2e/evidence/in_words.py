"""What the page showed and said, as the strings that tests compare; job ids are masked. Pure."""

import re

from e2e.evidence import ConsoleLine, Picture
from mock_backend.journal import Entry

JOB_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def drawn(picture: Picture, results: bool) -> str:
    button = "busy" if picture.busy else "ready" if picture.runnable else "none"
    rows = {
        "path": picture.path,
        "run": button,
        "progress": "none" if picture.progress is None else f"{picture.progress}%",
        "step": picture.step or "none",
        "failure": " | ".join(picture.alerts) or "none",
    }
    if results:
        rows["results"] = "shown" if picture.outcome else "none"
    return masked("\n".join(f"{name}: {value}" for name, value in rows.items()))


def worded(line: ConsoleLine) -> str:
    return masked(f"{line.level}: {line.text}")


def goodbye(entry: Entry) -> str:
    if entry.kind == "socket.close_received":
        return f"Close frame {entry.code} from the page"
    return "ended clean" if entry.clean else f"ended {entry.code}"


def masked(text: str) -> str:
    return JOB_ID.sub("<job>", text)
