"""A crawl on a real Redis Cluster of three nodes: shards on all, a worker killed, every page seen, all drained."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Priority
from infra.inspections import Inspections
from infra.records import Kind, Observation, Outcome, Target, Task, TaskKind
from infra.redis.connection import RedisUnavailable, breaks, connect, ping
from infra.stream import ObservationStream
from scoring.ledger import Ledger
from tests.faults.claimer import ID, LIMITS, work
from tests.faults.servers import asking
from tests.faults.test_frontier_faults import ended, kill_after, seen, start_claimer
from tests.faults.three_nodes import DROPPED_NODES, Cluster, three_nodes
from tests.infra.crawling import balanced
from tests.waiting import until

pytestmark = DROPPED_NODES

PAGES = 3000
HOSTS = 30
TARGET = Target(code="A", name="A", kind=Kind.SITE, url="http://h0.cn/", unit="A")


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Cluster]:
    with three_nodes(tmp_path) as nodes:
        await until(nodes.is_awake)
        nodes.join()
        await until(nodes.is_joined, timeout=20)
        yield nodes


@pytest.fixture
async def client(cluster: Cluster) -> AsyncIterator[Redis]:
    async with connect(cluster.url) as redis:
        yield redis


async def begin(redis: Redis, shards: int) -> Frontier:
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[TARGET], shards=shards)
    frontier = Frontier(redis, ID, LIMITS)
    pages = [Task(target="A", kind=TaskKind.ARTICLE, url=f"http://h{page % HOSTS}.cn/{page}") for page in range(PAGES)]
    assert await frontier.offer(pages) == PAGES
    assert await frontier.offer(pages[:100]) == 0
    await inspections.start(ID)
    return frontier


async def fold_all(redis: Redis) -> int:
    """Do as the scorer does: read, fold, acknowledge."""
    stream, ledger, folded = ObservationStream(redis, ID), Ledger(redis, ID), 0
    while entries := await stream.read("s", 500, 10):
        await ledger.fold([observed(entry.data.decode()) for entry in entries])
        await stream.ack([entry.id for entry in entries])
        folded += len(entries)
    await stream.trim()
    return folded


def observed(url: str) -> Observation:
    return Observation(
        target="A",
        url=url,
        kind=TaskKind.ARTICLE,
        found_on="",
        depth=1,
        attempt=1,
        seen_at=1_700_000_000_000,
        outcome=Outcome.DEAD,
        status=404,
    )


@pytest.mark.parametrize("shards", [1, 6])
async def test_a_crawl_on_three_nodes_outlives_a_worker(cluster: Cluster, client: Redis, shards: int) -> None:
    frontier = await begin(client, shards)
    nodes = cluster.sizes()
    assert sum(size > 10 for size in nodes) == (1 if shards == 1 else 3), "the shards are spread over the nodes"
    await frontier.set_priority("A", Priority.FIRST)
    await frontier.set_budget("A", PAGES)
    late = [Task(target="A", kind=TaskKind.OUTSIDE, url=f"http://late{number}.cn/") for number in range(HOSTS)]
    assert await frontier.offer(late) == 0, "the budget is spent, on whatever nodes"
    await kill_after(await start_claimer(cluster.url, "victim"), 5)
    heir = await start_claimer(cluster.url, "heir")
    assert 0 < len(await frontier.held_by("victim")) <= 16
    await frontier.reap(["victim"])
    await asyncio.gather(heir.communicate(), work(client, "here", room=40))
    await until(lambda: ended(frontier))
    progress = await balanced(frontier)
    assert (progress.known, progress.done) == (PAGES, PAGES)
    assert len(await seen(client)) == PAGES

    inspections = Inspections(client)
    assert not await inspections.drained(ID)
    assert await fold_all(client) >= PAGES
    assert await inspections.drained(ID)
    await inspections.finish(ID)
    await inspections.close(ID)
    await inspections.log(ID, "closed")
    assert [one.id for one in await inspections.list()] == [ID]
    assert sum(cluster.sizes()) < 20 + 2 * shards


async def test_scripts_forgotten_by_one_node_are_loaded_again(cluster: Cluster, client: Redis) -> None:
    frontier = await begin(client, 6)
    for port in cluster.ports:
        with asking(port) as node:
            node.script_flush()
        await frontier.exchange("w", observations=[b"x"], offers=[], settlements=[], room=3)
    assert (await balanced(frontier)).leased > 0


async def test_a_cluster_that_is_all_away_is_an_error_of_redis(cluster: Cluster, client: Redis) -> None:
    frontier = await begin(client, 6)
    for node in cluster.nodes:
        node.kill()
        node.wait()
    for ask in (frontier.progress, lambda: frontier.claim("w", 1), client.ping):
        with pytest.raises(RedisError):
            await ask()
    with pytest.raises(RedisUnavailable, match="does not answer"):
        await ping(cluster.url)


async def test_a_node_that_closes_its_connections_is_noticed(cluster: Cluster, client: Redis) -> None:
    await begin(client, 6)
    before = breaks(client)
    await client.ping(target_nodes="primaries")
    assert breaks(client) == before
    with asking(cluster.ports[1]) as node:
        node.client_kill_filter(_type="normal")
    await client.ping(target_nodes="primaries")
    assert breaks(client) > before
