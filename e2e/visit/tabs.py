"""Which of a session's journal another tab brought about. Pure.

All tabs of a browser are in one session, and every socket gets the events of every job: what tells tabs
apart is the job that they name, and when they were opened.
"""

from collections.abc import Sequence

from mock_backend.journal import Entry


def parted(
    journal: Sequence[Entry], openings: Sequence[range]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The page's own entries, and those of other tabs.

    `openings`: the indexes of the entries that came while another tab was opened and started its job.
    """
    if not openings:
        return tuple(journal), ()
    jobs = {entry.job for entry in journal if entry.kind == "job.started" and _within(entry, openings)}
    sockets = _sockets(journal, openings, jobs)
    requests = {
        entry.number
        for entry in journal
        if entry.kind == "http.request"
        and (entry.job in jobs or (entry.job is None and _within(entry, openings)))
    }

    def foreign(entry: Entry) -> bool:
        if entry.connection is not None:
            return entry.connection in sockets
        return entry.number in requests if entry.number is not None else entry.job in jobs

    return (
        tuple(entry for entry in journal if not foreign(entry)),
        tuple(entry for entry in journal if foreign(entry)),
    )


def _sockets(journal: Sequence[Entry], openings: Sequence[range], jobs: set[str | None]) -> set[int | None]:
    """The connections that ask for one of these jobs, or that ask for none and were made then."""
    asked: dict[int | None, str | None] = {}
    for entry in journal:
        if entry.kind == "socket.received":
            asked.setdefault(entry.connection, entry.job)
    return {
        entry.connection
        for entry in journal
        if entry.kind == "socket.handshake"
        and (asked[entry.connection] in jobs if entry.connection in asked else _within(entry, openings))
    }


def _within(entry: Entry, openings: Sequence[range]) -> bool:
    return any(entry.index in opening for opening in openings)
