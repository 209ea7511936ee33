"""How many observations one scorer takes in: ``folded_per_s``.

Observations a second through the scorer's own steps, wall: read from the stream, decode, fold into ledgers in a real
Redis, acknowledge, in its batches. 20,000 observations of a hundred sites, made by reading generated pages, wait in the
stream before. Scoring is not in it: it happens once a second whatever the load.
"""

import time
from collections.abc import Iterator
from dataclasses import replace

from infra.clock import parse_as_of
from infra.frontier import Lease
from infra.records import Observation, Task, TaskKind, decode, encode
from infra.stream import ObservationStream
from scoring.consumer import BATCH
from scoring.ledger import Ledger
from spiders.observing import Answer, Observer
from tests.bench.ground import Ground
from tests.bench.pages import HOSTS, site
from tests.bench.report import RUNS, Row, row

KEYS = ("folded_per_s",)
SITES = 100
NUMBER = SITES * 200
_INSPECTION = "folding"
_CONSUMER = "bench"


async def measure(base: Ground) -> dict[str, Row]:
    """Fold the same observations into empty ledgers, again and again."""
    waiting = [encode(one) for one in observations()]
    wall: list[float] = []
    cpu: list[float] = []
    for _ in range(RUNS):
        await base.redis.flushall()
        stream = ObservationStream(base.redis, _INSPECTION)
        for at in range(0, len(waiting), BATCH):
            await stream.add(waiting[at : at + BATCH])
        begun, spent = time.perf_counter(), time.process_time()
        folded = await fold_all(base, stream)
        wall.append(folded / (time.perf_counter() - begun))
        cpu.append(folded / (time.process_time() - spent))
    note = "wall of one scorer: read, decode, fold, acknowledge; Redis works on another core"
    return {"folded_per_s": row(wall, note=note, detail={"per_cpu_second_of_the_scorer": cpu})}


async def fold_all(base: Ground, stream: ObservationStream) -> int:
    """Do what the scorer does until the stream is empty; give how many were folded."""
    ledger = Ledger(base.redis, _INSPECTION)
    folded = 0
    while entries := await stream.read(_CONSUMER, BATCH, 1):
        await ledger.fold([decode(entry.data, Observation) for entry in entries])
        await stream.ack([entry.id for entry in entries])
        folded += len(entries)
    return folded


def observations() -> Iterator[Observation]:
    """What a crawl of a hundred sites like the generated one would send, sites mixed."""
    home = f"http://{HOSTS[0]}/"
    observer = Observer(as_of=parse_as_of("2024-02-29"), homes={"0": home}, max_attempts=3)
    for path, body in site(HOSTS[0]).items():
        kind = TaskKind.HOME if path == "/" else TaskKind.COLUMN if path.count("/") < 4 else TaskKind.ARTICLE
        task = Task(target="0", kind=kind, url=home.rstrip("/") + path, found_on=home, depth=2)
        answer = Answer(status=200, headers={"content-type": "text/html"}, body=body, latency_ms=40)
        seen = observer.of_answer(Lease(id=1, task=task, attempt=1), answer).observation
        assert seen is not None
        for number in range(SITES):
            yield replace(seen, target=f"42{number:04d}0001", url=seen.url.replace("wz1", f"wz{number}"))
