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
from tests.bench.report import RUNS, Row, row
from tests.bench.stretch import Stretch, stretch, whole

KEYS = ("kept_at_5ms",)
MILLISECONDS = 5
SITES = len(HOSTS)
#: Seconds of stock's crawl from afar.
PATIENCE = 10


async def measure(base: Ground) -> dict[str, Row]:
    """Crawl in turns, near and far."""
    own: list[float] = []
    other: list[float] = []
    trips: list[float] = []
    own_near: list[float] = []
    other_near: list[float] = []
    for _ in range(RUNS):
        async with far_redis(base, 0) as near, far_redis(base, MILLISECONDS) as far:
            trips.append(round_trip_ms(far) - round_trip_ms(near))
            from_near, from_far = await our_crawl(base, near), await our_crawl(base, far)
            own.append(from_far.pages_per_s / from_near.pages_per_s)
            own_near.append(from_near.pages_per_s)
            from_far = await stock_crawl(base, far, last=SITES * PAGES, seconds=PATIENCE)
            from_near = await stock_crawl(base, near, last=from_far.end.pages, seconds=PATIENCE)
            other.append(from_far.pages_per_s / from_near.pages_per_s)
            other_near.append(from_near.pages_per_s)
    detail = {
        "added_round_trip_ms": trips,
        "near_pages_per_s_ours": own_near,
        "near_pages_per_s_stock": other_near,
    }
    return {"kept_at_5ms": row(own, other, note="near and far through the same proxy, 0 and 5 ms", detail=detail)}


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
