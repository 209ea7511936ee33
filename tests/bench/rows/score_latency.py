"""How long a page that was fetched takes to show in the live score: ``fetch_to_score_p99_s``.

A real scorer process, 41 portals (the demo city's number) with the facts of 20,000 pages each, and a stream that is fed
with four fifths of what that scorer takes while it scores, as measured just before. Twenty times a second a dead link
of one portal is among them. Its time runs from before it is added to the stream until the scorecard in Redis names it,
as a reader sees who looks every 50 ms; the 99th percentile.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Outcome, Target, encode
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import ObservationStream
from scoring.consumer import BATCH
from scoring.findings import finding_id
from scoring.ledger import Ledger
from tests.bench.ground import Ground
from tests.bench.processes import module
from tests.bench.report import RUNS, Row, row
from tests.scoring.building import SITE, link
from tests.scoring.great_site import great_site, mixed
from tests.waiting import until

KEYS = ("fetch_to_score_p99_s",)
SITES = 41
PAGES = 20_000
COLUMNS = 200
#: Share of what the scorer takes that it is fed with.
LOAD = 0.8
#: Seconds of one run, and between two handfuls of observations, each of which ends in a probe.
SECONDS = 12.0
STEP = 0.05
#: Observations by which the scorer's own rate is taken.
TRIAL = 15_000
_INSPECTION = "latency"
_CLAUSE = "D19.2"


async def measure(base: Ground) -> dict[str, Row]:
    """Lay the facts; then, in turns, take the scorer's rate and feed it."""
    targets = [replace(SITE, code=f"42{n:04d}0001", url=f"http://s{n}.gov.cn/") for n in range(SITES)]
    await _lay(base, targets)
    waiting = _pages(targets)
    taken: list[list[float]] = []
    fed: list[float] = []
    async with _scorer(base):
        for number in range(RUNS):
            fed.append(LOAD * await _rate(base, waiting))
            taken.append(await _Run(base, targets, waiting, fed[-1]).latencies(number))
    p99 = [_percentile(run, 99) for run in taken]
    detail = {
        "p50_s": [statistics.median(run) for run in taken],
        "slowest_s": [max(run) for run in taken],
        "fed_per_s": fed,
    }
    note = f"one scorer, {SITES} portals of {PAGES} pages, fed at {LOAD:.0%} of what it takes while it scores"
    return {"fetch_to_score_p99_s": row(p99, note=note, detail=detail)}


async def _lay(base: Ground, targets: Sequence[Target]) -> None:
    """An inspection that runs, every site with a task under way and the facts of a whole crawl of one and the same."""
    await base.redis.flushall()
    inspections = Inspections(base.redis)
    await inspections.create(id=_INSPECTION, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=targets)
    await Frontier(base.redis, _INSPECTION, Limits.from_settings(Settings())).offer(first_tasks(targets))
    await inspections.start(_INSPECTION)
    first, ledger = targets[0], Ledger(base.redis, _INSPECTION)
    pages = great_site(first, PAGES, COLUMNS)
    while batch := list(itertools.islice(pages, BATCH)):
        await ledger.fold(batch)
    keys = Keys(_INSPECTION)
    samples = [name.decode() async for name in base.redis.scan_iter(match=keys.sample(first.code, "*"))]
    for target in targets[1:]:
        await base.redis.copy(keys.ledger(first.code), keys.ledger(target.code))
        for name in samples:
            await base.redis.copy(name, keys.sample(target.code, name.rpartition(":")[2]))


def _pages(targets: Sequence[Target]) -> Iterator[bytes]:
    """Pages of all sites that the facts do not know yet, mixed, without an end."""
    for turn in itertools.count():
        fresh = [replace(target, url=f"http://s{n}-{turn}.gov.cn/") for n, target in enumerate(targets)]
        crawls = [great_site(target, 1_000, 10, seed=n) for n, target in enumerate(fresh)]
        yield from map(encode, mixed(crawls, turn))


@asynccontextmanager
async def _scorer(base: Ground) -> AsyncIterator[None]:
    """Run a scorer that has scored every site once."""
    keys = Keys(_INSPECTION)

    async def all_scored() -> bool:
        return int(await base.redis.hlen(keys.scores)) == SITES

    async with module("scoring", "scorer", settings={"XUNCHA_REDIS_URL": base.redis_url}):
        await until(all_scored, timeout=60)
        yield


async def _rate(base: Ground, waiting: Iterator[bytes]) -> float:
    """Observations a second that the scorer takes out of a stream that is never empty."""
    stream = ObservationStream(base.redis, _INSPECTION)
    for _ in range(TRIAL // BATCH):
        await stream.add(list(itertools.islice(waiting, BATCH)))
    begun, before = time.perf_counter(), await stream.backlog()

    async def nearly_empty() -> bool:
        return await stream.backlog() < 2 * BATCH

    await until(nearly_empty, timeout=60)
    left = await stream.backlog()
    return (before - left) / (time.perf_counter() - begun)


@dataclass(slots=True)
class _Run:
    """One run: observations in, probes among them, and the moment at which each probe shows."""

    base: Ground
    targets: Sequence[Target]
    waiting: Iterator[bytes]
    rate: float
    open: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Finding of a probe → its target's code, and when it was added."""
    taken: list[float] = field(default_factory=list)

    async def latencies(self, number: int) -> list[float]:
        """Seconds from adding to showing of every probe of the run."""
        stream = ObservationStream(self.base.redis, _INSPECTION)
        begun, fed = time.perf_counter(), 0
        for step in itertools.count(1):
            now = time.perf_counter() - begun
            if now >= SECONDS:
                break
            due = round(self.rate * now) - fed
            fed += due
            await self._feed(stream, due, f"{number}-{step}", self.targets[step % len(self.targets)])
            await self._look()
            await asyncio.sleep(max(0.0, begun + step * STEP - time.perf_counter()))
        await until(self._all_shown, timeout=60)
        return self.taken

    async def _feed(self, stream: ObservationStream, due: int, name: str, target: Target) -> None:
        url = f"http://probe-{name}.gov.cn/"
        probe = replace(link(url, Outcome.DEAD, found_on=f"{target.url}lm1/"), target=target.code)
        self.open[finding_id(target.code, _CLAUSE, url)] = (target.code, time.perf_counter())
        await stream.add([*itertools.islice(self.waiting, max(due, 0)), encode(probe)])

    async def _look(self) -> None:
        codes = sorted({code for code, _ in self.open.values()})
        if not codes:
            return
        cards = dict(zip(codes, await self.base.redis.hmget(Keys(_INSPECTION).scores, codes), strict=True))
        now = time.perf_counter()
        for finding, (code, added) in list(self.open.items()):
            if finding.encode() in (cards[code] or b""):
                self.taken.append(now - added)
                del self.open[finding]

    async def _all_shown(self) -> bool:
        await self._look()
        return not self.open


def _percentile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
