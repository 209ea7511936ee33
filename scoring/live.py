"""Live results: what stands in Redis for whoever watches, and a feed of which targets were written when.

Scorecards and findings of a target change together. Each write is told in a short stream, whose ids the server makes,
so that a reader learns exactly what was written since its last look and need not read the rest.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import msgspec
import orjson
from redis.asyncio import Redis

from infra.records import Target
from infra.redis.keys import Keys
from scoring.scorecard import Scorecard, Verdict

#: Writes that the feed remembers, about a minute of the busiest scorer; who was away longer reads all.
REMEMBERED: Final = 1_000


async def publish(redis: Redis, inspection: str, cards: Sequence[Scorecard]) -> None:
    """Write the live results of some targets, all or none."""
    if not cards:
        return
    keys = Keys(inspection)
    async with redis.pipeline(transaction=True) as pipeline:
        pipeline.hset(keys.scores, mapping={card.target.code: orjson.dumps(card.to_json()) for card in cards})
        pipeline.hset(
            keys.findings,
            mapping={card.target.code: orjson.dumps([one.to_json() for one in card.findings]) for card in cards},
        )
        pipeline.xadd(keys.written, {card.target.code: b"" for card in cards}, maxlen=REMEMBERED, approximate=True)
        await pipeline.execute()


class _Card(msgspec.Struct):
    """The part of a scorecard's JSON that says how its target came out."""

    verdict: Verdict
    score: Decimal | None
    range: tuple[Decimal, Decimal]
    coverage: float
    base: Decimal
    vetoes: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    complete: bool = False


def card_of(target: Target, written: bytes) -> Scorecard:
    """Read a scorecard back as it was written, without its lines, clauses and findings.

    Raises ``ValueError`` for what is none.
    """
    try:
        card = msgspec.json.decode(written, type=_Card)
    except msgspec.DecodeError as error:
        msg = f"the scorecard of {target.code} cannot be read: {error}"
        raise ValueError(msg) from error
    return Scorecard(target=target, **msgspec.structs.asdict(card))
