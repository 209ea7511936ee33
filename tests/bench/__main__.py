"""``python -m tests.bench [ROW ...]`` takes the figures of DESIGN §9 and writes ``out/bench.json``.

Without arguments all of them. Figures that come of the same crawls are taken together, and only those asked for are
written. A figure that cannot be taken is absent, the reason stands on standard error, and the exit code is 1.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from redis.exceptions import RedisError

from infra.redis.connection import RedisUnavailable
from tests.bench.failure import BenchFailure
from tests.bench.ground import Ground, ground
from tests.bench.processes import ROOT
from tests.bench.report import Row, show, write
from tests.bench.rows import (
    dashboard,
    folding_rate,
    frontier_memory,
    idle_cost,
    kill,
    page_cost,
    politeness,
    province_memory,
    reading_speed,
    redis_distance,
    scaling,
    score_latency,
)

OUT = ROOT / "out" / "bench.json"
#: Seconds for the rows of one file, unless it says another number.
_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Measurement:
    """The figures of one file of ``rows``, and how they are taken."""

    keys: tuple[str, ...]
    measure: Callable[[Ground], Awaitable[dict[str, Row]]]
    limit: float
    """Seconds for all of them; more means that something hangs."""


MEASUREMENTS: Final = tuple(
    Measurement(keys=one.KEYS, measure=one.measure, limit=getattr(one, "LIMIT", _LIMIT))
    for one in (
        reading_speed,
        page_cost,
        redis_distance,
        scaling,
        kill,
        politeness,
        folding_rate,
        score_latency,
        frontier_memory,
        idle_cost,
        dashboard,
        province_memory,
    )
)


def main(argv: list[str]) -> int:
    """Take the figures; 2 for a row that there is none of, 1 when one could not be taken, 0 else."""
    known = [key for one in MEASUREMENTS for key in one.keys]
    wanted = argv or known
    unknown = [key for key in wanted if key not in known]
    if unknown:
        print(f"bench: there is no row {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    load = os.getloadavg()[0]
    rows = asyncio.run(take(wanted))
    write(rows, OUT, load=load)
    show((key, rows[key]) for key in wanted if key in rows)
    print(f"written to {OUT.relative_to(Path.cwd()) if OUT.is_relative_to(Path.cwd()) else OUT}")
    return 0 if len(rows) == len(set(wanted)) else 1


async def take(wanted: list[str]) -> dict[str, Row]:
    """Take what is wanted, one file after another."""
    rows: dict[str, Row] = {}
    async with ground() as base:
        for one in MEASUREMENTS:
            keys = [key for key in one.keys if key in wanted]
            if keys:
                taken = await _attempt(one, base)
                rows |= {key: taken[key] for key in keys if key in taken}
    return rows


async def _attempt(one: Measurement, base: Ground) -> dict[str, Row]:
    """Take one file's figures; nothing, with the reason on standard error, when that fails."""
    begun = time.monotonic()
    try:
        async with asyncio.timeout(one.limit):
            return await one.measure(base)
    except TimeoutError:
        reason = f"a step of it, or all of it ({one.limit:.0f} s), took too long"
    except (BenchFailure, AssertionError, RedisError, RedisUnavailable, OSError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
    finally:
        print(f"{', '.join(one.keys)}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(f"bench: no {', '.join(one.keys)}: {reason}", file=sys.stderr)
    return {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
