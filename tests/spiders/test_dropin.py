"""A spider written for scrapy-redis, unchanged, on stock's scheduler and on ours; killed, and taken over."""

import asyncio
import os
import re
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from aiohttp import web
from redis import Redis as BlockingRedis
from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.inspections import State
from infra.redis.keys import Keys
from spiders.leases.intake import Intake
from tests.examples.notices import NoticeSpider
from tests.faults.claimer import LIMITS
from tests.waiting import until

OURS = "spiders.dropin.LeasedScheduler"
STOCK = "scrapy_redis.scheduler.Scheduler"
LISTS, ON_A_LIST = 6, 10
#: Different items: one a notice (the missing one too), one a search.
ALL = LISTS * (ON_A_LIST + 1)
#: What is fetched more than once without any kill: the form, the first page (as a start and as a link), the busy one.
ASKED_AGAIN = ("/search", "/list/0", "/notice/5")
FRONTIER = Keys("notices.requests").prefix + "*"


class Site:
    """Lists of notices, one of them missing, one moved, one busy at first; a form that repeats what it was sent."""

    def __init__(self, latency: float = 0.0) -> None:
        self.hits: Counter[str] = Counter()
        self.port = 0
        self._latency = latency

    async def answer(self, request: web.Request) -> web.Response:
        self.hits[request.path_qs] += 1
        await asyncio.sleep(self._latency)
        match request.path.split("/")[1:]:
            case ["list", number]:
                return _html(self._list(int(number)))
            case ["notice", "3"]:
                return web.Response(status=404)
            case ["notice", "4"]:
                raise web.HTTPFound("/notice/moved")
            case ["notice", "5"] if self.hits[request.path_qs] == 1:
                return web.Response(status=503)
            case ["notice", _]:
                return _html("<h1>通知</h1>")
            case ["search"] if request.method == "POST":
                return web.Response(text=str((await request.post())["q"]))
        return web.Response(status=404)

    def _list(self, number: int) -> str:
        first = number * ON_A_LIST
        links = "".join(f'<li><a href="/notice/{first + step}">{step}</a></li>' for step in range(ON_A_LIST))
        pager = f'<a class="next" href="/list/{number + 1}">下一页</a>' if number + 1 < LISTS else ""
        links += '<li><a href="http://outside.example/">友情链接</a></li>'
        return f'<h1>栏目{number}</h1><ul>{links}</ul>{pager}<a class="next" href="/list/0">首页</a>'


def _html(body: str) -> web.Response:
    page = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return web.Response(text=page, content_type="text/html")


@asynccontextmanager
async def served(site: Site) -> AsyncIterator[Site]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", site.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@asynccontextmanager
async def crawling(redis_url: str, scheduler: str, **settings: object) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the example project as its owner would, with another scheduler."""
    given: dict[str, object] = {"SCHEDULER": scheduler, "REDIS_URL": redis_url} | settings
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scrapy", "crawl", "notices"),
        *(part for name, value in given.items() for part in ("-s", f"{name}={value}")),
        env=os.environ | {"SCRAPY_SETTINGS_MODULE": "tests.examples.settings"},
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def push_start(redis: Redis, site: Site) -> None:
    await redis.rpush("notices:start_urls", orjson.dumps({"url": f"http://127.0.0.1:{site.port}/list/0"}))


async def items(redis: Redis, site: Site) -> list[str]:
    """What the project's pipeline put into Redis, without the time and the port of the run."""
    rows: Any = await redis.lrange("notices:items", 0, -1)
    found = []
    for row in map(orjson.loads, rows):
        fields = {name: value for name, value in row.items() if name != "crawled"}
        fields["url"] = fields["url"].removeprefix(f"http://127.0.0.1:{site.port}")
        found.append(repr(sorted(fields.items())))
    return sorted(found)


async def whole_run(redis: Redis, redis_url: str, scheduler: str) -> tuple[list[str], Counter[str], bytes]:
    await redis.flushall()
    async with served(Site()) as site:
        await push_start(redis, site)
        async with crawling(redis_url, scheduler) as process:
            _, log = await asyncio.wait_for(process.communicate(), 40)
        assert process.returncode == 0
        return await items(redis, site), site.hits, log


async def test_the_same_spider_finds_the_same_items_with_either_scheduler(redis: Redis, redis_url: str) -> None:
    theirs, their_hits, _ = await whole_run(redis, redis_url, STOCK)
    ours, our_hits, log = await whole_run(redis, redis_url, OURS)
    assert ours == theirs
    assert our_hits == their_hits
    assert len(set(ours)) == ALL
    assert log == b""
    progress = await frontier_named(redis, "notices.requests").progress()
    assert progress.finished
    assert progress.failed == 0


