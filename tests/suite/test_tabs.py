"""What another tab brought about is told apart by the job that it names, and by when it was opened."""

from e2e.visit.tabs import parted
from mock_backend.journal import Entry
from tests.checks.story import Story

OTHER = "job-2"


def journal(story: Story) -> tuple[Entry, ...]:
    return tuple(story.journal.since(0))


def two_tabs() -> tuple[Story, range]:
    """Another tab runs a job from 3 s on; the events of both jobs reach both sockets."""
    story = Story().start(0).connect(0).polls(0, 2)
    before = len(story.journal)
    story.start(3, OTHER).connect(3).polls(3)
    opening = range(before, len(story.journal))
    story._wire(4, "socket.sent", message="event", payload={}, job=OTHER)
    story.journal.add(4, "socket.sent", connection=1, message="event", payload={}, job=OTHER)
    story.journal.add(4, "job.progress", job=OTHER)
    story.polls(5)
    story.job = "job-1"
    story.polls(6)
    return story, opening


def told(entries: tuple[Entry, ...]) -> list[str]:
    return [f"{entry.at:g} {entry.kind}" for entry in entries if entry.kind != "http.answered"]


def test_without_another_tab_all_is_the_page_s() -> None:
    entries = journal(Story().start(0).connect(0))
    assert parted(entries, ()) == (entries, ())


def test_requests_sockets_and_jobs_of_another_tab_are_not_the_page_s() -> None:
    story, opening = two_tabs()
    own, elsewhere = parted(journal(story), (opening,))
    assert told(elsewhere) == [
        "3 http.request",
        "3 job.started",
        "3 socket.handshake",
        "3 socket.accepted",
        "3 socket.sent",
        "3 socket.received",
        "3 http.request",
        "4 socket.sent",
        "4 job.progress",
        "5 http.request",
    ]
    assert told(own)[-2:] == ["4 socket.sent", "6 http.request"]
    assert (own[-3].connection, own[-3].job) == (1, OTHER)


def test_a_socket_of_another_tab_that_comes_later_is_told_by_its_job() -> None:
    story, opening = two_tabs()
    story.job = OTHER
    story.connect(8)
    own, elsewhere = parted(journal(story), (opening,))
    assert (own[-1].at, elsewhere[-1].at) == (6.0, 8.0)


def test_a_socket_of_the_page_that_comes_meanwhile_is_its_own() -> None:
    story = Story().start(0).polls(0)
    before = len(story.journal)
    story.connect(0).start(0, OTHER)
    own, elsewhere = parted(journal(story), (range(before, len(story.journal)),))
    assert {entry.connection for entry in own} == {None, 1}
    assert {entry.job for entry in elsewhere} == {None, OTHER}
