"""What a power cut costs: ``lost_by_kill``.

Two crawler processes share three sites (600 pages); one is killed (SIGKILL) when half of the pages were asked for, the
other goes on until nothing is left. Lost are the pages of which no result exists then: ours an observation, stock's a
URL that its callback noted in Redis after it had followed the page's links. Beside it, how many pages were asked for a
second time.
"""

import asyncio

from infra.frontier import Frontier
from tests.bench import ours, theirs
from tests.bench.failure import BenchFailure
from tests.bench.ground import Ground
from tests.bench.pages import PAGES
from tests.bench.processes import kill
from tests.bench.report import RUNS, Row, row
from tests.waiting import until

KEYS = ("lost_by_kill",)
SITES = 3
ALL = SITES * PAGES
#: Seconds for each half of a crawl.
PATIENCE = 40


async def measure(base: Ground) -> dict[str, Row]:
    """Kill in turns."""
    own: list[float] = []
    other: list[float] = []
    twice: list[float] = []
    for _ in range(RUNS):
        own.append(await lost_by_ours(base))
        twice.append((await base.record())["requests"] - ALL)
        other.append(await lost_by_stock(base))
    note = "two workers, 32 requests under way each; heartbeat 0.5 s, so that the survivor notices soon"
    return {"lost_by_kill": row(own, other, note=note, detail={"asked_twice_ours": twice})}


async def lost_by_ours(base: Ground) -> int:
    """Pages without an observation when the frontier is finished."""
    await base.clear()
    chosen = ours.settings(base, heartbeat_seconds=0.5)
    frontier = await ours.running(base, chosen, SITES)
    async with ours.workers(chosen, 2) as (victim, _):
        await base.require_asked(ALL // 2, PATIENCE)
        await kill(victim)
        await until(lambda: finished(frontier), PATIENCE)
    return ALL - len(set(await ours.seen(base)))


async def finished(frontier: Frontier) -> bool:
    """True when nothing waits and nothing is under way."""
    return (await frontier.progress()).finished


async def lost_by_stock(base: Ground) -> int:
    """Pages that no callback saw when the surviving crawler has nothing left."""
    await base.clear()
    await theirs.begin(base, SITES)
    async with theirs.crawlers(base.redis_url, 2, RECORD_READ=True) as (victim, survivor):
        await base.require_asked(ALL // 2, PATIENCE)
        if victim.returncode is not None:
            msg = "a stock crawler ended before it could be killed"
            raise BenchFailure(msg)
        await kill(victim)
        async with asyncio.timeout(PATIENCE):
            await survivor.wait()
    return ALL - await theirs.read(base.redis)
