"""What is asked of a site beside its pages takes a turn at that site, and no slot from the others meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web
from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.inspections import Inspections
from infra.records import Kind, Target
from spiders.reading.echo import odd_path
from spiders.worker import Worker
from tests.site_server import SiteServer
from tests.spiders.worker_process import INSPECTION, running_inspection, settings_for
from tests.waiting import until

NAMES = tuple(f"{name}.example" for name in "abc")


class Three(SiteServer):
    """Three sites of one page each; notes what each was asked for, and when."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        self.moments: list[float] = []

    async def answer(self, request: web.Request) -> web.Response:
        odd = odd_path(INSPECTION, f"http://{request.host}")
        self.asked.append((request.host, {"/": "home", odd: "nothing"}.get(request.path, "page")))
        self.moments.append(time.monotonic())
        if request.path != "/":
            return web.Response(status=404)
        return web.Response(text='<a href="/1.html">一篇文章的标题</a>', content_type="text/html")


@asynccontextmanager
async def serving() -> AsyncIterator[Three]:
    sites, app = Three(), web.Application()
    app.router.add_get("/{tail:.*}", sites.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sites.port = runner.addresses[0][1]
    try:
        yield sites
    finally:
        await runner.cleanup()


async def test_asking_for_nothing_keeps_no_slot_from_other_sites(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    """One slot, three sites: all are asked for nothing before the first may be asked again, after its delay."""
    async with serving() as sites:
        settings = settings_for(sites, redis_url, tmp_path, rate=1.0, open_leases=1, concurrency=1, max_attempts=1)
        settings = settings.model_copy(update={"resolve": tuple(f"{name}:127.0.0.1:{sites.port}" for name in NAMES)})
        targets = [Target(code=name, name=name, kind=Kind.SITE, url=f"http://{name}/", unit=name) for name in NAMES]
        frontier = await running_inspection(redis, settings, *targets)
        running = asyncio.create_task(Worker(settings, redis, name="w", metrics_port=0).run(INSPECTION, once=True))
        await until(lambda: ended(frontier), timeout=30)
        await Inspections(redis).finish(INSPECTION)
        await running
    assert [what for _, what in sites.asked[:6]] == ["home"] * 3 + ["nothing"] * 3
    for name in NAMES:
        page, nothing = sites.asked.index((name, "page")), sites.asked.index((name, "nothing"))
        assert sites.moments[page] - sites.moments[nothing] >= 0.95


async def ended(frontier: Frontier) -> bool:
    return (await frontier.progress()).finished