def frontier_named(redis: Redis, crawl: str) -> Frontier:
    return Frontier(redis, crawl, LIMITS)


async def test_what_a_killed_process_held_is_fetched_by_the_next(redis: Redis, redis_url: str) -> None:
    quick = {"SCHEDULER_HEARTBEAT_SECONDS": 0.2, "SCHEDULER_LEASE_SECONDS": 3}
    async with served(Site(latency=0.05)) as site:
        await push_start(redis, site)
        async with crawling(redis_url, OURS, **quick) as victim:
            await until(lambda: site.hits.total() > 30, timeout=20)
            victim.kill()
            await victim.wait()
        held = (await frontier_named(redis, "notices.requests").progress()).leased
        async with crawling(redis_url, OURS, **quick) as heir:
            _, log = await asyncio.wait_for(heir.communicate(), 40)
        found = await items(redis, site)
        hits = site.hits
    assert (heir.returncode, log) == (0, b"")
    assert len(set(found)) == ALL
    again = sum(times - 1 for path, times in hits.items() if path not in ASKED_AGAIN)
    assert 0 < held <= 16
    assert again <= held


async def test_known_links_need_no_redis_and_a_cleared_frontier_is_crawled_anew(redis: Redis, redis_url: str) -> None:
    async with served(Site(latency=0.01)) as site:
        async with crawling(redis_url, OURS, MAX_IDLE_TIME_BEFORE_CLOSE=60, LOG_LEVEL="INFO") as process:
            await push_start(redis, site)
            await until(lambda: is_crawled(redis, site), timeout=20)
            keys = [key async for key in redis.scan_iter(match=FRONTIER)]
            async with redis.pipeline(transaction=True) as cleared:  # before the process can look
                cleared.delete("notices:items", *keys)
                cleared.hset(Keys("notices.requests").meta, "state", State.RUNNING)
                await push_start(cleared, site)
                await cleared.execute()
            await until(lambda: is_crawled(redis, site), timeout=20)
            process.terminate()
            _, log = await asyncio.wait_for(process.communicate(), 10)
        [known] = re.findall(rb"'scheduler/known': (\d+)", log)
        assert int(known) >= 2 * (LISTS - 2), "every list leads to the first, which is linked there too"
        assert {times for path, times in site.hits.items() if path not in ASKED_AGAIN} == {2}


async def is_crawled(redis: Redis, site: Site) -> bool:
    progress = await frontier_named(redis, "notices.requests").progress()
    return len(set(await items(redis, site))) == ALL and progress.finished


async def test_a_stopped_process_gives_back_what_it_did_not_begin(redis: Redis, redis_url: str) -> None:
    async with served(Site(latency=0.4)) as site:
        await push_start(redis, site)
        async with crawling(redis_url, OURS, CONCURRENT_REQUESTS_PER_DOMAIN=2) as process:
            await until(lambda: site.hits.total() > 2, timeout=20)
            process.terminate()
            _, log = await asyncio.wait_for(process.communicate(), 10)
    assert (process.returncode, log) == (0, b"")
    progress = await frontier_named(redis, "notices.requests").progress()
    assert progress.leased == 0
    assert progress.waiting > 0
    assert progress.done == len(site.hits)


async def test_without_persist_the_last_process_clears_the_frontier(redis: Redis, redis_url: str) -> None:
    async with served(Site()) as site:
        await push_start(redis, site)
        async with crawling(redis_url, OURS, SCHEDULER_PERSIST=False) as process:
            _, log = await asyncio.wait_for(process.communicate(), 40)
        assert (process.returncode, log) == (0, b"")
        assert len(set(await items(redis, site))) == ALL
    assert [key async for key in redis.scan_iter(match=FRONTIER)] == []


async def test_first_urls_that_a_killed_process_took_go_back_to_the_list(redis: Redis, redis_url: str) -> None:
    server = BlockingRedis.from_url(redis_url)
    keys = Keys("notices.requests")
    spider = spider_like(server)
    victim, heir = (Intake(server, redis, keys, name) for name in ("victim", "heir"))
    victim.guard(spider)
    await redis.rpush(spider.redis_key, "a", "b", "c")
    assert spider.fetch_data(spider.redis_key, 2) == [b"a", b"b"]
    assert victim.taken == 2
    await victim.arrived(1)
    heir.guard(spider_like(server))
    await heir.restore("victim")
    assert await redis.lrange(spider.redis_key, 0, -1) == [b"b", b"c"]
    server.close()


def spider_like(server: BlockingRedis) -> NoticeSpider:
    spider = NoticeSpider()
    spider.server, spider.fetch_data = server, spider.pop_list_queue
    return spider
