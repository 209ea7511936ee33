"""The memory of recent links: bounded, and never surer than the frontier, also when Redis falls in between."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.clock import parse_as_of
from infra.frontier import Frontier, Limits
from infra.inspections import Inspections
from infra.records import Task, TaskKind
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.redis.keys import Keys
from spiders.leases.exchange import OFFERS_A_TRIP, Exchange
from spiders.leases.recent import RecentLinks
from spiders.reading.links import Link
from spiders.reading.page import Page
from spiders.reading.pager import Pages
from spiders.tasks import tasks_of
from tests.faults.servers import append_only_file
from tests.faults.test_frontier_faults import answers
from tests.infra.crawling import site
from tests.waiting import until

ID = "r1"
LIMITS = Limits(delay_ms=1, open_leases=1, lease_ms=60_000, max_attempts=3, max_pages=9_000, max_depth=5, backlog=1_000)


def task(path: str, depth: int = 1, target: str = "A") -> Task:
    return Task(target=target, kind=TaskKind.ARTICLE, url=f"http://a.gov.cn{path}", depth=depth)


def knows(recent: RecentLinks, *tasks: Task) -> list[bool]:
    return [(one.target, one.url) in recent for one in tasks]


@asynccontextmanager
async def running(redis: Redis) -> AsyncIterator[tuple[Frontier, Exchange, RecentLinks]]:
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[site("A", "a.gov.cn")])
    await inspections.start(ID)
    frontier, recent = Frontier(redis, ID, LIMITS), RecentLinks()
    yield frontier, Exchange(redis, frontier, Keys(ID), "w", recent), recent


@given(st.lists(st.integers(0, 40), max_size=300))
def test_it_keeps_the_last_met_and_is_bounded(walk: list[int]) -> None:
    recent = RecentLinks(generation=8)
    last: list[int] = []
    for number in walk:
        one = task(f"/{number}")
        if knows(recent, one) == [False]:
            assert number not in last[-8:], "it forgot one of the last eight"
            recent.note([one])
        else:
            assert number in last, "it takes for known what it was never told of"
        last = [seen for seen in last if seen != number] + [number]
        assert len(recent) <= 16


def test_a_link_is_known_for_its_target_alone() -> None:
    recent = RecentLinks()
    recent.note([task("/1")])
    assert knows(recent, task("/1"), task("/1", target="B"), task("/2")) == [True, False, False]
    recent.drop([task("/1")])
    assert knows(recent, task("/1")) == [False]


def test_no_task_is_made_of_a_recent_link() -> None:
    recent = RecentLinks()
    recent.note([task("/nav"), task("/page2")])
    links = [Link(url=f"http://a.gov.cn{path}", text="") for path in ("/nav", "/new")]
    page = Page(url="http://a.gov.cn/", kind="column", links=tuple(links), pages=Pages(next="http://a.gov.cn/page2"))
    found = tasks_of(page, task("/"), home="http://a.gov.cn/", as_of=parse_as_of("2024-02-29"), recent=recent)
    assert [one.url for one in found] == ["http://a.gov.cn/new"]


async def test_links_are_known_once_the_trip_that_carried_them_has_succeeded(redis: Redis) -> None:
    async with running(redis) as (_, exchange, recent):
        exchange.offer(task("/1"))
        assert knows(recent, task("/1")) == [False]
        await exchange.trip(0)
        assert knows(recent, task("/1")) == [True]
        await exchange.trip(1)
        assert knows(recent, task("/1")) == [True], "later trips over the same connection change nothing"


async def test_of_offers_in_several_trips_only_those_sent_are_known(redis: Redis) -> None:
    async with running(redis) as (_, exchange, recent):
        for number in range(OFFERS_A_TRIP + 1):
            exchange.offer(task(f"/{number}"))
        await exchange.trip(0)
        assert knows(recent, task("/0"), task(f"/{OFFERS_A_TRIP}")) == [True, False]
        await exchange.trip(0)
        assert knows(recent, task(f"/{OFFERS_A_TRIP}")) == [True]


async def test_a_link_too_deep_is_offered_again_by_a_shorter_way(redis: Redis) -> None:
    async with running(redis) as (frontier, exchange, recent):
        exchange.offer(task("/deep", depth=6))
        exchange.offer(task("/1"))
        await exchange.trip(0)
        assert knows(recent, task("/deep"), task("/1")) == [False, True]
        exchange.offer(task("/deep", depth=2))
        await exchange.trip(0)
        assert knows(recent, task("/deep")) == [True]
        assert (await frontier.progress()).known == 2


async def test_what_a_small_budget_left_out_comes_when_the_budget_grows(redis: Redis) -> None:
    async with running(redis) as (frontier, exchange, recent):
        await frontier.set_budget("A", 1)
        exchange.offer(task("/1"))
        exchange.offer(task("/2"))
        await exchange.trip(0)
        assert knows(recent, task("/1"), task("/2")) == [True, False]
        await frontier.set_budget("A", None)
        exchange.offer(task("/2"))
        await exchange.trip(0)
        assert knows(recent, task("/2")) == [True]
        assert (await frontier.progress()).known == 2


async def test_all_is_forgotten_when_a_trip_fails(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        async with connect(server.url) as redis, running(redis) as (frontier, exchange, recent):
            exchange.offer(task("/1"))
            await exchange.trip(0)
            exchange.offer(task("/2"))
            server.stop()
            await exchange.trip(0)
            assert exchange.is_away
            assert knows(recent, task("/1"), task("/2")) == [False, False]
            server.revive()
            await exchange.trip(0)
            assert knows(recent, task("/1"), task("/2")) == [False, True]
            assert (await frontier.progress()).known == 2


async def test_what_a_killed_server_has_forgotten_is_offered_again(tmp_path: Path) -> None:
    """No trip fails: the client mends the connection by itself. The file's lost end is a second that never was."""
    with EmbeddedRedis(tmp_path) as server:
        async with connect(server.url) as redis, running(redis) as (frontier, exchange, recent):
            exchange.offer(task("/kept"))
            await exchange.trip(0)
            await forgetful_fall(server, redis, exchange, tmp_path)
            assert knows(recent, task("/lost")) == [True], "nothing tells yet"
            exchange.offer(task("/new"))
            await exchange.trip(0)
            assert not exchange.is_away
            assert knows(recent, task("/kept"), task("/lost"), task("/new")) == [False, False, True]
            assert (await frontier.progress()).known == 2
            exchange.offer(task("/lost"))
            await exchange.trip(0)
            assert (await frontier.progress()).known == 3


async def forgetful_fall(server: EmbeddedRedis, redis: Redis, exchange: Exchange, folder: Path) -> None:
    """Let the server take ``/lost``, kill it, cut that off the end of its file, and start it again."""
    file = append_only_file(folder)
    size = file.stat().st_size
    exchange.offer(task("/lost"))
    await exchange.trip(0)
    assert file.stat().st_size > size
    os.kill((await redis.info("server"))["process_id"], signal.SIGKILL)
    await until(lambda: not answers(server.url))
    os.truncate(file, size)
    server.revive()
