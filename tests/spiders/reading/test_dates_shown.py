# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Dates where pages show them: beside the entries of a list, under the title of an article."""

from datetime import date, datetime

import pytest

from spiders.reading.dates import BEIJING
from spiders.reading.page import Page, read

from .pages import AS_OF, FOOTER, SITE, body

FETCHED = datetime(2024, 3, 2, 10, 30, tzinfo=BEIJING)
CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a></div>'
TAIL = CRUMB.replace("</div>", " &gt; 正文</div>")
TITLE = "<h1>县水利局开展春季堤防隐患排查工作</h1>"


def fetched(inner: str, path: str) -> Page:
    """A page of the test site as it was fetched two days after the inspection's instant."""
    crumb = CRUMB if path.endswith("/") else TAIL
    return read(body(crumb + inner + FOOTER).encode(), SITE + path, as_of=AS_OF, fetched=FETCHED)


def days(rows: list[str]) -> list[str]:
    """The dates of a list's entries, day by day; empty where one shows none."""
    markup = "".join(
        row.format(link=f'<a href="/gzdt/{n}.html">关于第{"一二三四五六"[n]}批专项工作的通知</a>')
        for n, row in enumerate(rows)
    )
    found = fetched(f'<div class="list"><ul>{markup}</ul></div>', "/gzdt/")
    return [entry.date.date().isoformat() if entry.date else "" for entry in found.entries]


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("<li>{link}<span>2024-02-01</span></li>", "2024-02-01"),
        ("<li>{link}<span>[02-01]</span></li>", "2024-02-01"),
        ("<li>{link}<span>12-30</span></li>", "2023-12-30"),
        ("<li>{link}<span>24-02-01</span></li>", "2024-02-01"),
        ("<li>{link}<span>二〇二四年二月一日</span></li>", "2024-02-01"),
        ("<li>{link}<span>２０２４－０２－０１</span></li>", "2024-02-01"),
        ("<li><div class=d><span>01</span><i>2024-02</i></div>{link}</li>", "2024-02-01"),
        ("<li><div class=d><i>2024-02</i><span>01</span></div>{link}</li>", "2024-02-01"),
        ("<li><div class=d><b>01</b><em>2024.02</em></div>{link}</li>", "2024-02-01"),
        ("<li><div class=d><p>02-01</p><p>2024</p></div>{link}</li>", "2024-02-01"),
        ("<li>{link}<span>昨天 10:20</span></li>", "2024-03-01"),
        ("<li>{link}<span>3天前</span></li>", "2024-02-28"),
        ('<li>{link}<span class="t" data-time="1706749200"></span></li>', "2024-02-01"),
        ('<li>{link}<time datetime="2024-01-31T20:00:00Z"></time></li>', "2024-02-01"),
        ("<li>{link}<p>成文日期：2024-01-05 发布日期：2024-02-01</p></li>", "2024-02-01"),
        ("<li>{link}<p>来源：县水利局 发布时间：2024年2月1日 浏览：312</p></li>", "2024-02-01"),
        ("<li>{link}<span>征集时间：2024-02-01至2024-03-01</span></li>", ""),
        ("<li>{link}<span>截止日期：2024-02-01</span></li>", ""),
        ("<li>{link}<span>2024年2月</span></li>", ""),
        ("<li>{link}<span>2024-02-30</span></li>", ""),
        ("<li>{link}<span>水政办发〔2024〕3号</span></li>", ""),
        ("<li>{link}<span>0711-3830000</span></li>", ""),
    ],
)
def test_reads_the_date_beside_an_entry(row: str, day: str) -> None:
    """The other rows are dated, so that this one is judged among its like."""
    rows = [row, *["<li>{link}<span>2024-01-02</span></li>"] * 5]
    assert days(rows) == [day, *["2024-01-02"] * 5]


def test_the_address_of_an_entry_gives_its_year() -> None:
    markup = "".join(
        f'<li><a href="/gzdt/2021{month:02}/t2021{month:02}03_{month}.html">关于第{month}批专项工作的通知</a><span>{month:02}-04</span></li>'
        for month in range(1, 7)
    )
    found = fetched(f"<ul>{markup}</ul>", "/gzdt/")
    assert [entry.date.date() for entry in found.entries if entry.date] == [date(2021, m, 4) for m in range(1, 7)]


def test_an_entry_of_tomorrow_is_in_the_future() -> None:
    markup = "".join(
        f'<li><a href="/gzdt/{n}.html">关于第{n}批专项工作的通知</a><span>2024-0{n}-03</span></li>' for n in (1, 2, 5)
    )
    seen = fetched(f"<ul>{markup}</ul>", "/gzdt/").seen(AS_OF)
    assert (seen.newest, seen.future) == ("2024-02-03T00:00:00+08:00", "2024-05-03T00:00:00+08:00")


