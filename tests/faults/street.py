"""Sites side by side: one answers slowly, one is huge, the rest are small. The server notes when each is asked.

What a crawl did to them is told by those times alone: how each was paced, and what turns it got beside the others.
"""

import asyncio
import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from aiohttp import web

from tests.faults.city import City

#: Links to new pages on each page of the huge site, so that what waits there soon outnumbers all else.
_HUGE_CHILDREN = 100


@dataclass(slots=True)
class Visits:
    """When a site was asked and had answered (seconds of one clock), and how often at once."""

    asked: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    open: int = 0
    most_open: int = 0

    @property
    def rests(self) -> list[float]:
        """Seconds between an answer and the next time the site was asked, which is what its rate speaks of."""
        return [asked - answered for answered, asked in zip(self.answered, self.asked[1:], strict=False)]

    def between(self, first: float, last: float) -> int:
        """Times that the site was asked from ``first`` to ``last``."""
        return bisect_right(self.asked, last) - bisect_left(self.asked, first)


class Street(City):
    """``sites`` sites, of which the first is slow (``patience`` seconds an answer) and the second huge."""

    def __init__(self, sites: int, *, patience: float) -> None:
        super().__init__(sites, pages=10_000)
        self.slow, self.huge, *self.small = self.hosts
        self.visits: defaultdict[str, Visits] = defaultdict(Visits)
        self._patience = patience
        self._sizes = {host: 5 + number % 2 for number, host in enumerate(self.small)}
        small = frozenset(self.small)
        self.small_pages = {page for page in self.everything if page.partition("/")[0] in small}

    def pages_of(self, host: str) -> int:
        return self._sizes.get(host, super().pages_of(host))

    def children_of(self, host: str) -> int:
        return _HUGE_CHILDREN if host == self.huge else super().children_of(host)

    @property
    def small_is_done(self) -> bool:
        """Whether every page of every small site was asked for."""
        return self.small_pages <= self.hits.keys()

    async def answer(self, request: web.Request) -> web.Response:
        host = request.host.partition(":")[0]
        visits = self.visits[host]
        visits.asked.append(time.monotonic())
        visits.open += 1
        visits.most_open = max(visits.most_open, visits.open)
        try:
            if host == self.slow:
                await asyncio.sleep(self._patience)
            return await super().answer(request)
        finally:
            visits.open -= 1
            visits.answered.append(time.monotonic())

    def evenness(self) -> float:
        """Jain's index of the turns that the quick sites had got when half of the small ones' pages were asked for.

        1 when all had the same number; the part of the sites that got all turns when the others got none.
        """
        asked = sorted(moment for host in self.small for moment in self.visits[host].asked)
        begin, half = asked[0], asked[len(asked) // 2]
        turns = [self.visits[host].between(begin, half) for host in (self.huge, *self.small)]
        return sum(turns) ** 2 / (len(turns) * sum(turn**2 for turn in turns))
