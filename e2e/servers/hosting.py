"""What a run needs to be up (page's build, web servers, mock backend): started once, when first needed, which
`--contract` foresees.

Under xdist the controller hosts and its workers ask it, over a loopback connection with a key of its own.
"""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge

from e2e.errors import ServerError, SuiteError
from e2e.servers import Addresses

LOOPBACK = "127.0.0.1"

QUEUE = 128
"""Workers that may ask in one moment. Where more do than a listener queues, Linux takes them for a flood: it
forgets some whom it let connect, and they wait for ever."""

LOOK = 0.1
"""Seconds between two looks at what has begun meanwhile and has to end, too."""


class Hosting:
    """`start` brings everything up, leaves its undoing on the stack, and says where it is."""

    def __init__(self, start: Callable[[ExitStack], Addresses]) -> None:
        self._start = start
        self._undo = ExitStack()
        self._lock = threading.Lock()
        self._executor = ThreadPoolExecutor(max_workers=1)
        self._coming: Future[Addresses] | None = None

    def begin(self) -> Future[Addresses]:
        """Comes up while others do their own work."""
        with self._lock:
            if self._coming is None:
                self._coming = self._executor.submit(self._start, self._undo)
            return self._coming

    def addresses(self) -> Addresses:
        """Raises the SuiteError that starting raised, each time."""
        return self.begin().result()

    def give_up(self) -> None:
        """Ends what is still coming up, and whoever waits for it hears so."""
        if self._coming is not None and not self._coming.done():
            self.close()

    def close(self) -> None:
        """Ends what is up, and what is still coming up: a build that runs is not waited for."""
        while self._coming is not None and not self._coming.done():
            self._undo.close()
            wait([self._coming], timeout=LOOK)
        self._executor.shutdown()
        self._undo.close()


class Reception:
    """Answers the workers' question where everything is, each on a thread of its own."""

    def __init__(self, hosting: Hosting) -> None:
        self._hosting = hosting
        self._key = secrets.token_bytes(16)
        self._listener = Listener((LOOPBACK, 0), backlog=QUEUE)
        threading.Thread(target=self._receive, daemon=True).start()

    @property
    def invitation(self) -> str:
        """What a worker needs in order to `ask`."""
        return f"{self._listener.address[1]} {self._key.hex()}"

    def _receive(self) -> None:
        while True:
            caller = self._listener.accept()
            threading.Thread(target=self._answer, args=[caller], daemon=True).start()

    def _answer(self, caller: "Connection[object, object]") -> None:
        with caller:
            try:
                deliver_challenge(caller, self._key)
                answer_challenge(caller, self._key)
                caller.send(self._found())
            except (AuthenticationError, EOFError, OSError):
                return  # none of our workers, or one that has gone

    def _found(self) -> Addresses | SuiteError:
        # Whatever it was that went wrong, a worker that hears nothing waits until its time limit.
        try:
            return self._hosting.addresses()
        except SuiteError as error:
            return error
        except Exception as error:  # noqa: BLE001
            return ServerError(f"What the run needs did not come up: {error!r}")


def ask(invitation: str) -> Addresses:
    """A worker's question to the controller; raises what starting raised there."""
    port, key = invitation.split()
    with Client((LOOPBACK, int(port)), authkey=bytes.fromhex(key)) as reception:
        answer: Addresses | SuiteError = reception.recv()
    if isinstance(answer, SuiteError):
        raise answer
    return answer
