"""The generated sites that both crawlers crawl: link-rich pages of 15 to 40 kB with 60 to 150 links each.

A function of the host's name alone, so every run sees the same bytes. Pages link within their site only and with
addresses in one spelling, so that any crawler that follows links finds the same pages and no others.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

HOSTS = tuple(f"wz{number}.bench.example" for number in range(1, 5))
COLUMNS = 20
#: Columns that have a second page.
LONG_COLUMNS = 10
ARTICLES = 169
#: Pages of one site.
PAGES = 1 + COLUMNS + LONG_COLUMNS + ARTICLES

_NEWEST = date(2024, 2, 28)
_PROSE = (
    "全市经济社会发展总体平稳，重点项目建设有序推进。会议强调，要坚持以人民为中心的发展思想，切实办好民生实事。"
    "各地各部门要压实责任，细化措施，确保各项任务落到实处。"
)
_TOPICS = (
    "优化营商环境",
    "安全生产检查",
    "春季造林绿化",
    "重点项目调度",
    "民生实事办理",
    "防汛抗旱准备",
    "政务服务提升",
)
_FORMS = ("工作会议召开", "专项行动的通知", "实施方案印发", "情况通报", "推进会在我市举行", "公告")


def site(host: str) -> dict[str, bytes]:
    """Every page of one site, by path."""
    return {path: page.encode() for path, page in _pages(host, random.Random(host))}


def _pages(host: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    name = f"{host.partition('.')[0]}市人民政府"
    everything = range(ARTICLES)
    recent = _list(everything[:90])
    yield "/", _page(rng, name, {"ColumnName": ""}, f'<div class="news">{recent}</div>')
    for column in range(COLUMNS):
        for number in range(1 + (column < LONG_COLUMNS)):
            first = (2 * column + number) * 4
            shown = [(first + step) % ARTICLES for step in range(rng.randint(45, 110))]
            yield _column(column, number), _page(rng, name, _column_meta(column), _column_body(column, number, shown))
    for article in everything:
        yield _article(article), _page(rng, name, _article_meta(article), _article_body(rng, article))


def _column_body(column: int, number: int, shown: list[int]) -> str:
    pager = ""
    if column < LONG_COLUMNS:
        here, there = ("下一页", _column(column, 1)) if number == 0 else ("上一页", _column(column, 0))
        pager = f'<div class="page"><span>共2页</span> <a href="{there}">{here}</a></div>'
    return f'{_trail(column)}</div><div class="list">{_list(shown)}</div>{pager}'


def _article_body(rng: random.Random, article: int) -> str:
    near = [(article + step) % ARTICLES for step in range(1, rng.randint(42, 128))]
    side = "".join(f'<li><a href="{_article(one)}">{_title(one)}</a></li>' for one in near)
    return (
        f'{_trail(article % COLUMNS)} &gt; 正文</div><h1 class="title">{_title(article)}</h1>'
        f'<div class="info">发布时间：{_day(article)} 09:{article % 60:02d} 来源：市政府办公室</div>'
        f'<div class="TRS_Editor">{_paragraphs(rng.randint(2, 8))}</div><div class="side"><ul>{side}</ul></div>'
    )


def _page(rng: random.Random, name: str, meta: dict[str, str], body: str) -> str:
    """One page around its body, filled up to its size with what no reader can skip: text of the page."""
    tags = {"SiteName": name, "SiteDomain": "www.bench.example", "SiteIDCode": "4207000001"} | meta
    head = "".join(f'<meta name="{key}" content="{value}">' for key, value in tags.items() if value)
    menu = "".join(f'<li class="nav-item"><a href="{_column(n)}">{_column_name(n)}</a></li>' for n in range(COLUMNS))
    page = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title>{head}'
        '<link rel="stylesheet" href="/images/style.css"><script src="/images/jquery.js"></script></head><body>'
        f'<div class="header"><ul class="nav"><li><a href="/">首页</a></li>{menu}</ul></div>{body}'
        '%s<div class="footer">主办单位：市人民政府办公室 网站标识码：4207000001 鄂ICP备05000001号-1 '
        "鄂公网安备 42070002000001号</div></body></html>"
    )
    missing = rng.randint(15_000, 40_000) - len(page.encode())
    return page % (f'<div class="more">{_paragraphs(max(0, missing) // len(_PROSE.encode()))}</div>')


def _list(articles: range | list[int]) -> str:
    rows = "".join(
        f'<li><a href="{_article(one)}" title="{_title(one)}">{_title(one)}</a><span>{_day(one)}</span></li>'
        for one in articles
    )
    return f"<ul>{rows}</ul>"


def _trail(column: int) -> str:
    link = f'<a href="{_column(column)}">{_column_name(column)}</a>'
    return f'<div class="crumb">当前位置：<a href="/">首页</a> &gt; {link}'


def _column_meta(column: int) -> dict[str, str]:
    return {"ColumnName": _column_name(column), "ColumnType": "通知公告"}


def _article_meta(article: int) -> dict[str, str]:
    return _column_meta(article % COLUMNS) | {
        "ArticleTitle": _title(article),
        "PubDate": f"{_day(article)} 09:{article % 60:02d}",
        "ContentSource": "市政府办公室",
    }


def _column(column: int, number: int = 0) -> str:
    return f"/zwgk/c{column:02d}/{f'index_{number}.html' if number else ''}"


def _column_name(column: int) -> str:
    return f"政务公开第{column + 1}栏"


def _article(article: int) -> str:
    day = _day(article).replace("-", "")
    return f"/zwgk/c{article % COLUMNS:02d}/{day[:6]}/t{day}_{3_600_000 + article}.html"


def _title(article: int) -> str:
    return f"关于{_TOPICS[article % len(_TOPICS)]}第{article + 1}号{_FORMS[article % len(_FORMS)]}"


def _day(article: int) -> str:
    return (_NEWEST - timedelta(days=article)).isoformat()


def _paragraphs(count: int) -> str:
    return f"<p>{_PROSE}</p>" * count
