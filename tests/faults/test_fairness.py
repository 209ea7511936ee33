"""300 sites, one slow and one huge, crawled by two workers: as the server sees it, none is starved and none pressed.

Once with slots enough, so that politeness alone sets the pace, and once with six slots for three hundred sites, so that
whose turn it is decides. Sites are compared with each other rather than with a clock, which a busy machine would bend.
"""

import math
import statistics
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.settings import Settings
from tests.bench.processes import module
from tests.faults.city import served
from tests.faults.street import Street, Visits
from tests.spiders.worker_process import running_inspection
from tests.waiting import until

SITES = 300
WORKERS = 2


@pytest.fixture
def settings(redis_url: str, tmp_path: Path) -> Settings:
    values = {"redis_url": redis_url, "data_dir": tmp_path, "heartbeat_seconds": 1.0, "evidence": "none"}
    return Settings.model_validate(values)


@asynccontextmanager
async def crawled(redis: Redis, settings: Settings) -> AsyncIterator[Street]:
    """A street of which every small site has been crawled to its end."""
    async with served(Street(SITES, patience=3)) as street, AsyncExitStack() as workers:
        settings = settings.model_copy(update={"resolve": street.resolve})
        await running_inspection(redis, settings, *street.targets)
        for _ in range(WORKERS):
            starting = module("spiders", "worker", "--once", settings=settings.as_environment())
            await workers.enter_async_context(starting)
        await until(lambda: street.small_is_done, timeout=90)
        yield street


def rest(visits: Visits) -> float:
    return statistics.median(visits.rests) if visits.rests else math.inf


def span(visits: Visits) -> float:
    return visits.asked[-1] - visits.asked[0]


def none_was_pressed(street: Street, delay: float) -> None:
    """A host has one open lease, and rests between an answer and the next request."""
    assert {host: visits.most_open for host, visits in street.visits.items() if visits.most_open > 1} == {}
    # A twentieth for the clocks: the frontier's and the server's are not the same.
    assert min(min(visits.rests, default=delay) for visits in street.visits.values()) >= 0.95 * delay


def none_was_starved(street: Street) -> float:
    """Whatever the pace, all had the same. Gives the seconds that a small site rested between two requests."""
    small = [street.visits[host] for host in street.small]
    assert {page for page in street.small_pages if street.hits[page] != 1} == set()
    usual = statistics.median(rest(visits) for visits in small)
    assert max(span(visits) for visits in small) <= 2 * statistics.median(span(visits) for visits in small)
    assert street.evenness() >= 0.9
    for host in (street.slow, street.huge):
        assert usual / 2 <= rest(street.visits[host]) <= 2 * usual, host
    return usual


async def test_with_slots_enough_each_site_goes_at_its_own_pace(redis: Redis, settings: Settings) -> None:
    delay = 3.0
    settings = settings.model_copy(update={"rate": 1 / delay, "concurrency": 16})
    async with crawled(redis, settings) as street:
        none_was_pressed(street, delay)
        assert none_was_starved(street) <= 2 * delay, "politeness is not the limit"


async def test_with_too_few_slots_the_sites_take_turns(redis: Redis, settings: Settings) -> None:
    delay = 0.2
    settings = settings.model_copy(update={"rate": 1 / delay, "concurrency": 3})
    async with crawled(redis, settings) as street:
        none_was_pressed(street, delay)
        assert none_was_starved(street) > 2 * delay, "there are slots enough"
