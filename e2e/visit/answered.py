"""What is asked of a page, with a limit: Playwright waits for ever where a script of it does not end."""

import asyncio
import traceback
from collections.abc import Awaitable
from typing import Any

from playwright._impl._greenlets import wait_for_future
from playwright.sync_api import Frame, Keyboard, Mouse, Page

from e2e.errors import NotSettled

GIVE_UP = 30.0
"""Real seconds after which something that does not settle is an error of the suite. A page that reads 10,000
messages needs more than 10 on a machine that is slow and busy."""

BUSY = "the page does not answer, as if a script of it went on for ever"


HERE = traceback.extract_stack(limit=1)
"""Where Playwright's errors say that they come from: what went wrong is in their words."""


def answered(target: Page | Frame | Mouse | Keyboard, method: str, *arguments: object) -> Any:
    """That method of Playwright's, called with these arguments. Raises NotSettled after GIVE_UP real seconds.

    Danger: past Playwright's synchronous surface, which has no limit for any of this, and which gathers the
    whole stack for each call: a fifteenth of a visit's time.
    """
    call = getattr(target._impl_obj, method)(*arguments)
    task = target._loop.create_task(_limited(call))
    named = f"{type(target).__name__}.{method}"
    task.__pw_stack__ = {"frames": [], "apiName": named, "title": None}  # type: ignore[attr-defined]
    task.__pw_stack_trace__ = HERE  # type: ignore[attr-defined]
    wait_for_future(target._loop, target._dispatcher_fiber, task)
    try:
        return task.result()
    except TimeoutError as error:
        raise NotSettled([BUSY]) from error


async def _limited(call: Awaitable[Any]) -> Any:
    async with asyncio.timeout(GIVE_UP):
        return await call
