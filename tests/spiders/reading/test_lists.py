# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Lists in the shapes that templates give them, and their pagers."""

import pytest

from spiders.reading.page import Page

from .pages import SITE, body, page

CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="./">通知公告</a></div>'
TITLES = ("关于召开全县春季农业生产现场会的通知", "关于开展消防安全专项检查工作的公告", "关于二月份大气质量情况的通报")
DAYS = ("2024-02-20", "2024-02-11", "2024-01-09")
ROWS = {
    "li": '<li><a href="/{n}.html">{title}</a><span>{day}</span></li>',
    "date before": '<li><span>[{day}]</span><a href="/{n}.html">{title}</a></li>',
    "table": '<tr><td><img src="/dot.gif"></td><td><a href="/{n}.html">{title}</a></td><td>{day}</td></tr>',
    "divs": '<div class="row"><div class="t"><a href="/{n}.html">{title}</a></div><div class="d">{day}</div></div>',
    "loose": '<a href="/{n}.html">{title}</a> {day}<br>',
    "whole row is link": '<li><a href="/{n}.html"><h4>{title}</h4><p>摘要一句，说明文件的来由和去处。</p><span>{day}</span></a></li>',
    "picture and title": '<li><a href="/{n}.html"><img src="/{n}.jpg"></a><a href="/{n}.html">{title}</a><em>{day}</em></li>',
    "category link": '<li><a href="/c/">[公告]</a><a href="/{n}.html">{title}</a><em>{day}</em></li>',
    "cut title": '<li><a href="/{n}.html" title="{title}">{cut}…</a><span>{day}</span></li>',
    "dl": '<dl><dt><a href="/{n}.html">{title}</a></dt><dd>发布时间：{day}</dd></dl>',
    "day over month": '<li><p class="d"><b>{d}</b><span>{ym}</span></p><a href="/{n}.html">{title}</a></li>',
    "summary with dates": '<li><a href="/{n}.html">{title}</a><p>自2023年5月6日起，至2023年12月30日止，按县里统一部署，各单位要对照清单逐条落实整改。</p><i>{day}</i></li>',
}


def listing(row: str, wrap: str = "<div class=main><ul>{}</ul></div>") -> Page:
    """A column page with three rows of a shape."""
    rows = "".join(
        row.format(n=n, title=title, day=day, cut=title[:6], d=day[8:], ym=day[:7])
        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
    )
    wrap = (
        "<table>{}</table>"
        if row.startswith("<tr")
        else "<div>{}</div>"
        if row[:4] in ("<div", "<dl>", "<a h")
        else wrap
    )
    return page(body(CRUMB + wrap.format(rows)))


@pytest.mark.parametrize("shape", ROWS)
def test_reads_a_list_of_any_shape(shape: str) -> None:
    found = listing(ROWS[shape])
    assert found.kind == "column"
    assert [(entry.title, entry.url) for entry in found.entries] == [
        (title, f"{SITE}/{n}.html") for n, title in enumerate(TITLES)
    ]
    assert [f"{entry.date:%Y-%m-%d}" if entry.date else None for entry in found.entries] == list(DAYS)


def test_month_and_day_take_their_year_from_the_instant() -> None:
    found = page(
        body(
            CRUMB
            + '<ul><li><a href="/1.html">关于征兵工作的通告一则</a>02-20</li><li><a href="/2.html">关于年终盘点的通知</a>12-30</li></ul>'
        )
    )
    assert [f"{entry.date:%Y-%m-%d}" for entry in found.entries if entry.date] == ["2024-02-20", "2023-12-30"]


def test_entries_without_dates_are_entries() -> None:
    found = page(
        body(
            CRUMB
            + "<ul>"
            + "".join(f'<li><a href="/{n}.html">{title}</a></li>' for n, title in enumerate(TITLES))
            + "</ul>"
        )
    )
    assert len(found.entries) == 3
    assert (
        found.seen(found.entries[0].date or __import__("datetime").datetime.now(tz=__import__("datetime").UTC)).undated
        == 3
    )


