"""What a URL costs Redis: ``bytes_per_seen`` and ``bytes_per_waiting``.

300,000 URLs of 200 sites, offered to the real frontier as a crawl would, against stock's set and sorted set of
requests to such URLs. Bytes are sums of ``MEMORY USAGE`` over the keys, so they include what Redis spends on a key and
on a member.

- ``bytes_per_waiting``: queues, host records, and what tells which host is ready, over the tasks that wait; stock's:
  its sorted set of pickled requests.
- ``bytes_per_seen`` at 14 million URLs: a 64th of the seen sets (they are alike) filled with a 64th of 14 million
  fingerprints, and stock's one set with as many, whose table is then as full as with all. Small inspections pay more a
  URL, for our sets are many: beside it, the same of the 300,000.
"""

import random
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from typing import Any

from redis.asyncio import Redis
from scrapy import Request
from scrapy_redis.dupefilter import RFPDupeFilter
from scrapy_redis.queue import PriorityQueue

from infra.frontier import Frontier, Limits
from infra.records import Task, TaskKind
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.tasks_wire import SEEN_BUCKETS
from tests.bench.ground import Ground
from tests.bench.report import RUNS, Row, row
from tests.bench.stock.spider import StockSpider

KEYS = ("bytes_per_seen", "bytes_per_waiting")
URLS = 300_000
SITES = 200
#: The province of the design: 14 million URLs, and the part of them that is looked at.
PROVINCE = 14_000_000
PART = 64
_INSPECTION = "memory"
#: Tasks in one offer, commands in one pipeline.
_BATCH = 200


async def measure(base: Ground) -> dict[str, Row]:
    """Fill and weigh; every run has other URLs."""
    rows: dict[str, list[float]] = {
        name: [] for name in ("seen", "seen_small", "waiting", "stock_seen", "stock_waiting")
    }
    for run in range(RUNS):
        waiting, seen_small = await weigh_frontier(base.redis, run)
        rows["waiting"].append(waiting)
        rows["seen_small"].append(seen_small)
        rows["seen"].append(await weigh_seen(base.redis, run))
        stock_waiting, stock_seen = await weigh_stock(base.redis, run)
        rows["stock_waiting"].append(stock_waiting)
        rows["stock_seen"].append(stock_seen)
    small = {f"ours_at_{URLS}": rows["seen_small"]}
    note = (
        f"at {PROVINCE} URLs: a {PART}th of the sets with a {PART}th of the fingerprints, which is how loaded all are"
    )
    return {
        "bytes_per_seen": row(rows["seen"], rows["stock_seen"], note=note, detail=small),
        "bytes_per_waiting": row(rows["waiting"], rows["stock_waiting"], note=f"{URLS} tasks of {SITES} sites"),
    }


async def weigh_frontier(redis: Redis, seed: int) -> tuple[float, float]:
    """Bytes a waiting task and a seen URL after 300,000 offers."""
    await redis.flushall()
    keys = Keys(_INSPECTION)
    frontier = Frontier(redis, _INSPECTION, Limits.from_settings(Settings()))
    tasks = list(_tasks(seed))
    new = 0
    for at in range(0, URLS, _BATCH):
        new += await frontier.offer(tasks[at : at + _BATCH])
    seen = waiting = 0
    async for name, size in _sizes(redis, keys.prefix):
        if name.startswith(keys.prefix + "seen:"):
            seen += size
        else:
            waiting += size
    return waiting / new, seen / new


async def weigh_seen(redis: Redis, seed: int) -> float:
    """Bytes a seen URL when all seen sets are as full as 14 million make them."""
    await redis.flushall()
    keys, rng = Keys(_INSPECTION), random.Random(seed)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for _ in range(PROVINCE // PART):
        members[rng.randrange(SEEN_BUCKETS // PART)].append(rng.getrandbits(64) - (1 << 63))
    for bucket, prints in members.items():
        await redis.sadd(keys.seen(bucket), *prints)
    return sum([size async for _, size in _sizes(redis, keys.prefix)]) / (PROVINCE // PART)


async def weigh_stock(redis: Redis, seed: int) -> tuple[float, float]:
    """Bytes a waiting request and a seen URL in stock's two keys, written by stock's own code."""
    await redis.flushall()
    spider = StockSpider()
    queue, seen = PriorityQueue(None, spider, "queue"), RFPDupeFilter(None, "seen")
    tasks = list(islice(_tasks(seed), PROVINCE // PART))
    for at in range(0, len(tasks), _BATCH):
        requests = [_request(spider, task) for task in tasks[at : at + _BATCH]]
        await redis.zadd("queue", {queue._encode_request(one): 0 for one in requests})
        await redis.sadd("seen", *map(seen.request_fingerprint, requests))
    sizes = {name: size async for name, size in _sizes(redis, "")}
    return sizes["queue"] / await redis.zcard("queue"), sizes["seen"] / await redis.scard("seen")


def _request(spider: StockSpider, task: Task) -> Request:
    """What stock's spider would have made of a link, after its middlewares."""
    callback: Any = spider.parse
    return Request(task.url, callback=callback, headers={"Referer": task.found_on}, meta={"depth": task.depth})


async def _sizes(redis: Redis, prefix: str) -> AsyncIterator[tuple[str, int]]:
    """Bytes of every key below a prefix, every member counted."""
    names = [name async for name in redis.scan_iter(match=prefix.replace("[", "\\[") + "*", count=1000)]
    for at in range(0, len(names), _BATCH):
        async with redis.pipeline(transaction=False) as pipeline:
            for name in names[at : at + _BATCH]:
                pipeline.memory_usage(name, samples=0)
            for name, size in zip(names[at : at + _BATCH], await pipeline.execute(), strict=True):
                yield name.decode(), int(size)


def _tasks(seed: int) -> Iterator[Task]:
    """Article tasks as a crawl meets them: 40 to 90 characters long, a list page's worth from each list page."""
    rng = random.Random(seed)
    for number in range(URLS):
        site, on_page = number // _BATCH % SITES, number % _BATCH
        host = f"http://{('www', 'jyj', 'slj', 'zrzyhghj')[site % 4]}.city{site:03d}.gov.cn"
        column = f"/{('zwgk', 'xwzx', 'zmhd', 'ztzl')[on_page % 4]}/{('fdzdgknr', 'tzgg', 'bmdt', 'zcjd')[number % 4]}"
        depth = ("", "/zcwj", "/zcwj/qtzcwj")[rng.randrange(3)]
        day = f"{rng.randint(2015, 2024)}{rng.randint(1, 12):02d}"
        yield Task(
            target=f"42{site:04d}0001",
            kind=TaskKind.ARTICLE,
            url=f"{host}{column}{depth}/{day}/t{day}{rng.randint(1, 28):02d}_{3_000_000 + number}.html",
            found_on=f"{host}{column}{depth}/index_{number // _BATCH // SITES}.html",
            depth=3,
            recent=rng.random() < 0.3,
        )
