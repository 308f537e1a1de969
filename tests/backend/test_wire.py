import asyncio

from mock_backend import wire


class Closing(asyncio.Transport):
    """A transport that is closing already, and what is asked of it in spite of that."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def is_closing(self) -> bool:
        return True

    def abort(self) -> None:
        self.asked.append("abort")

    def get_extra_info(self, name: str, default: object = None) -> object:
        self.asked.append(name)
        return default


def test_a_connection_that_is_closing_is_left_alone() -> None:
    transport = Closing()
    wire.reset(transport)
    wire.cut(transport)
    assert transport.asked == []