def test_menus_sidebars_and_footers_are_no_list() -> None:
    menu = "".join(f'<li><a href="/m{n}/">水阳县政府信息公开栏目第{n}号</a></li>' for n in range(12))
    found = page(
        body(
            f'<div class="nav"><ul>{menu}</ul></div>{CRUMB}<div class="main"><ul></ul></div><div class="footer"><ul>{menu}</ul></div>'
        )
    )
    assert found.entries == ()
    assert found.blank


def test_records_in_a_datastore_script_are_entries() -> None:
    records = "".join(
        f"<record><![CDATA[<li><a href='/art/{n}.html' title='{t}'>{t[:5]}...</a><b>{d}</b></li>]]></record>"
        for n, (t, d) in enumerate(zip(TITLES, DAYS, strict=True))
    )
    store = f"<datastore><nextgroup><![CDATA[<a href='/module/web/jpage/dataproxy.jsp?page=1'></a>]]></nextgroup><recordset>{records}</recordset></datastore>"
    found = page(body(f'{CRUMB}<div><script type="text/xml">{store}</script></div>'))
    assert [entry.title for entry in found.entries] == list(TITLES)
    assert found.readable
    assert found.pages.next == f"{SITE}/module/web/jpage/dataproxy.jsp?page=1"
    endpoint = page(f"<?xml version='1.0' encoding='UTF-8'?>{store}", "/module/web/jpage/dataproxy.jsp?page=1")
    assert endpoint.kind == "endpoint"
    assert [entry.title for entry in endpoint.entries] == list(TITLES)


PAGERS = {
    "links": (
        '<a href="index_1.html">下一页</a><a href="index_8.html">尾页</a> 共9页',
        "index.html",
        "index_1.html",
        9,
        True,
    ),
    "numbers": (
        '<a href="l_1.html">1</a><a href="l_2.html">2</a><a href="l_3.html">3</a><a href="l_2.html">&gt;</a><a href="l_3.html">末页</a>',
        "l_1.html",
        "l_2.html",
        3,
        True,
    ),
    "last": ('<a href="index_7.html">上一页</a><span>下一页</span> 9/9页', "index_8.html", "", 9, False),
    "from zero": ('<script>createPageHTML(5, 0, "index", "html", 99);</script>', "index.html", "index_1.html", 5, True),
    "from zero, last": ('<script>createPageHTML(5, 4, "index", "html");</script>', "index_4.html", "", 5, False),
    "from one": (
        "<script>createPageHTML('p', 5, 1, 'list', 'shtml', 99)</script>",
        "list.shtml",
        "list_2.shtml",
        5,
        True,
    ),
    "from one, last": ("<script>createPageHTML('p', 5, 5, 'list', 'shtml', 99)</script>", "list_5.shtml", "", 5, False),
    "commented call": (
        '<script>//createPageHTML(9,0,"x","htm")\nvar currentPage=0;var countPage = 4//页\n</script>',
        "index.shtml",
        "index_1.shtml",
        4,
        True,
    ),
    "counting down": (
        '共24条 2/3 <a href="../t.htm">首页</a><a href="../t.htm">上页</a><a href="1.htm">下页</a>',
        "2.htm",
        "1.htm",
        3,
        False,
    ),
    "one page": ("<script>createPageHTML(1, 0, 'index', 'html')</script>", "index.html", "", 1, True),
}


@pytest.mark.parametrize("name", PAGERS)
def test_reads_a_pager(name: str) -> None:
    markup, at, following, count, first = PAGERS[name]
    rows = "".join(f'<li><a href="/a/{n}.html">{title}</a>2024-01-0{n + 1}</li>' for n, title in enumerate(TITLES))
    pages = page(body(f"{CRUMB}<ul>{rows}</ul><div>{markup}</div>"), f"/tzgg/{at}").pages
    assert (pages.next, pages.count, pages.first) == (f"{SITE}/tzgg/{following}" if following else "", count, first)
