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
import pytest
from aiohttp import web
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from scrapy import Request
from scrapy.settings import Settings as ScrapySettings

from infra.frontier import Frontier, Result, Settlement
from infra.inspections import State
from infra.records import RequestTask, TaskKind
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.tasks_wire import fingerprint, host_of, pack, unpack
from spiders.intake import Intake
from spiders.requests_wire import RequestUnfitError, read, write
from spiders.terms import Terms, band_of, url_of
from tests.examples.notices import Notice, NoticeSpider
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


async def test_links_of_every_page_are_told_apart_without_redis(redis: Redis, redis_url: str) -> None:
    async with served(Site(latency=0.01)) as site:
        await push_start(redis, site)
        async with crawling(redis_url, OURS, LOG_LEVEL="INFO") as process:
            _, log = await asyncio.wait_for(process.communicate(), 40)
        assert len(set(await items(redis, site))) == ALL
    [known] = re.findall(rb"'scheduler/known': (\d+)", log)
    assert int(known) >= LISTS - 1, "every list leads to the first, which is linked there too"


async def test_a_cleared_frontier_is_crawled_anew_by_a_process_that_waits(redis: Redis, redis_url: str) -> None:
    async with served(Site()) as site:
        async with crawling(redis_url, OURS, MAX_IDLE_TIME_BEFORE_CLOSE=60) as process:
            await push_start(redis, site)
            await until(lambda: is_crawled(redis, site), timeout=20)
            keys = [key async for key in redis.scan_iter(match=FRONTIER)]
            async with redis.pipeline(transaction=True) as cleared:  # before the process can look
                cleared.delete("notices:items", *keys)
                cleared.hset(Keys("notices.requests").meta, "state", State.RUNNING)
                await push_start(cleared, site)
                await cleared.execute()
            await until(lambda: is_crawled(redis, site), timeout=20)
            assert process.returncode is None
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


@pytest.mark.parametrize(
    "address",
    ["redis://127.0.0.1:6380?db=2", "rediss://me:s%40t@h:1?db=0", "unix:///tmp/x.sock?db=1", "redis://[::1]:6379?db=0"],
)
def test_the_address_of_scrapy_redis_is_understood(address: str) -> None:
    assert url_of(BlockingRedis.from_url(address)) == address


@given(st.lists(st.integers(-(10**9), 10**9), max_size=20))
@example([10**15, 10**14, 3, 2, 1, 0, -1, -2, -(10**14), -(10**15)])
def test_the_larger_priority_has_the_smaller_band_and_none_has_an_inspections(priorities: list[int]) -> None:
    ordered = sorted(priorities, reverse=True)
    bands = [band_of(priority) for priority in ordered]
    assert bands == sorted(bands)
    assert all(band >= 7 for band in bands)
    within = {priority for priority in priorities if abs(priority) <= 10**9}
    assert len({band_of(priority) for priority in within}) == len(within)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-30, 130), max_size=40))
async def test_a_host_is_asked_by_priority_then_age(redis: Redis, priorities: list[int]) -> None:
    await redis.flushall()
    await redis.hset(Keys("c").meta, "state", State.RUNNING)
    frontier = Frontier(redis, "c", LIMITS)
    tasks = [task_of(f"http://h.cn/{number}", band_of(priority)) for number, priority in enumerate(priorities)]
    for task in tasks:
        await frontier.offer([task])
    order = sorted(range(len(tasks)), key=lambda number: -priorities[number])
    claimed: list[str] = []
    while leases := await frontier.claim("w", 3):
        claimed += [lease.task.url for lease in leases]
        await frontier.settle("w", [Settlement(lease=lease.id, result=Result.DONE, status=200) for lease in leases])
    assert claimed == [f"http://h.cn/{number}" for number in order]
    assert (await frontier.progress()).finished


def task_of(url: str, band: int) -> RequestTask:
    return RequestTask(target="s", kind=TaskKind.ARTICLE, url=url, request="{}", key=url, band=band)


async def test_no_budget_of_an_inspection_cuts_a_foreign_spider(redis: Redis) -> None:
    frontier = Frontier(redis, "c", Terms.of(ScrapySettings(), "s").limits)
    most_alike: int = Settings.model_fields["max_queries"].default
    pages = [task_of(f"http://h.cn/list?page={number}", band_of(0)) for number in range(most_alike + 50)]
    assert await frontier.offer(pages) == len(pages)
    assert (await frontier.progress()).capped == 0


def test_the_terms_are_the_projects_own() -> None:
    settings = ScrapySettings({"DOWNLOAD_DELAY": 0.25, "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "CONCURRENT_REQUESTS": 9})
    terms = Terms.of(settings, "省 site")
    assert (terms.limits.delay_ms, terms.limits.open_leases, terms.concurrency) == (250, 2, 9)
    assert terms.crawl == "省.site.requests"


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers() | st.just("!tuple"), inner)
    ),
    max_leaves=12,
)


@given(meta=st.dictionaries(st.text(min_size=1), plain), body=st.binary(), priority=st.integers())
@example(meta={"verbatim_url": True}, body=b"", priority=0)
def test_a_request_comes_back_as_it_was(meta: dict[str, Any], body: bytes, priority: int) -> None:
    spider = NoticeSpider()
    sent = Request(
        "https://h.gov.cn:444/列表?a=1&b= c#d",
        spider.parse_notice,
        method="POST",
        headers={"X-A": ["1", "二"]},
        body=body,
        cookies={"c": "1"},
        meta=meta | {"item": Notice(title="一")},
        priority=priority,
        cb_kwargs={"found_by": "x"},
        errback=spider.missing,
    )
    task = RequestTask(target="notices", kind=TaskKind.ARTICLE, url=sent.url, request=write(sent, spider), key="k")
    host = host_of(task.url)
    waiting = pack(task, host)
    back = unpack("notices", host, waiting)
    assert isinstance(back, RequestTask)
    assert read(back.url, back.request, spider).to_dict(spider=spider) == sent.to_dict(spider=spider)


def test_what_is_unusual_alone_is_written() -> None:
    assert write(Request("http://h.cn/"), NoticeSpider()) == "{}"


@pytest.mark.parametrize("unfit", [{"meta": {"open": open}}, {"callback": print}, {"cb_kwargs": {"big": "x" * 2**21}}])
def test_what_cannot_be_kept_is_refused_in_one_line(unfit: dict[str, Any]) -> None:
    with pytest.raises(RequestUnfitError) as refusal:
        write(Request("http://h.cn/", **unfit), NoticeSpider())
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 300


@pytest.mark.parametrize(
    "line",
    ["", "[]", "{", '{"callback":"gone"}', '{"meta":{"item":{"!item":["os","system",{}]}}}', '{"meta":{"!item":1}}'],
)
def test_a_damaged_line_is_refused_and_runs_nothing(line: str) -> None:
    with pytest.raises(RequestUnfitError):
        read("http://h.cn/", line, NoticeSpider())


def test_requests_are_told_apart_by_scrapys_fingerprint() -> None:
    one, other, same = (
        RequestTask(target="s", kind=TaskKind.ARTICLE, url=url, request="{}", key=key)
        for url, key in (("http://h/?a=1&b=2", "x"), ("http://h/?a=1&b=2", "y"), ("http://h/?b=2&a=1", "x"))
    )
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)
