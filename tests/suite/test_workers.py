"""Whose sockets the backend met: those of the page's documents, or a worker's."""

from e2e.visit.tape import Tape
from e2e.visit.workers import out_of_reach
from mock_backend.journal import Journal


def test_a_socket_at_another_path_is_not_the_progress_socket_of_a_worker() -> None:
    journal = Journal()
    journal.add(0, "socket.handshake", connection=1, path="/ws/notifications")
    journal.add(0, "socket.refused", connection=1, status=404)
    assert out_of_reach(journal.since(0), Tape(0), set()) is None


def test_a_handshake_that_a_fault_refused_is_one_of_a_worker_all_the_same() -> None:
    journal = Journal()
    journal.add(0, "socket.handshake", connection=1, path="/ws/test-progress")
    journal.add(0, "socket.refused", connection=1, status=403, fault="refusal-1")
    assert out_of_reach(journal.since(0), Tape(0), set()) == "The page's socket is opened"
