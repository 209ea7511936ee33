"""What a closed inspection no longer needs: queues, seen sets, leases. Scores, findings and counters stay."""

from typing import Final

from redis.asyncio import Redis

from infra.redis.keys import Keys
from infra.redis.replies import text

_BATCH: Final = 1_000


async def free(redis: Redis, inspection: str, shards: int) -> None:
    """Delete what only a crawl needs, of the inspection and of each shard of its frontier."""
    keys = Keys(inspection)
    results = {keys.counts, keys.scores, keys.findings, keys.reviews, keys.reviews_head, keys.rulings}
    kept = {keys.meta, keys.targets, keys.order, keys.log, keys.audit} | results
    await _free_all_but(redis, keys, kept, (keys.count(""), keys.ledger(""), keys.prefix + "sample:"))
    for at in range(shards if shards > 1 else 0):
        part = Keys(inspection, at)
        await _free_all_but(redis, part, {part.counts}, (part.count(""),))


async def _free_all_but(redis: Redis, keys: Keys, kept: set[str], kept_prefixes: tuple[str, ...]) -> None:
    doomed: list[str] = []
    pattern = keys.prefix.replace("[", "\\[")
    async for raw in redis.scan_iter(match=pattern + "*", count=_BATCH):
        name = text(raw)
        if name not in kept and not name.startswith(kept_prefixes):
            doomed.append(name)
        if len(doomed) >= _BATCH:
            await redis.unlink(*doomed)
            doomed.clear()
    if doomed:
        await redis.unlink(*doomed)
