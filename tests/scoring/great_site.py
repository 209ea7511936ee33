"""A site as large as a portal's, page by page, of every kind that leaves something in a ledger; the same every time."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from infra.features import GuideSeen, LetterSeen, Role, TieSeen
from infra.records import ColumnSeen, Observation, Outcome, PageSeen, Suspicion, SuspicionKind, Target, TaskKind
from tests.scoring.building import ALL_MARKS, ALL_TAGS, NOW, days_ago, home, observation

_NAMES = ("工作动态", "通知公告", "政策文件", "政策解读", "人事信息", "规划计划", "局长信箱", "办事指南", "业务工作")
_ELEMENTS = ("设定依据", "受理条件", "申请材料", "办理流程", "办理地点", "咨询电话", "办理时间", "事项名称")
_KINDS = (SuspicionKind.WORDING, SuspicionKind.SERIOUS_WORDING, SuspicionKind.DARK_LINK)
#: Pages of a hundred that are no plain articles.
_LETTERS, _GUIDES, _TIES, _SUSPECTED = 4, 4, 4, 1
#: Verified links beside every hundred pages, and how many of those are dead, and untold.
_LINKS, _DEAD, _UNTOLD = 30, 1, 1


def great_site(target: Target, pages: int, columns: int, *, seed: int = 2024) -> Iterator[Observation]:
    """All observations of one crawl: so many pages in so many columns, and the links among them that were verified.

    Columns come first, then articles and links mixed; about one page in fifty is seen twice, first in vain.
    """
    draw = random.Random(seed)
    yield replace(home(url=target.url, newest=days_ago(draw.randint(0, 3))), target=target.code)
    listed = [_column(target, draw, number) for number in range(columns)]
    yield from listed
    for number in range(pages - columns - 1):
        page = _article(draw, number, listed[draw.randrange(columns)])
        if draw.randrange(50) == 0:
            yield replace(page, page=None, outcome=Outcome.UNSURE, status=0, seen_at=page.seen_at - 1000)
            page = replace(page, attempt=2)
        yield page
        if draw.randrange(100) < _LINKS:
            yield _link(draw, number, listed[draw.randrange(columns)])


def mixed(crawls: list[Iterator[Observation]], seed: int) -> Iterator[Observation]:
    """What several crawls see, mixed as workers would mix it, made as it is asked for."""
    draw, left = random.Random(seed), list(crawls)
    while left:
        crawl = draw.choice(left)
        seen = next(crawl, None)
        if seen is None:
            left.remove(crawl)
        else:
            yield seen


def _column(target: Target, draw: random.Random, number: int) -> Observation:
    name = f"{_NAMES[number % len(_NAMES)]}{number}"
    path = ("政务公开", name) if number % 3 else (name,)
    url = f"{target.url}{'zwgk/' if number % 3 else ''}lm{number}/"
    newest = days_ago(draw.choice([1, 5, 20, 90, 400])) if number % 20 else None
    page = PageSeen(
        kind="mailbox" if "信箱" in name else "column",
        entries=15 if newest else 0,
        blank=newest is None,
        newest=newest,
        meta=ALL_TAGS,
        marks=ALL_MARKS,
        column=ColumnSeen(url=url, path=path, name=name),
    )
    digest = f"sha256:{draw.getrandbits(256):064x}"
    place = f"worker-{draw.randrange(9)}-00001.warc.gz#{draw.randrange(10**9)}"
    return observation(
        url, page, target=target.code, kind=TaskKind.COLUMN, seen_at=NOW + number, digest=digest, evidence=place
    )


def _article(draw: random.Random, number: int, column: Observation) -> Observation:
    assert column.page is not None
    url = f"{column.url}content/post_{number}.html"
    newest = days_ago(draw.randint(0, 900))
    shown: dict[str, Any] = {
        "kind": "article",
        "newest": newest,
        "published": newest,
        "title": f"关于第{number}号工作的通知",
    }
    share = draw.randrange(100)
    if share < _LETTERS:
        shown |= {"kind": "message", "letters": (_letter(draw, url),)}
    elif share < _LETTERS + _GUIDES:
        filled = tuple(sorted(draw.sample(_ELEMENTS, draw.randint(3, 8))))
        shown |= {"kind": "guide", "guide": GuideSeen(elements=filled, copies=draw.random() < 0.8)}
    elif share < _LETTERS + _GUIDES + _TIES:
        shown["tie"] = _tie(draw, number)
    elif share < _LETTERS + _GUIDES + _TIES + _SUSPECTED:
        shown["suspicions"] = (Suspicion(kind=draw.choice(_KINDS), sample=f"第{number}处", where="正文"),)
    page = PageSeen(meta=ALL_TAGS, marks=ALL_MARKS, column=column.page.column, **shown)
    return observation(
        url,
        page,
        target=column.target,
        found_on=column.url,
        depth=2,
        seen_at=NOW + number,
        digest=f"sha256:{draw.getrandbits(256):064x}",
        evidence=f"worker-{draw.randrange(9)}-00002.warc.gz#{draw.randrange(10**9)}",
    )


def _letter(draw: random.Random, url: str) -> LetterSeen:
    replied = draw.random() < 0.9
    return LetterSeen(
        url=url,
        title="反映路灯不亮的问题",
        received=days_ago(draw.randint(10, 700)),
        replied=days_ago(draw.randint(0, 9)) if replied else "",
        unit="市住房和城乡建设局",
        reply=replied,
        whole=True,
    )


def _tie(draw: random.Random, number: int) -> TieSeen:
    role = draw.choice([Role.POLICY, Role.INTERPRETATION])
    return TieSeen(role=role, number=f"鄂政办发〔2023〕{number % 99}号", subject=f"第{number % 40}号管理办法")


def _link(draw: random.Random, number: int, column: Observation) -> Observation:
    fate = draw.randrange(_LINKS)
    outcome = Outcome.DEAD if fate < _DEAD else Outcome.UNSURE if fate < _DEAD + _UNTOLD else Outcome.OK
    return observation(
        f"http://www.link{number}.gov.cn/index.html",
        target=column.target,
        kind=TaskKind.OUTSIDE,
        outcome=outcome,
        status=404 if outcome is Outcome.DEAD else 200 if outcome is Outcome.OK else 0,
        found_on=column.url,
        seen_at=NOW + number,
    )
