"""``python -m tests.bench.province``: the frontier alone, with the sites and pages of a province.

700 sites and 14 million URLs, of very different sizes, are offered to one embedded Redis; then 64 simulated workers
claim and settle as fast as they can. No page is fetched. A virtual clock (the frontier's ``now_ms``) runs faster than
the real one, so that hosts that may be asked once a second are ready all the time and the workers are the limit.

Prints memory, rates, fairness among the hosts that always had work, and whether any host was asked before its time.
"""

import argparse
import asyncio
import json
import sys
import time
from concurrent.futures import Executor
from dataclasses import asdict
from typing import Any

from redis.asyncio import Redis

from infra.redis.connection import connect
from tests.bench.province import figures
from tests.bench.province.crawl import Clock, Served, begin, crawl, offer_known
from tests.bench.province.filling import fill_all, processes, server
from tests.bench.province.sites import sites_of

#: DESIGN §9.
GOAL_GIB = 1.5


def main() -> int:
    """Run as the options say; 1 when a host was asked too early or the memory goal was missed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.province", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("--urls", type=int, default=14_000_000)
    parser.add_argument("--sites", type=int, default=700)
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--processes", type=int, default=2, help="that simulate the workers")
    parser.add_argument(
        "--filling", type=float, default=600, help="seconds that offering may take; then it is cut short"
    )
    parser.add_argument("--seconds", type=float, default=30, help="of claiming and settling")
    parser.add_argument("--speed", type=float, default=60, help="virtual seconds a second")
    chosen = parser.parse_args()
    with processes(chosen.processes) as pool:
        found = asyncio.run(_alone(pool, chosen))
    print(json.dumps(found, indent=1))
    return int(found["politeness"]["early"] > 0 or found["memory"]["used_gib"] > GOAL_GIB)


async def _alone(pool: Executor, chosen: argparse.Namespace) -> dict[str, Any]:
    async with server() as url:
        return await measure(url, pool, chosen)


async def measure(url: str, pool: Executor, chosen: argparse.Namespace) -> dict[str, Any]:
    """Fill, weigh, crawl; give the figures by their group."""
    redis = connect(url)
    await begin(redis)
    sites = sites_of(chosen.sites, chosen.urls)
    empty = await figures.used_bytes(redis)
    new, offered_new = await fill_all(url, pool, chosen.processes, sites, chosen.filling)
    print(f"{new} URLs wait; {offered_new:.0f} a second were offered", file=sys.stderr, flush=True)
    memory = await figures.weigh(redis, empty, new)
    known = await offer_known(redis, sites, min(100_000, new))
    served, cpu = await _crawl(url, redis, pool, chosen)
    await redis.aclose()
    rates = figures.Rates(
        offered_new=round(offered_new),
        offered_known=round(known),
        claimed_and_settled=round(len(served) / chosen.seconds),
        redis_us_per_page=round(1e6 * cpu / max(1, len(served)), 1),
    )
    return {
        "size": {"sites": len(sites), "urls": new, "largest_site": sites[0].pages, "workers": chosen.workers},
        "memory": asdict(memory),
        "rates": asdict(rates),
        "fairness": asdict(figures.fairness(served, sites)),
        "politeness": asdict(figures.politeness(served)),
    }


async def _crawl(url: str, redis: Redis, pool: Executor, chosen: argparse.Namespace) -> tuple[list[Served], float]:
    """Give every page served, and the CPU seconds that Redis took for them."""
    clock = Clock(speed=chosen.speed, start=time.time())
    before = await figures.cpu_seconds(redis)
    loop = asyncio.get_running_loop()
    shares = [len(range(part, chosen.workers, chosen.processes)) for part in range(chosen.processes)]
    jobs = [
        loop.run_in_executor(pool, crawl, url, f"p{part}", share, clock, chosen.seconds)
        for part, share in enumerate(shares)
    ]
    served = [one for job in await asyncio.gather(*jobs) for one in job]
    return served, await figures.cpu_seconds(redis) - before


if __name__ == "__main__":
    sys.exit(main())
