"""What a second worker brings: ``two_workers_ratio``.

Pages a second (wall) of two of our worker processes over those of one, each over all sites from the first page asked
for to the last. On a machine with two cores the workers share them with the site server, Redis and the measuring
process, and cannot reach 2.
"""

import os

from tests.bench import ours
from tests.bench.ground import Ground
from tests.bench.pages import HOSTS, PAGES
from tests.bench.report import PAIRS, Row, row
from tests.bench.stretch import Stretch, whole

KEYS = ("two_workers_ratio",)
SITES = len(HOSTS)


async def measure(base: Ground) -> dict[str, Row]:
    """Crawl in turns."""
    ones: list[Stretch] = []
    twos: list[Stretch] = []
    for _ in range(PAIRS):
        ones.append(await crawl(base, 1))
        twos.append(await crawl(base, 2))
    detail = {
        "one_pages_per_s": [one.pages_per_s for one in ones],
        "two_pages_per_s": [two.pages_per_s for two in twos],
        "one_cpu_ms_per_page": [one.cpu_ms_per_page for one in ones],
        "two_cpu_ms_per_page": [two.cpu_ms_per_page for two in twos],
    }
    note = (
        f"wall; {os.cpu_count()} cores, which the workers share with the site server, Redis and the measuring process"
    )
    ratios = [two.pages_per_s / one.pages_per_s for one, two in zip(ones, twos, strict=True)]
    return {"two_workers_ratio": row(ratios, note=note, detail=detail)}


async def crawl(base: Ground, number: int) -> Stretch:
    """All sites by so many workers, which are up before the first page is waiting."""
    await base.clear()
    chosen = ours.settings(base)
    frontier = await ours.running(base, chosen, SITES, seeded=False)
    async with ours.workers(chosen, number) as crawlers:
        await ours.all_up(base, number)
        await ours.seed(base, frontier, SITES)
        return await whole(base, crawlers, pages=SITES * PAGES, seconds=60)
