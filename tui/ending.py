"""Ending tasks for certain.

Python 3.11's ``asyncio.wait_for``, through which redis-py sends every command, loses a cancellation that arrives while
the command goes out. So a task is cancelled until it has ended, not once.
"""

import asyncio

#: Seconds between two cancellations of the same task.
AGAIN = 0.1


async def end_tasks(*tasks: "asyncio.Task[object]") -> None:
    """Cancel tasks until all have ended; what they raised or gave is left to whoever asks them."""
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN)
