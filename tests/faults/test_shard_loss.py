"""One node of a cluster falls and its last second is lost, while the others keep theirs: nothing of a page is missing.

The replica that takes over was cut off before, so it lacks exactly what was sent since: on that node stood the links of
a page, or its observation; on another stands the page's settlement.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Progress, Result, Settlement
from infra.inspections import Inspections
from infra.records import Observation, Outcome, Task, TaskKind
from infra.redis.connection import connect
from infra.redis.keys import Keys
from infra.shards import place_of
from spiders.leases.exchange import Exchange
from spiders.leases.recent import RecentLinks
from spiders.leases.sent import Sent
from spiders.observing import Report
from tests.faults.claimer import ID, LIMITS
from tests.faults.replica import Replica, replica
from tests.faults.three_nodes import DROPPED_NODES, Cluster, three_nodes
from tests.infra.crawling import balanced
from tests.waiting import until

pytestmark = DROPPED_NODES

SHARDS = 6
LINKS = 40


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Cluster]:
    with three_nodes(tmp_path) as nodes:
        await until(nodes.is_awake)
        nodes.join()
        await until(nodes.is_joined, timeout=20)
        yield nodes


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


async def followed(cluster: Cluster, of: int, stack: ExitStack) -> Replica:
    follower = stack.enter_context(replica(cluster, of))
    await until(follower.is_awake)
    follower.meet()
    await until(follower.is_known, timeout=20)
    follower.follow()
    return follower


def hosts_on(cluster: Cluster, *nodes: int) -> list[str]:
    """Hosts whose shards stand on these nodes."""
    hosts = [f"h{number}.cn" for number in range(30)]
    return [host for host in hosts if cluster.holder(Keys(ID, place_of(host, SHARDS)).prefix) in nodes]


def report(exchange: Exchange, links: list[str]) -> Report:
    lease = exchange.take()
    assert lease is not None
    seen = Observation(target="A", url=lease.task.url, kind=lease.task.kind, seen_at=1, outcome=Outcome.OK)
    tasks = [Task(target="A", kind=TaskKind.OUTSIDE, url=url) for url in links]
    settlement = Settlement(lease=lease.id, result=Result.DONE, status=200)
    return Report(lease=lease, settlement=settlement, observation=seen, tasks=tasks)


async def observations(redis: Redis) -> int:
    return int(await redis.xlen(Keys(ID).stream))


class Ground:
    """An inspection over the cluster whose first page is fetched; a node's replica is cut off before it is settled."""

    def __init__(self, cluster: Cluster, redis: Redis, victim: int, follower: Replica) -> None:
        self.cluster = cluster
        self.redis = redis
        self.victim = victim
        self.follower = follower
        self.frontier = Frontier(redis, ID, LIMITS)
        self.exchange = Exchange(redis, self.frontier, Keys(ID), "w", RecentLinks(), Sent())

    async def settle_a_page_of_which_the_replica_knows_nothing(self) -> None:
        """Its links stand on the victim, its settlement on another node."""
        inspections = Inspections(self.redis)
        await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[], shards=SHARDS)
        home, *_ = hosts_on(self.cluster, *(set(range(3)) - {self.victim}))
        await self.frontier.offer([Task(target="A", kind=TaskKind.HOME, url=f"http://{home}/")])
        await inspections.start(ID)
        assert await self.exchange.trip(1) == 1
        await until(self.follower.is_in_step, timeout=20)
        self.follower.cut()
        await until(self.follower.is_cut)
        hosts = hosts_on(self.cluster, self.victim)
        told = report(self.exchange, [f"http://{host}/{page}" for host in hosts for page in range(LINKS)][:LINKS])
        self.exchange.tell(told)
        self.exchange.release(told.lease)
        await self.exchange.trip(0)
        assert await balanced(self.frontier) == Progress(known=1 + LINKS, waiting=LINKS, done=1)
        assert await observations(self.redis) == 1

    async def is_whole(self) -> bool:
        """Make a trip; tell whether nothing is missing and nothing waits to be sent."""
        await self.exchange.trip(1)
        with suppress(RedisError):
            known, seen = (await self.frontier.progress()).known, await observations(self.redis)
            return self.exchange.is_sent and (known, seen > 0) == (1 + LINKS, True)
        return False


@pytest.fixture
async def ground(cluster: Cluster, stack: ExitStack, request: pytest.FixtureRequest) -> AsyncIterator[Ground]:
    main = cluster.holder(Keys(ID).stream)
    victim = main if request.param == "observations" else (main + 1) % 3
    follower = await followed(cluster, victim, stack)
    async with connect(cluster.url) as redis:
        yield Ground(cluster, redis, victim, follower)


async def left_of_it(url: str) -> tuple[Progress, int]:
    """Read, as one who comes anew, what the cluster knows since the replica has taken over."""
    found: list[tuple[Progress, int]] = []

    async def is_read() -> bool:
        with suppress(RedisError):
            async with connect(url) as redis:
                found.append((await Frontier(redis, ID, LIMITS).progress(), await observations(redis)))
        return bool(found)

    await until(is_read, timeout=20)
    return found[0]


@pytest.mark.parametrize("ground", ["links", "observations"], indirect=True)
async def test_what_one_node_has_forgotten_is_sent_again(ground: Ground) -> None:
    await ground.settle_a_page_of_which_the_replica_knows_nothing()
    has_the_stream = ground.victim == ground.cluster.holder(Keys(ID).stream)
    ground.cluster.nodes[ground.victim].kill()
    await ground.exchange.trip(1)
    assert ground.exchange.is_away
    await until(ground.follower.has_taken_over, timeout=20)
    progress, seen = await left_of_it(ground.cluster.url)
    assert progress == Progress(known=1, done=1), "the links are lost, and the page that bore them is settled"
    assert seen == (0 if has_the_stream else 1)
    await until(ground.is_whole, timeout=20)
    assert (await balanced(ground.frontier)).done == 1
