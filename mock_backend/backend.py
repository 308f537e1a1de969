"""What all listeners of one mock backend share."""

from dataclasses import dataclass

from mock_backend.protocol import Protocol
from mock_backend.sessions import Sessions
from mock_backend.state import Listener

ORIGINS = ("http://localhost:3000", "http://localhost:5173")
"""The pages that are let in by default: development servers."""


@dataclass(frozen=True)
class Backend:
    sessions: Sessions
    protocol: Protocol
    port: int
    front_port: int | None
    origins: frozenset[str]

    def listener(self, port: int | None) -> Listener:
        """Which one listens at a local port."""
        return "front" if port is not None and port == self.front_port else "backend"

    @property
    def own_origins(self) -> frozenset[str]:
        """Of pages that this program serves itself."""
        ports = [port for port in (self.port, self.front_port) if port is not None]
        return frozenset(
            f"http://{host}:{port}" for port in ports for host in ("localhost", "127.0.0.1", "[::1]")
        )
