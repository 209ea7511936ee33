"""How much a distant Redis costs: ``kept_at_5ms``.

The pages a second of one crawler whose Redis is 5 ms farther away (a round trip through a delaying proxy), over the
pages a second through the same proxy without delay. Both from the first page asked for to the same last one: ours over
all sites; stock's over as many pages as it manages in ten seconds from afar, for the whole would take minutes.
"""

import statistics
import time

from redis import Redis

from tests.bench import ours, theirs
from tests.bench.ground import Ground, far_redis
from tests.bench.pages import HOSTS, PAGES
from tests.bench.report import PAIRS, RUNS, Row, row
from tests.bench.stretch import Stretch, stretch, whole

KEYS = ("kept_at_5ms",)
MILLISECONDS = 5
SITES = len(HOSTS)
#: Seconds of stock's crawl from afar.
PATIENCE = 10


async def measure(base: Ground) -> dict[str, Row]:
    """Crawl in turns, near and far."""
    taken: dict[str, list[float]] = {
        "added_round_trip_ms": [],
        "near_pages_per_s_ours": [],
        "near_pages_per_s_stock": [],
    }
    own: list[float] = []
    other: list[float] = []
    async with far_redis(base, 0) as near, far_redis(base, MILLISECONDS) as far:
        for run in range(PAIRS):
            taken["added_round_trip_ms"].append(round_trip_ms(far) - round_trip_ms(near))
            kept, rate = await kept_by_ours(base, near, far)
            own.append(kept)
            taken["near_pages_per_s_ours"].append(rate)
            if run < RUNS:
                kept, rate = await kept_by_stock(base, near, far)
                other.append(kept)
                taken["near_pages_per_s_stock"].append(rate)
    return {"kept_at_5ms": row(own, other, note="near and far through the same proxy, 0 and 5 ms", detail=taken)}


async def kept_by_ours(base: Ground, near: str, far: str) -> tuple[float, float]:
    """What is kept, and the pages a second from near."""
    from_near, from_far = await our_crawl(base, near), await our_crawl(base, far)
    return from_far.pages_per_s / from_near.pages_per_s, from_near.pages_per_s


async def kept_by_stock(base: Ground, near: str, far: str) -> tuple[float, float]:
    """The same, from near only as far as it came from afar."""
    from_far = await stock_crawl(base, far, last=SITES * PAGES, seconds=PATIENCE)
    from_near = await stock_crawl(base, near, last=from_far.end.pages, seconds=PATIENCE)
    return from_far.pages_per_s / from_near.pages_per_s, from_near.pages_per_s


def round_trip_ms(url: str, tries: int = 50) -> float:
    """The median time of a PING."""
    with Redis.from_url(url) as client:
        times = []
        for _ in range(tries):
            begun = time.perf_counter()
            client.ping()
            times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


async def our_crawl(base: Ground, redis_url: str) -> Stretch:
    """One of our workers over all sites, with its Redis behind a proxy."""
    await base.clear()
    chosen = ours.settings(base, redis_url=redis_url)
    await ours.running(base, chosen, SITES)
    async with ours.workers(chosen, 1) as crawlers:
        return await whole(base, crawlers, pages=SITES * PAGES, seconds=60)


async def stock_crawl(base: Ground, redis_url: str, *, last: int, seconds: float) -> Stretch:
    """One stock crawler with its Redis behind a proxy, to the last page or as far as the time allows."""
    await base.clear()
    await theirs.begin(base, SITES)
    async with theirs.crawlers(redis_url, 1) as crawlers:
        return await stretch(base, crawlers, first=1, last=last, seconds=seconds)
