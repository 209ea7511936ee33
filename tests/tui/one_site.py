"""A small inspection with everything that a screen of one site shows: late columns, findings, words, kept pages."""

from dataclasses import replace
from pathlib import Path

from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.frontier import Frontier, Limits
from infra.inspections import Inspections
from infra.leases import Result, Settlement
from infra.records import Observation, Outcome, Suspicion, SuspicionKind, Task
from infra.settings import Settings
from scoring.judge import Judge
from scoring.ledger import Ledger
from scoring.live import publish
from scoring.review import Decision, Reviews
from tests.scoring.building import ACCOUNT, HOME, SITE, article, blank, column, days_ago, link, sound_site
from tests.scoring.deciding import word
from tests.tui.samples import HOSTILE

ID = "2024-02-29-a1b2"
TARGETS = [SITE, replace(SITE, code="4207000002", name="鄂州市教育局", unit="教育局", url="http://jyj.cn/"), ACCOUNT]
#: A word that an operator's list calls serious, in a page that was kept.
WRONG = "张三市长"
PAGE = f"""<!doctype html><html><head><title>工作动态</title><style>p{{}}</style></head><body>
<ul><li>首页</li><li>政务公开</li></ul>{"<p>一段正文，没有问题。</p>" * 40}
<p>昨天，<b>{WRONG}</b>出席会议 [/x] \x1b[31m红\x1b[0m \u202eevil\u202c <a href="http://bad.cn/">详情</a></p>
<script>var x = "{WRONG}";</script></body></html>"""

#: No record holds a lone surrogate: it could not be written.
_NAMES = [name.encode("utf-8", "ignore").decode() for name in HOSTILE]


async def opened(redis: Redis, folder: Path) -> Frontier:
    """One site crawled to the end and scored: what it has is named where it is made."""
    await Inspections(redis).create(id=ID, as_of="2024-02-29T23:59:59+08:00", standard="ezhou-2024", targets=TARGETS)
    world = seen(folder)
    await Ledger(redis, ID).fold(world)
    await Reviews(redis, ID).add([word("V1.1", Decision.CONFIRM, text="看过 [/x]")])
    frontier = Frontier(redis, ID, Limits.from_settings(Settings(rate=1000, open_leases=64)))
    await frontier.offer([Task(target=SITE.code, kind=one.kind, url=one.url) for one in world])
    await Inspections(redis).start(ID)
    while leases := await frontier.claim("w", 100):
        await frontier.settle("w", [Settlement(lease=lease.id, result=Result.DONE, status=200) for lease in leases])
    await scored(redis)
    return frontier


def seen(folder: Path) -> list[Observation]:
    """What the crawl of the site saw."""
    store = EvidenceStore(folder, ID, "w1")
    digest, place = store.keep(f"{HOME}工作动态/t1.html", 200, [("Content-Type", "text/html")], PAGE.encode())
    gone = store.keep("http://gone.gov.cn/", 404, [("Content-Type", "application/pdf")], b"%PDF-1.4 \x00\x01")
    store.close()
    bad = Suspicion(kind=SuspicionKind.SERIOUS_WORDING, sample=WRONG, where="body", why="李四市长")
    wrong = replace(article(1, "工作动态", days_ago(1), suspicions=(bad,)), digest=digest, evidence=place)
    dead = replace(link("http://gone.gov.cn/", Outcome.DEAD, found_on=HOME), digest=gone[0], evidence=gone[1])
    return [
        *sound_site()[:-1],
        wrong,
        dead,
        link("http://never.gov.cn/[/x]", Outcome.DEAD, found_on=HOME),
        column("部门动态", days_ago(40)),
        column("领导活动", days_ago(10)),
        *(blank(f"{number}号业务") for number in range(6)),
        *(column(name, days_ago(400), url=f"{HOME}h{number}/") for number, name in enumerate(_NAMES)),
    ]


async def scored(redis: Redis) -> None:
    """Score all targets and write what came out, as the scorer does."""
    await publish(redis, ID, await (await Judge.of(redis, ID)).cards())
