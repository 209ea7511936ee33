"""Whether a host is spared by many workers: ``host_rate_ratio``.

Eight crawler processes, one host with 200 pages, five requests a second allowed: requests that the host saw in a span
of time, over those allowed in it. Ours in 15 s from the first request on, with ``rate`` 5. Stock's in 5 s from when all
eight crawl, with ``DOWNLOAD_DELAY`` 0.2, which each process keeps for itself.
"""

import asyncio
import time

from tests.bench import ours, theirs
from tests.bench.ground import Ground
from tests.bench.pages import HOSTS, site
from tests.bench.processes import first_line
from tests.bench.report import RUNS, Row, row

KEYS = ("host_rate_ratio",)
WORKERS = 8
RATE = 5.0
SPAN = 15.0
STOCK_SPAN = 5.0
_HOST = HOSTS[0]
#: Seconds for eight processes to come up.
_PATIENCE = 60


async def measure(base: Ground) -> dict[str, Row]:
    """Watch in turns."""
    own: list[float] = []
    other: list[float] = []
    for _ in range(RUNS):
        own.append(await our_ratio(base))
        other.append(await stock_ratio(base))
    note = f"{WORKERS} workers, {RATE:g} requests a second allowed; ours over {SPAN:g} s, stock's over {STOCK_SPAN:g} s"
    return {"host_rate_ratio": row(own, other, note=note)}


async def our_ratio(base: Ground) -> float:
    """All workers are up and have nothing before the host's pages are offered, all at once."""
    await base.clear()
    chosen = ours.settings(base, rate=RATE, open_leases=1, heartbeat_seconds=1)
    frontier = await ours.running(base, chosen, 1, seeded=False)
    async with ours.workers(chosen, WORKERS):
        await ours.all_up(base, WORKERS)
        await ours.seed(base, frontier, 1)
        await base.require_asked(1, _PATIENCE)
        await asyncio.sleep(SPAN)
        times = (await base.record())["times"][_HOST]
    return requests_within(times, times[0], SPAN) / (RATE * SPAN)


async def stock_ratio(base: Ground) -> float:
    """The host's pages are start URLs, so that every process takes some as soon as it is up."""
    await base.clear()
    await theirs.push(base, [f"http://{_HOST}:{base.port}{path}" for path in site(_HOST)])
    async with theirs.crawlers(base.redis_url, WORKERS, DOWNLOAD_DELAY=1 / RATE) as crawlers:
        await asyncio.gather(*map(first_line, crawlers))
        await asyncio.sleep(1)
        begun = time.monotonic()
        await asyncio.sleep(STOCK_SPAN)
        times = (await base.record())["times"][_HOST]
    return requests_within(times, begun, STOCK_SPAN) / (RATE * STOCK_SPAN)


def requests_within(times: list[float], begun: float, span: float) -> int:
    """Count the requests after ``begun`` (not the one at it) and not later than ``span`` seconds after it."""
    return sum(begun < one <= begun + span for one in times)
