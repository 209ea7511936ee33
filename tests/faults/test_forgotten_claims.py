"""A server that has forgotten its last claims hands the tasks out again: nobody may settle those by the old leases."""

import os
import signal
from pathlib import Path

from infra.frontier import Frontier
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from tests.faults.servers import append_only_file
from tests.faults.test_frontier_faults import answers
from tests.infra.crawling import ID, LIMITS, balanced, running, settled, task
from tests.waiting import until


async def test_a_lease_that_was_forgotten_settles_no_other(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        async with connect(server.url) as redis:
            await running(redis)
            frontier = Frontier(redis, ID, LIMITS)
            await frontier.offer([task("/", host="a.cn", target="A"), task("/", host="b.cn", target="B")])
            file = append_only_file(tmp_path)
            size = file.stat().st_size
            [forgotten] = await frontier.claim("w", 1)
            other = "B" if forgotten.task.target == "A" else "A"
            os.kill((await redis.info("server"))["process_id"], signal.SIGKILL)
            await until(lambda: not answers(server.url))
            os.truncate(file, size)
            server.revive()

            assert (await balanced(frontier)).waiting == 2
            await frontier.pause_target(forgotten.task.target)
            [lease] = await frontier.claim("w", 9)
            assert lease.task.target == other
            assert await frontier.settle("w", settled([forgotten])) == 0
            assert (await balanced(frontier)).leased == 1
            assert await frontier.settle("w", settled([lease])) == 1
