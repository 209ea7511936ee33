# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""What the pages of every system have in common in these tests: a trail, rows, a frame."""

from spiders.reading.page import Page
from tests.spiders.reading.pages import SITE, body, page

CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="./">通知公告</a></div>'
TITLES = (
    "关于举办全县茶叶采摘技能比赛的通知",
    "关于古桥修缮期间车辆绕行的公告",
    "关于公开征求社区食堂选址意见的通告",
    "关于表扬汛期值守先进个人的通报",
)


def rows(first: int = 0, count: int = 4, folder: str = "/art") -> str:
    """List rows with dates that fall by a day each."""
    return "".join(
        f'<li><a href="{folder}/{n}.html" title="{TITLES[n % 4]}之{n}">{TITLES[n % 4][:9]}…</a><span>2024-02-{28 - n % 28:02}</span></li>'
        for n in range(first, first + count)
    )


def column(inner: str, path: str = "/tzgg/index.html", head: str = "") -> Page:
    """A column's page around a piece of markup."""
    return page(body(CRUMB + inner, head), path)


def listed(markup: str, path: str = "/tzgg/index.html") -> Page:
    """A column's page with four dated rows and, behind them, a piece of markup."""
    return column(f'<div class="main"><ul>{rows()}</ul>{markup}</div>', path)


def urls(found: Page) -> list[str]:
    """The addresses of the entries, without the site."""
    return [entry.url.removeprefix(SITE) for entry in found.entries]


def days(found: Page) -> list[str | None]:
    """The days of the entries."""
    return [f"{entry.date:%m-%d}" if entry.date else None for entry in found.entries]
