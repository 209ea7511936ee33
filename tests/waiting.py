"""Waiting for a condition instead of sleeping and hoping."""

import asyncio
import time
from collections.abc import Awaitable, Callable


async def until(condition: Callable[[], bool | Awaitable[bool]], timeout: float = 10) -> None:  # noqa: ASYNC109
    """Return as soon as ``condition`` holds; fail after ``timeout`` seconds, naming it."""
    deadline = time.monotonic() + timeout
    while True:
        answer = condition()
        if answer if isinstance(answer, bool) else await answer:
            return
        if time.monotonic() > deadline:
            msg = f"still not true after {timeout} s: {getattr(condition, '__qualname__', condition)}"
            raise AssertionError(msg)
        await asyncio.sleep(0.01)
