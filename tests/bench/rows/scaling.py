"""What a second worker brings: ``two_workers_ratio``.

Pages a second (wall) of two of our worker processes over those of one, each over all sites, under way: from an eighth
of the pages asked for to seven eighths. Sites take their time to answer, as real ones do, so that a worker is limited
by what it may have under way and not by this machine's cores, which it shares with the site server, Redis and the
measuring process. Beside it stands the ratio with sites that answer at once, where the cores are the limit.
"""

import os

from tests.bench import ours
from tests.bench.ground import Ground
from tests.bench.pages import HOSTS, PAGES
from tests.bench.report import PAIRS, Row, row
from tests.bench.stretch import Stretch, stretch

KEYS = ("two_workers_ratio",)
SITES = len(HOSTS)
ALL = SITES * PAGES
#: Milliseconds that a site takes to answer: two workers with our default of requests under way, the sites and Redis
#: then leave two cores time to spare.
ANSWER = 250


async def measure(base: Ground) -> dict[str, Row]:
    """Crawl in turns."""
    ones: list[Stretch] = []
    twos: list[Stretch] = []
    at_once: list[float] = []
    for _ in range(PAIRS):
        ones.append(await crawl(base, 1, ANSWER))
        twos.append(await crawl(base, 2, ANSWER))
        alone = await crawl(base, 1, 0)
        at_once.append((await crawl(base, 2, 0)).pages_per_s / alone.pages_per_s)
    detail = {
        "one_pages_per_s": [one.pages_per_s for one in ones],
        "two_pages_per_s": [two.pages_per_s for two in twos],
        "one_cpu_ms_per_page": [one.cpu_ms_per_page for one in ones],
        "two_cpu_ms_per_page": [two.cpu_ms_per_page for two in twos],
        "ratio_answered_at_once": at_once,
    }
    note = f"wall; sites answer after {ANSWER} ms; answered at once, all share this machine's {os.cpu_count()} cores"
    ratios = [two.pages_per_s / one.pages_per_s for one, two in zip(ones, twos, strict=True)]
    return {"two_workers_ratio": row(ratios, note=note, detail=detail)}


async def crawl(base: Ground, number: int, answer_ms: int) -> Stretch:
    """All sites by so many workers, which are up before the first page is waiting."""
    await base.clear(delay_ms=answer_ms)
    chosen = ours.settings(base, open_leases=ours.CONCURRENCY)
    frontier = await ours.running(base, chosen, SITES, seeded=False)
    async with ours.workers(chosen, number) as crawlers:
        await ours.all_up(base, number)
        await ours.seed(base, frontier, SITES)
        return await stretch(base, crawlers, first=ALL // 8, last=ALL * 7 // 8, seconds=60)
