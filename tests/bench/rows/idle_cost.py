"""What workers with nothing to do cost Redis: ``idle_redis_core_percent``.

50 whole workers (exchange, heartbeat, look at the inspection's state, Scrapy's engine), all in one process, serve an
inspection that runs and has nothing left. Redis' CPU time over 20 s, as per cent of one core, three times over.
"""

import asyncio
from typing import Any

from tests.bench import ours
from tests.bench.ground import Ground
from tests.bench.processes import first_line, module
from tests.bench.report import RUNS, Row, row

KEYS = ("idle_redis_core_percent",)
WORKERS = 50
SECONDS = 20.0
#: Seconds after which a worker that was given nothing has come to its slowest rhythm.
SETTLING = 20.0
#: Of Redis alone, for comparison.
_ALONE = 5.0


async def measure(base: Ground) -> dict[str, Row]:
    """Let the workers come to rest, then watch Redis."""
    await base.clear()
    chosen = ours.settings(base, rate=1.0, open_leases=1)
    await ours.running(base, chosen, 0, seeded=False)
    alone, _ = await _watched(base, _ALONE)
    async with module("tests.bench.idlers", str(WORKERS), settings=chosen.as_environment()) as crew:
        await first_line(crew)
        await asyncio.sleep(SETTLING)
        watched = [await _watched(base, SECONDS) for _ in range(RUNS)]
    return {
        "idle_redis_core_percent": row(
            [percent for percent, _ in watched],
            note=f"{WORKERS} whole workers in one process, nothing to claim; Redis' own ticking included",
            detail={"commands_per_s": [rate for _, rate in watched], "redis_alone_percent": [alone] * RUNS},
        )
    }


async def _watched(base: Ground, seconds: float) -> tuple[float, float]:
    """Give Redis' CPU use in per cent of a core, and the commands that it was sent a second."""
    cpu, commands = await _spent(base)
    await asyncio.sleep(seconds)
    cpu_after, commands_after = await _spent(base)
    return 100 * (cpu_after - cpu) / seconds, (commands_after - commands) / seconds


async def _spent(base: Ground) -> tuple[float, float]:
    info: Any = await base.redis.info("everything")
    return info["used_cpu_user"] + info["used_cpu_sys"], info["total_commands_processed"]
