"""``python -m tests.bench.idlers NUMBER``: so many whole workers in one process, where memory is no matter.

Each has its own connection, heartbeat, exchange and Scrapy engine, as in a process of its own. Settings come from
``XUNCHA_*`` variables; a line is printed when all have begun.
"""

import asyncio
import sys

from infra.inspections import Inspections
from infra.redis.connection import connect
from infra.settings import Settings
from spiders.worker import Worker
from tests.bench.ours import INSPECTION
from tests.waiting import until


async def main(number: int) -> None:
    settings = Settings()
    assert settings.redis_url is not None
    url = settings.redis_url.get_secret_value()
    inspections = Inspections(connect(url))

    async def all_up() -> bool:
        return len(await inspections.workers(INSPECTION)) == number

    async with asyncio.TaskGroup() as crew:
        for place in range(number):
            worker = Worker(settings, connect(url), name=f"idle-{place}", metrics_port=0)
            crew.create_task(worker.run(INSPECTION, once=True))
        await until(all_up, 60)
        print("up", flush=True)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
