"""A stretch of a crawl, measured from outside: from one page asked for to another.

Starting and ending are left out, for both crawlers: what a crawl of millions of pages costs is what a page costs
under way.
"""

import time
from asyncio.subprocess import Process
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.failure import BenchFailure
from tests.bench.ground import Ground
from tests.bench.processes import cpu_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a crawl stands at an instant."""

    at: float
    pages: int
    cpu_s: float
    """User and system time of the crawler's processes."""
    redis_cpu_s: float
    commands: int
    """Commands that Redis was sent or ran inside scripts."""
    exchanges: int
    """Transactions among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From one mark to another; at least one page lies between them."""

    begin: Mark
    end: Mark

    @property
    def pages(self) -> int:
        return self.end.pages - self.begin.pages

    @property
    def pages_per_s(self) -> float:
        return self.pages / (self.end.at - self.begin.at)

    @property
    def cpu_ms_per_page(self) -> float:
        return 1000 * (self.end.cpu_s - self.begin.cpu_s) / self.pages

    @property
    def redis_ms_per_page(self) -> float:
        return 1000 * (self.end.redis_cpu_s - self.begin.redis_cpu_s) / self.pages

    @property
    def commands_per_page(self) -> float:
        return (self.end.commands - self.begin.commands) / self.pages

    @property
    def exchanges_per_page(self) -> float:
        return (self.end.exchanges - self.begin.exchanges) / self.pages


async def mark(base: Ground, crawlers: Sequence[Process]) -> Mark:
    """Note where the crawl stands."""
    rows: Any = await base.redis.info("commandstats")
    calls = {name.removeprefix("cmdstat_").lower(): int(row["calls"]) for name, row in rows.items()}
    cpu: Any = await base.redis.info("cpu")
    return Mark(
        at=time.monotonic(),
        pages=await base.asked(),
        cpu_s=sum(map(cpu_seconds, crawlers)),
        redis_cpu_s=cpu["used_cpu_user"] + cpu["used_cpu_sys"],
        commands=sum(calls.values()) - calls.get("info", 0),
        exchanges=calls.get("exec", 0),
    )


async def stretch(base: Ground, crawlers: Sequence[Process], *, first: int, last: int, seconds: float) -> Stretch:
    """Measure from the ``first`` page asked for to the ``last``, or for so many seconds if that is sooner.

    Raises ``BenchFailure`` when the first page does not come within half a minute, or none comes after it.
    """
    await base.require_asked(first, 30)
    begin = await mark(base, crawlers)
    await base.until_asked(last, seconds)
    end = await mark(base, crawlers)
    if end.pages == begin.pages:
        msg = f"no page was asked for within {seconds:.0f} s after the first {begin.pages}"
        raise BenchFailure(msg)
    return Stretch(begin=begin, end=end)


async def whole(base: Ground, crawlers: Sequence[Process], *, pages: int, seconds: float) -> Stretch:
    """Measure from the first page asked for to the last of so many.

    Raises ``BenchFailure`` when the last does not come within ``seconds``.
    """
    measured = await stretch(base, crawlers, first=1, last=pages, seconds=seconds)
    if measured.end.pages < pages:
        msg = f"only {measured.end.pages} of {pages} pages were asked for within {seconds:.0f} s"
        raise BenchFailure(msg)
    return measured
