"""A number that goes up with every change, and can be waited for."""

import asyncio


class Version:
    def __init__(self) -> None:
        self.value = 0
        self.final = False
        """Nothing will change any more."""
        self._waiting: set[asyncio.Future[None]] = set()

    def bump(self) -> None:
        self.value += 1
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    def finish(self) -> None:
        self.final = True
        self.bump()

    async def newer_than(self, value: int, limit: float) -> None:
        """Returns once the number is greater than `value`, or after `limit` real seconds."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit
        while self.value <= value and not self.final and (left := deadline - loop.time()) > 0:
            waiting: asyncio.Future[None] = loop.create_future()
            self._waiting.add(waiting)
            await asyncio.wait({waiting}, timeout=left)
            self._waiting.discard(waiting)
