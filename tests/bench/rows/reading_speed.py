# ruff: noqa: E501 - the generated page stands on lines as publishing systems write it
"""How fast one page is read: ``reading_ms``.

Milliseconds to read one generated list page of 40 kB with 150 links (``spiders.reading.page.read``), in this process,
the mean of forty pages a run. Stock reads nothing, so there is no figure of it.
"""

import time

from spiders.reading.page import read
from tests.bench.ground import Ground
from tests.bench.report import Row, row

KEYS = ("reading_ms",)
RUNS = 5
PAGES = 40
_URL = "http://www.example.gov.cn/zwgk/tzgg/index.html"


async def measure(_: Ground) -> dict[str, Row]:
    """Read."""
    return {"reading_ms": row([reading_ms() for _run in range(RUNS)])}


def reading_ms(pages: int = PAGES) -> float:
    """Milliseconds a page, wall."""
    body = generated_page()
    begun = time.perf_counter()
    for _ in range(pages):
        read(body, _URL)
    return (time.perf_counter() - begun) * 1000 / pages


def generated_page(links: int = 150, size: int = 40_000) -> bytes:
    """A list page of a TRS-like site: so many links, so many bytes."""
    menu = "".join(
        f'<li class="nav-item"><a href="/zwgk/c{n}/" title="栏目{n}">政务公开栏目{n}</a></li>' for n in range(40)
    )
    rows = "".join(
        f'<li><a href="./202402/t202402{n % 28 + 1:02}_{n}.html" title="关于开展第{n}号专项工作的通知公告">关于开展第{n}号专项工作的通知…'
        f'</a><span class="date">2024-02-{n % 28 + 1:02}</span></li>'
        for n in range(links - 46)
    )
    page = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>通知公告_某市人民政府</title>'
        '<meta name="SiteName" content="某市人民政府"><meta name="SiteDomain" content="www.example.gov.cn">'
        '<meta name="SiteIDCode" content="4207000001"><meta name="ColumnName" content="通知公告">'
        '<meta name="ColumnType" content="通知公告"></head><body><div class="header"><ul class="nav">'
        + menu
        + "</ul></div>"
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="./">通知公告</a></div>'
        f'<div class="list"><ul>{rows}</ul></div><script>createPageHTML(12,0,"index","html",240);</script>'
        '<div class="footer">主办：某市人民政府 网站标识码：4207000001 <a href="https://beian.miit.gov.cn">鄂ICP备05000001号-1</a>'
        '<a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=42070002000001">鄂公网安备42070002000001号</a>'
        '<script id="_jiucuo_" sitecode="4207000001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script></div>'
        "%s</body></html>"
    )
    filler = max(0, size - len(page.encode()))
    return (page % ("<p>" + "正文内容" * (filler // 12) + "</p>")).encode()
