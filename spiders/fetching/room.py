"""The memory that large answers share: however many come at once, a worker holds only so much of them.

An ordinary page passes freely. A body that grows past that asks for room up to its cap, waits in turn while there
is none (its server waits too, since nobody reads), and keeps it until its request is done with.
"""

import asyncio
from collections.abc import Hashable

#: Bytes that a body may have without asking; six times an ordinary page of these sites.
FREE = 256 * 1024


class Room:
    """So many bytes, lent in the order of asking. All calls come from one event loop."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._free = size
        self._lent: dict[Hashable, int] = {}
        self._turn = asyncio.Lock()
        self._left = asyncio.Event()

    @property
    def free(self) -> int:
        """Bytes that nobody has."""
        return self._free

    async def enter(self, who: Hashable, size: int) -> float:
        """Lend ``size`` bytes, or all there are if that is less; returns the seconds that ``who`` had to wait.

        Who has room already keeps what it has.
        """
        if who in self._lent:
            return 0.0
        began = asyncio.get_running_loop().time()
        size = min(size, self._size)
        async with self._turn:
            while self._free < size:
                self._left.clear()
                await self._left.wait()
            self._free -= size
            self._lent[who] = size
        return asyncio.get_running_loop().time() - began

    def keep(self, who: Hashable, size: int) -> None:
        """Give back what ``who`` has beyond ``size`` bytes."""
        lent = self._lent.get(who, 0)
        if lent > size:
            self._lent[who] = size
            self._give_back(lent - size)

    def leave(self, who: Hashable) -> None:
        """Give all back that ``who`` has; nothing happens when it has none."""
        self._give_back(self._lent.pop(who, 0))

    def _give_back(self, size: int) -> None:
        if size:
            self._free += size
            self._left.set()
