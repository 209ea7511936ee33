"""A worker without a web: claims, sees, settles, until nothing is left. A process, so that it can be killed."""

import asyncio
import sys

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Lease, Limits, Result, Settlement
from infra.redis.connection import connect

ID = "faults"
LIMITS = Limits(
    delay_ms=1, open_leases=4, lease_ms=2_000, max_attempts=5, max_pages=20_000, max_depth=10, backlog=1_000_000
)


async def work(redis: Redis, name: str, *, room: int = 16) -> None:
    """Settle everything; wait out a server that is away, with the outbox kept."""
    frontier = Frontier(redis, ID, LIMITS)
    leases: list[Lease] = []
    while True:
        observations = [lease.task.url.encode() for lease in leases]
        done = [Settlement(lease=lease.id, result=Result.DONE, status=200) for lease in leases]
        try:
            leases = await frontier.exchange(name, observations=observations, offers=[], settlements=done, room=room)
            if not leases and (await frontier.progress()).finished:
                return
            print(len(leases), flush=True)
        except RedisError:
            await asyncio.sleep(0.05)


async def main(url: str, name: str) -> None:
    redis = connect(url)
    try:
        await work(redis, name)
    finally:
        await redis.aclose()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
