import asyncio

from mock_backend import wire


class Closing(asyncio.Transport):
    """A transport that is closing already; it has nothing else."""

    def is_closing(self) -> bool:
        return True


def test_a_connection_that_is_closing_is_left_alone() -> None:
    wire.reset(Closing())
    wire.cut(Closing())
