"""What a doctor saw, by hand: a page that is as it should be, to be varied."""

from dataclasses import replace
from typing import Any

from e2e.doctor.seen import Browser, Look, Request, Seen, Visit
from tests.checks.story import JOB, Story, success

PAGE = "http://localhost:3000"
CHROMIUM = Browser("chromium", "/usr/bin/chromium (the system's)")


def sound() -> Seen:
    """Every point of it is right."""
    return Seen(
        page=f"{PAGE}/test",
        backend="http://localhost:8000",
        browsers=(CHROMIUM,),
        status=200,
        title="Test Runner",
        success=visit(stepping(success())),
        fails=visit(failing()),
        spaced=visit(spaced(), until=4),
        refused=visit(Story().start(0).refused(0).polls(0), until=1),
    )


def visit(story: Story, until: float = 12, **other: Any) -> Visit:
    looks = (look(0), look(1.4, "Progress: 20 percent\nTesting: cqc"), look(3.4, "Progress: 60 percent"))
    said: dict[str, Any] = {
        "looks": looks,
        "requests": (Request("POST", f"{PAGE}/api/test/comprehensive", 200),),
        "sockets": ("ws://localhost:8000/ws/test-progress",),
    }
    return Visit(story.evidence(until), **{**said, **other})


def look(at: float, text: str = "Test Runner", buttons: tuple[str, ...] = ("Run",), **other: Any) -> Look:
    return Look(at, text, buttons, **other)


def stepping(story: Story) -> Story:
    story.pictures = [replace(picture, step="cqc") for picture in story.pictures]
    return story


def failing() -> Story:
    story = Story().start(0).connect(0).progress(1, 20).poll(2, progress=20).fails(5)
    return (
        story.event(5, "failed", error="the cqc API is down").close(5).alerts(5).shows(5, None, runnable=True)
    )


def spaced() -> Story:
    """Opened at 0.3 s, greeted at 0.6 s, reset at 2.7 s."""
    story = Story().start(0).asks(0).handshake(0)
    story._wire(0.3, "socket.accepted")._saw(opened_at=0.3)
    story.says(0.3, f"WebSocket connected for job: {JOB}").greets(0.6)
    return story.says(0.6, "WebSocket connection confirmed").reset(2.7)


def silenced(story: Story, text: str) -> Story:
    """Without the lines that contain that text."""
    story.console = [line for line in story.console if text not in line.text]
    return story


def seeing(**fields: Any) -> Seen:
    return replace(sound(), **fields)
