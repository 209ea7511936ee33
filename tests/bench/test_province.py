"""The province's sites are what they are said to be, and its figures tell a fair and polite frontier from another."""

import argparse
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from spiders.reading.links import canonical
from tests.bench.province.__main__ import measure
from tests.bench.province.crawl import LIMITS, Served
from tests.bench.province.figures import fairness, politeness
from tests.bench.province.sites import LARGEST, Site, sites_of

DELAY = LIMITS.delay_ms


@given(number=st.integers(1, 800), share=st.floats(0, 1))
@settings(max_examples=30)
def test_sites_have_the_pages_asked_for_together(number: int, share: float) -> None:
    urls = number + round(share * number * (LARGEST - 1))
    sizes = [site.pages for site in sites_of(number, urls)]
    assert sum(sizes) == urls
    assert 1 <= min(sizes) <= max(sizes) <= LARGEST


def test_a_province_has_a_few_of_the_largest_and_many_small_ones() -> None:
    sizes = [site.pages for site in sites_of(700, 14_000_000)]
    assert 3 <= sum(size > 0.99 * LARGEST for size in sizes) <= 30
    assert sorted(sizes)[350] < 15_000


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(ValueError, match="not 400001"):
        sites_of(2, 400_001)


def test_addresses_are_canonical_and_none_comes_twice() -> None:
    tasks = list(Site(number=3, pages=5000).tasks())
    assert len({task.url for task in tasks}) == len(tasks) == 5000
    assert all(canonical(task.url) == task.url for task in tasks)


def visit(at: int, host: str = "a", took: int = 10) -> Served:
    return Served(host=host, claimed_at=at, settled_at=at + took)


def test_a_request_before_its_time_is_noticed() -> None:
    polite = [visit(0), visit(DELAY + 10), visit(0, "b"), visit(2 * DELAY + 20)]
    assert politeness(polite).early == 0
    assert politeness(polite).host_rate_ratio < 1
    assert politeness([*polite, visit(DELAY + 9, "b")]).early == 1
    assert politeness([visit(0), visit(DELAY // 2)]).host_rate_ratio == 2


def test_an_unfair_share_is_noticed() -> None:
    sites = [Site(number=number, pages=10) for number in range(4)]
    hosts = [site.host for site in sites]
    assert fairness([visit(0, host) for host in hosts], sites).jain == 1
    uneven = fairness([visit(0, hosts[0])] * 8, sites)
    assert (uneven.least, uneven.most, uneven.jain) == (0, 8, 0.25)


async def test_a_small_province_is_served_fairly_and_politely(redis: Redis, redis_url: str) -> None:
    chosen = argparse.Namespace(urls=4000, sites=40, workers=6, processes=2, filling=60, seconds=1.0, speed=40.0)
    with ThreadPoolExecutor(2) as pool:
        found = await measure(redis_url, pool, chosen)
    assert found["size"]["urls"] == 4000
    assert found["politeness"]["early"] == 0
    assert found["politeness"]["host_rate_ratio"] <= 1
    assert found["fairness"]["most"] - found["fairness"]["least"] <= 3
    assert 20 < found["memory"]["bytes_per_waiting"] < 400
