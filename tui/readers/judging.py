"""The judge of one target, for readers: what a screen shows of one site must not cost what all sites cost.

Scoring is imported when it is first asked for, and off the loop, so that the dashboard starts and stays quick.
"""

import asyncio
from typing import TYPE_CHECKING

from redis.asyncio import Redis

from infra.inspections import InspectionError, Inspections
from infra.records import Kind, Target, decode
from infra.redis.keys import Keys

if TYPE_CHECKING:
    from types import ModuleType

    from scoring.judge import Judge


class GoneError(LookupError):
    """The target, or its inspection, is no longer there."""


async def judge_of(redis: Redis, inspection: str, code: str) -> "Judge":
    """Make a judge that knows one site, or all targets: an account is judged among its peers, an office by the whole.

    Raises ``GoneError``; ``ValueError`` for an inspection by a standard that cannot be used.
    """
    judging, standards = await asyncio.to_thread(_scoring)
    row = await redis.hget(Keys(inspection).targets, code)
    try:
        found = await Inspections(redis).get(inspection)
    except InspectionError as error:
        raise GoneError(code) from error
    from scoring.area import AREA  # noqa: PLC0415 - loaded with the judgement above

    if code != AREA.code and not isinstance(row, bytes):
        raise GoneError(code)
    target = decode(row, Target) if isinstance(row, bytes) else AREA
    targets = [target] if target.kind is Kind.SITE else await Inspections(redis).targets(inspection)
    judge: Judge = judging.Judge(redis, found, targets, standards.load(found.standard))
    return judge


def _scoring() -> "tuple[ModuleType, ModuleType]":
    from scoring import judge, standard  # noqa: PLC0415 - heavy, and not every dashboard looks at a site

    return judge, standard
