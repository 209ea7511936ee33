"""``python -m tests.faults.kills``: 20 workers killed, one by one, while three crawl a city of 20,000 pages.

With ``--restarts 2`` Redis is killed too, and comes back from its append-only file; with ``--failovers 1`` it is a
primary that is killed and whose replica Sentinel promotes. Prints the figures.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.faults.city import City, served
from tests.faults.grounds import Opening, one_server, watched_pair
from tests.faults.trial import Outcomes, Plan, Trial


async def trial(plan: Plan, opening: Opening) -> Outcomes:
    """Run a plan in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="xuncha-kills-") as name:
        folder = Path(name)
        async with served(City(plan.sites, plan.pages)) as city, opening(folder / "redis") as ground:
            return await Trial(plan, city, ground, folder).run()


def main() -> int:
    """Run at full size, or as the options say; 1 when anything was lost or over 1 % was asked for twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills", description=__doc__.partition("\n\n")[0])
    for name in ("sites", "pages", "workers", "kills", "seed"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Plan(), name))
    parser.add_argument("--rate", type=float, default=Plan().rate, help="requests a second a host")
    falls = parser.add_mutually_exclusive_group()
    falls.add_argument("--restarts", type=int, default=0, help="times that Redis is killed and started again")
    falls.add_argument("--failovers", type=int, default=0, help="times that Redis is killed and Sentinel promotes")
    parser.add_argument(
        "--behind", type=float, default=0, metavar="SECONDS", help="of each killed primary that its replica never hears"
    )
    options = vars(parser.parse_args())
    restarts, failovers, behind = (options.pop(name) for name in ("restarts", "failovers", "behind"))
    opening = watched_pair(behind) if failovers else one_server()
    outcomes = asyncio.run(trial(Plan(falls=restarts or failovers, **options), opening))
    print(json.dumps(asdict(outcomes) | {"twice_percent": round(outcomes.twice_percent, 2), "whole": outcomes.whole}))
    return 0 if outcomes.whole and outcomes.twice_percent <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