@pytest.mark.parametrize(
    ("line", "instant"),
    [
        ("<p>发布时间：2024-02-01 09:24:31 来源：县水利局</p>", "2024-02-01T09:24:31+08:00"),
        ("<p>发布时间：二〇二四年二月一日</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>发布日期：[2024-02-01]</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>发布时间：昨天 09:24</p>", "2024-03-01T09:24:00+08:00"),
        ("<p>发布时间：02-01 09:24</p>", "2024-02-01T09:24:00+08:00"),
        ("<p>发布时间：20240201</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>2024年2月1日 来源：县水利局</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>２０２４年２月１日</p>", "2024-02-01T00:00:00+08:00"),
        ('<p class=info><time datetime="2024-02-01T01:24:31Z"></time></p>', "2024-02-01T09:24:31+08:00"),
        ('<p class=info><span data-publish-time="1706750671"></span></p>', "2024-02-01T09:24:31+08:00"),
        ("<p>发布时间 | 2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>发布时间：<script>document.write('2024-02-01 09:24')</script></p>", "2024-02-01T09:24:00+08:00"),
        ("<p>县水利局 2024-02-01 09:24 浏览：12</p>", "2024-02-01T09:24:00+08:00"),
        ("<p>浏览次数：12 2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>编辑：李四 2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>星期四 2024年02月01日</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>更新时间：2024-02-05 发布时间：2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>成文日期：2024-01-15</p><p>发布日期：2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<table><tr><td>发布日期</td><td>2024-02-01</td></tr></table>", "2024-02-01T00:00:00+08:00"),
        ("<p>公布日期：2024-02-01</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>成文日期：2024-01-15 更新时间：2024-02-01 浏览：5</p>", "2024-02-01T00:00:00+08:00"),
        ("<p>成文日期：2024-01-15 浏览：5</p>", ""),
        ("<p>县水利局于2024-02-01上午9:00召开会议</p>", ""),
        ("<p>水政办发〔2024〕3号 2024-02-01</p>", ""),
        ("<p>现将2024年2月1日通过的办法印发，请阅读。</p>", ""),
        ("<p>2024年2月1日，县水利局组织人员开展排查。</p>", ""),
        ("<p>2024年2月1日上午，全县水利工作会议召开。</p>", ""),
        ("<p>2024年2月1日至5日，县水利局组织人员开展排查。</p>", ""),
        ("<p>公示时间：2024-02-01至2024-02-07</p>", ""),
        ("<p>成文日期：2024-02-01</p>", ""),
        ("<p>截止时间：2024-02-01</p>", ""),
        ("<p>发布时间：2024-02-30</p>", ""),
        ("<p>发布时间：2024年2月</p>", ""),
        ("<p>正文没有日期。</p>", ""),
        ("<p>正文没有日期。</p><p>Copyright © 2018-2024 版权所有</p>", ""),
    ],
)
def test_reads_the_date_under_a_title(line: str, instant: str) -> None:
    found = fetched(TITLE + line + "<p>正文一段。</p>", "/gzdt/1.html")
    assert found.kind == "article"
    assert (found.published.isoformat() if found.published else "") == instant


def test_what_is_shown_goes_before_the_tag_and_the_address() -> None:
    markup = body(
        TAIL + TITLE + "<p>发布时间：2024-01-20</p><p>正文。</p>" + FOOTER,
        '<meta name="PubDate" content="2024-02-28 10:00">',
    )
    found = read(markup.encode(), SITE + "/gzdt/202402/t20240227_1.html", as_of=AS_OF)
    assert found.published == datetime(2024, 1, 20, tzinfo=BEIJING)


@pytest.mark.parametrize(
    "tag",
    [
        '<meta name="PubDate" content="2024-02-28T02:00:00Z">',
        '<meta name="publishdate" content="2024-02-28 10:00">',
        '<meta property="article:published_time" content="2024-02-28T10:00:00+08:00">',
        '<meta itemprop="datePublished" content="2024-02-28T10:00:00">',
        '<script type="application/ld+json">{"@id": "x", "pubDate": "2024-02-28T10:00:00"}</script>',
        '<meta name="PubDate" content="$PubDate$"><meta name="publishdate" content="2024-02-28 10:00">',
    ],
)
def test_a_tag_speaks_where_the_page_is_silent(tag: str) -> None:
    head = '<meta name="ArticleTitle" content="县水利局开展春季堤防隐患排查工作">' + tag
    found = read(body(TAIL + TITLE + "<p>正文。</p>" + FOOTER, head).encode(), SITE + "/gzdt/1.html", as_of=AS_OF)
    assert found.published == datetime(2024, 2, 28, 10, tzinfo=BEIJING)
