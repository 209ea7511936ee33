"""What a whole province takes in Redis: ``province_redis_gib``.

700 sites and 14 million URLs that all wait, which is more than a crawl ever has waiting at once. Stock is not filled:
at its bytes a seen URL and a waiting request it would need many times the memory.
"""

from infra.redis.connection import connect
from tests.bench.failure import BenchFailure
from tests.bench.ground import Ground
from tests.bench.province.crawl import begin
from tests.bench.province.figures import used_bytes
from tests.bench.province.filling import fill_all, processes, server
from tests.bench.province.sites import sites_of
from tests.bench.report import RUNS, Row, row

KEYS = ("province_redis_gib",)
#: Seconds for all runs; offering 14 million URLs takes minutes.
LIMIT = 1800
SITES = 700
URLS = 14_000_000
_CLIENTS = 2
_GIB = 2**30


async def measure(base: Ground) -> dict[str, Row]:
    """Fill a server of its own, again and again; what is already there has no part in it."""
    await base.clear()
    found = [await filled() for _ in range(RUNS)]
    detail = {"urls_offered_per_s": [rate for _, rate in found]}
    note = f"{SITES} sites, {URLS} URLs, all waiting; the append-only file is off"
    return {"province_redis_gib": row([gib for gib, _ in found], note=note, detail=detail)}


async def filled() -> tuple[float, float]:
    """GiB that Redis counts as used with all URLs waiting, and how many a second were offered."""
    with processes(_CLIENTS) as pool:
        async with server() as url, connect(url) as redis:
            await begin(redis)
            new, rate = await fill_all(url, pool, _CLIENTS, sites_of(SITES, URLS), LIMIT / RUNS)
            if new != URLS:
                msg = f"only {new} of {URLS} URLs were offered within {LIMIT / RUNS:.0f} s"
                raise BenchFailure(msg)
            return await used_bytes(redis) / _GIB, rate
