"""Whether the page's socket or its polling is in a worker, where no observer and no clock reaches. No I/O."""

from collections.abc import Sequence, Set

from e2e.visit.tape import Tape
from mock_backend.journal import Entry


def out_of_reach(journal: Sequence[Entry], tape: Tape, asked: Set[str]) -> str | None:
    """A clause that says which, None where neither is; asked of a page that has made a worker.

    `journal`: of before the page was looked at last, so that it tells of nothing that its documents did
    since. `asked`: the paths that they had asked for by then.
    """
    handshakes = {entry.connection for entry in journal if entry.kind == "socket.handshake"}
    # At another path; the tape has none of those.
    elsewhere = {
        entry.connection for entry in journal if entry.kind == "socket.refused" and entry.fault is None
    }
    if len(handshakes - elsewhere) > len(tape.sockets):
        return "The page's socket is opened"
    polled = {entry.path for entry in journal if entry.kind == "http.request" and entry.call == "status"}
    if polled and polled.isdisjoint(asked):
        return "The page's polling is done"
    return None
