"""What a page costs under way: ``cpu_ms_per_page``, ``pages_per_s_core``, ``roundtrips_per_page``.

One crawler process crawls four generated sites (800 pages of 15 to 40 kB, 60 to 150 links) from the first page to the
last; ours and stock's in turn, on the same Redis. Ours reads each page in full, keeps evidence and sends an
observation, as it does by default; stock follows links and does nothing else.

- ``cpu_ms_per_page``: user and system time of the crawler process, milliseconds a page. Redis and the site server
  are not in it.
- ``pages_per_s_core``: 1000 / ``cpu_ms_per_page``, the pages that one core would crawl if the crawler had it to itself.
- ``roundtrips_per_page``: times that the crawl waits for Redis. Ours: transactions, since an exchange is one. Stock's:
  commands, a transaction counted once.
"""

from tests.bench import ours, theirs
from tests.bench.ground import Ground
from tests.bench.pages import HOSTS, PAGES
from tests.bench.report import RUNS, Row, row
from tests.bench.stretch import Stretch, whole

KEYS = ("cpu_ms_per_page", "pages_per_s_core", "roundtrips_per_page")
SITES = len(HOSTS)
#: Commands of a transaction in which scrapy-redis pops a request, beside the one that is counted.
_POP = 3
_NOTE = "CPU of the crawler process alone, from the first page to the last; the same pages for both"


async def measure(base: Ground) -> dict[str, Row]:
    """Crawl in turns."""
    own: list[Stretch] = []
    other: list[Stretch] = []
    for _ in range(RUNS):
        own.append(await our_crawl(base))
        other.append(await stock_crawl(base))
    wall = {
        "wall_pages_per_s_ours": [one.pages_per_s for one in own],
        "wall_pages_per_s_stock": [one.pages_per_s for one in other],
        "redis_cpu_ms_per_page_ours": [one.redis_ms_per_page for one in own],
        "redis_cpu_ms_per_page_stock": [one.redis_ms_per_page for one in other],
    }
    return {
        "cpu_ms_per_page": row(
            [one.cpu_ms_per_page for one in own], [one.cpu_ms_per_page for one in other], note=_NOTE, detail=wall
        ),
        "pages_per_s_core": row(
            [1000 / one.cpu_ms_per_page for one in own],
            [1000 / one.cpu_ms_per_page for one in other],
            note="1000 / cpu_ms_per_page: pages a second of the crawler's own CPU time",
        ),
        "roundtrips_per_page": row(
            [one.exchanges_per_page for one in own],
            [one.commands_per_page - _POP * one.exchanges_per_page for one in other],
            note="ours: exchanges, each one transaction; stock: commands, a transaction counted once",
        ),
    }


async def our_crawl(base: Ground) -> Stretch:
    """One of our workers over all sites."""
    await base.clear()
    chosen = ours.settings(base)
    await ours.running(base, chosen, SITES)
    async with ours.workers(chosen, 1) as crawlers:
        return await whole(base, crawlers, pages=SITES * PAGES, seconds=60)


async def stock_crawl(base: Ground) -> Stretch:
    """One stock crawler over all sites."""
    await base.clear()
    await theirs.begin(base, SITES)
    async with theirs.crawlers(base.redis_url, 1) as crawlers:
        return await whole(base, crawlers, pages=SITES * PAGES, seconds=90)
