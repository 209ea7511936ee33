"""What the frontier's tests share: an inspection that runs, tasks, settlements, and what must always hold."""

from collections.abc import Sequence

from redis.asyncio import Redis

from infra.frontier import Frontier, Lease, Limits, Progress, Result, Settlement
from infra.inspections import Inspections
from infra.records import Kind, Target, Task, TaskKind

ID = "2024q1"
T0 = 1_700_000_000_000
LIMITS = Limits(
    delay_ms=1000, open_leases=1, lease_ms=60_000, max_attempts=3, max_pages=1000, max_depth=10, backlog=1000
)


def limits(**changes: int) -> Limits:
    return Limits(**{name: getattr(LIMITS, name) for name in Limits.__slots__} | changes)


def task(
    path: str, *, host: str = "www.a.gov.cn", target: str = "A", kind: TaskKind = TaskKind.ARTICLE, **more: int
) -> Task:
    return Task(
        target=target,
        kind=kind,
        url=f"https://{host}{path}",
        found_on=f"https://{host}/",
        depth=more.get("depth", 1),
        recent=bool(more.get("recent", True)),
    )


def settled(leases: Sequence[Lease], result: Result = Result.DONE, status: int = 200, **more: int) -> list[Settlement]:
    return [
        Settlement(
            lease=lease.id, result=result, status=status, retry_after_ms=more.get("retry_after_ms", 0), reason="why"
        )
        for lease in leases
    ]


def paths(leases: Sequence[Lease]) -> list[str]:
    return [lease.task.url.partition(".cn")[2] for lease in leases]


async def balanced(frontier: Frontier) -> Progress:
    """Check what must hold after every step, of the whole and of each target."""
    whole = await frontier.progress()
    by_target = list((await frontier.target_progress()).values())
    for one in (whole, *by_target):
        assert one.known == one.waiting + one.leased + one.done + one.failed + one.blocked
        assert min(getattr(one, name) for name in Progress.__slots__) >= 0
        assert one.dead <= one.failed
    for name in Progress.__slots__:
        assert getattr(whole, name) == sum(getattr(one, name) for one in by_target)
    return whole


def site(code: str, host: str) -> Target:
    return Target(code=code, name=code, kind=Kind.SITE, url=f"https://{host}/", unit=code)


async def running(redis: Redis, targets: Sequence[Target] = (), shards: int = 1) -> Inspections:
    inspections = Inspections(redis)
    await inspections.create(id=ID, as_of="2024-02-29", standard="national-2019", targets=targets, shards=shards)
    await inspections.start(ID)
    return inspections
