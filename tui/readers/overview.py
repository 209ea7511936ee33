"""What the overview knows beyond every reading: how full Redis is, and of what kind the newest failures are."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from infra.frontier import Frontier
from tui.failures import FailureKind, kind_of
from tui.topics import Detail, Topic

#: Dead letters whose reasons are looked at.
NEWEST: Final = 200
#: Seconds for which an answer holds: neither changes fast, and each costs the server a little.
_HOLDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class OverviewTopic(Topic):
    """What the alarms need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """How full Redis is, in bytes; a ``limit`` of 0 is none."""

    used: int
    limit: int
    policy: str = "noeviction"
    """What it does when full (``maxmemory-policy``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewDetail(Detail):
    """What was read."""

    memory: Memory | None = None
    """None where the server does not tell."""
    backlog_limit: int = 0
    """Observations waiting above which nothing is fetched."""
    failures: tuple[tuple[FailureKind, int], ...] = ()
    """How many of the newest dead letters are of each kind."""


class OverviewReader:
    """Reads the overview's own part, every few seconds."""

    def __init__(self, redis: Redis, frontier: Frontier, backlog_limit: int) -> None:
        self._redis = redis
        self._frontier = frontier
        self._limit = backlog_limit
        self._memory: Memory | None = None
        self._failures: tuple[tuple[FailureKind, int], ...] = ()
        self._read_at = float("-inf")

    async def read(self, topic: Topic) -> OverviewDetail:
        """Read it, or give what was read a moment ago."""
        if time.monotonic() - self._read_at > _HOLDS:
            self._memory = await self._full()
            letters = await self._frontier.dead_letters(NEWEST)
            self._failures = tuple(Counter(kind_of(letter.reason) for letter in letters).most_common())
            self._read_at = time.monotonic()
        return OverviewDetail(topic=topic, memory=self._memory, backlog_limit=self._limit, failures=self._failures)

    async def _full(self) -> Memory | None:
        """Ask how full the server is; one that forbids the question (as hosted ones may) is not asked for more."""
        try:
            told: Any = await self._redis.info("memory")
            limit = int(told["maxmemory"])
            return Memory(used=int(told["used_memory"]), limit=limit, policy=str(told["maxmemory_policy"]))
        except (ResponseError, LookupError, TypeError, ValueError):
            return None
