"""Under which terms a scrapy-redis project crawls: its own delays, its own priorities, and no budget of ours."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from redis import Redis as BlockingRedis
from redis.asyncio import Redis
from scrapy.settings import Settings as ScrapySettings

from infra.frontier import Frontier, Result, Settlement
from infra.inspections import State
from infra.records import RequestTask, TaskKind
from infra.redis.keys import Keys
from infra.settings import Settings
from spiders.leases.terms import Terms, band_of, url_of
from tests.faults.claimer import LIMITS


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
