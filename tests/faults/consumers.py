"""``python -m tests.faults.consumers``: 20 consumers killed (SIGKILL), one by one, while 200,000 observations stream.

Each had read observations that it had not acknowledged. Then the same stream again with nobody killed: facts, scores
and findings must be the same, byte by byte. Prints the figures; 1 when anything differs.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from infra.redis.embedded import EmbeddedRedis
from scoring.area import AREA
from tests.faults.flood import Flood, Plan, Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What a flood with killings came to beside one without."""

    observations: int
    sites: int
    kills: int
    held: int
    """Observations that the killed had read and not acknowledged."""
    finished: bool
    scored: int
    """Targets with a complete scorecard."""
    differing: tuple[str, ...]
    """What is not the same in both, by kind and target."""
    seconds: float
    undisturbed_seconds: float

    @property
    def whole(self) -> bool:
        """Everything was scored, and as if nobody had been killed."""
        return self.finished and self.scored == self.sites and not self.differing


async def trial(plan: Plan) -> Outcomes:
    """Run a plan, and then again without its killings."""
    with tempfile.TemporaryDirectory(prefix="xuncha-consumers-") as name, EmbeddedRedis(Path(name)) as server:
        killed = await Flood(plan, server.url).run()
        spared = await Flood(replace(plan, kills=0), server.url).run()
    return Outcomes(
        observations=killed.observations,
        sites=plan.sites,
        kills=plan.kills,
        held=killed.held,
        finished=killed.finished and spared.finished,
        scored=sum(json.loads(card)["complete"] for code, card in killed.scores.items() if code != AREA.code),
        differing=tuple(_differing(killed, spared)),
        seconds=killed.seconds,
        undisturbed_seconds=spared.seconds,
    )


def _differing(one: Scored, other: Scored) -> Iterator[str]:
    for kind in ("ledgers", "samples", "scores", "findings"):
        left: dict[str, Any] = getattr(one, kind)
        right: dict[str, Any] = getattr(other, kind)
        yield from (f"{kind} {name}" for name in sorted({*left, *right}) if left.get(name) != right.get(name))


def main() -> int:
    """Run at full size, or as the options say."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.consumers", description=__doc__.partition("\n\n")[0])
    for name in ("observations", "sites", "consumers", "kills", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Plan(), name))
    outcomes = asyncio.run(trial(Plan(**vars(parser.parse_args()))))
    shown = {name: getattr(outcomes, name) for name in Outcomes.__slots__}
    print(json.dumps(shown | {"whole": outcomes.whole}))
    return 0 if outcomes.whole else 1


if __name__ == "__main__":
    sys.exit(main())
