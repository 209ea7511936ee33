# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Pagers of 帝国, 动易, SiteServer and plain tables: by numbers, by calls, and those that need a POST."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.cms.generic import POSTED, RUN, Step, by_number, count_of
from tests.spiders.reading.pages import SITE

from .markup import listed


def numbers(pattern: str, linked: list[int]) -> str:
    return "".join(f'<a href="{pattern.format(n)}">{n}</a>' for n in linked)


@pytest.mark.parametrize(
    ("name", "markup", "path", "following", "count"),
    [
        (
            "帝国",
            ('<a title="Total record"><b>162</b></a><b>1</b><a href="/tzgg/index_2.html">2</a><a href="/tzgg/index_3.html">3</a>'
            '<a href="/tzgg/index_2.html">下一页</a><a href="/tzgg/index_14.html">尾页</a>'),
            "/tzgg/",
            "/tzgg/index_2.html",
            14,
        ),
        (
            "动易",
            '<span>1</span><a href="List_12.aspx?Page=2">2</a><a href="List_12.aspx?Page=2">下一页</a><a href="List_12.aspx?Page=7">尾页</a>',
            "/tzgg/List_12.aspx",
            "/tzgg/List_12.aspx?Page=2",
            7,
        ),
        (
            "SiteServer",
            '<a href="/channels/12_2.html">下一页</a><a href="/channels/12_9.html">末页</a>',
            "/channels/12.html",
            "/channels/12_2.html",
            9,
        ),
        ("no next, first", "<b>1</b>" + numbers("list.asp?id=3&amp;pageNo={}", [2, 3]), "/list.asp?id=3", "/list.asp?id=3&pageNo=2", None),
        ("no next, between", numbers("list.jsp?page={}", [1, 2]) + "<b>3</b>" + numbers("list.jsp?page={}", [4]), "/list.jsp?page=3", "/list.jsp?page=4", None),
        ("no next, last", numbers("list.jsp?page={}", [1, 2]) + "<b>3</b>", "/list.jsp?page=3", "", None),
        ("no next, itself linked", numbers("p_{}.html", [1, 2, 3]), "/tzgg/p_2.html", "/tzgg/p_3.html", None),
        ("from zero", '<a href="index_1.html">下一页</a><a href="index_8.html">尾页</a>', "/tzgg/index.html", "/tzgg/index_1.html", 9),
        ("down", '<a href="gz/35.htm">下页</a><a href="gz/1.htm">尾页</a>', "/tzgg/gz.htm", "/tzgg/gz/35.htm", 36),
    ],
)  # fmt: skip
def test_pages_told_apart_by_a_number(name: str, markup: str, path: str, following: str, count: int | None) -> None:
    pages = listed(markup, path).pages
    assert (pages.next, pages.count) == (SITE + following if following else "", count), name


@pytest.mark.parametrize(
    "markup",
    [
        numbers("/nian/{}.html", [2022, 2023, 2024]),
        '<a href="/a/7.html">2</a><a href="/b/9.html">3</a>',
        '<a href="/rili/2024-02-05.html">2</a><a href="/rili/2024-03-09.html">3</a>',
    ],
)
def test_numbers_that_are_no_pages_lead_nowhere(markup: str) -> None:
    assert listed(f"<b>1</b>{markup}").pages.next == ""


@given(last=st.integers(2, 400), current=st.integers(1, 400), offset=st.integers(-1, 0))
def test_any_counted_pager_leads_to_the_next_page(last: int, current: int, offset: int) -> None:
    current = min(current, last)
    near = [n for n in {1, *range(current - 4, current + 5), last} if 1 <= n <= last and n != current]
    steps = [Step(str(n), f"{SITE}/l_{n + offset}.html") for n in sorted(near)]
    own = f"{SITE}/l_{current + offset}.html"
    wanted = f"{SITE}/l_{current + 1 + offset}.html" if current < last else ""
    assert by_number(steps, own) == wanted


def test_a_count_is_told_by_the_last_link_only_on_the_first_page() -> None:
    assert count_of("/i_2.html", "/i_9.html", first=False) is None
    assert count_of("/i_2.html", "/i_2.html", first=True) == 2
    assert count_of("/i_2.html", "/2024/i_9.html", first=True) is None
    assert count_of("/1/i_2.html", "/3/i_9.html", first=True) is None


GO = "<script>function goPage(n) {{ {body} }}\nfunction other() {{ location.href='/x?' + 1; }}</script>"


@pytest.mark.parametrize(
    ("link", "body", "following"),
    [
        ('href="javascript:goPage(2)"', 'location.href = "list.jsp?id=3&pageNo=" + n;', "/tzgg/list.jsp?id=3&pageNo=2"),
        ('title="下一页" onclick="query(this,\'/tzgg/a1-2.shtml\')"', "", "/tzgg/a1-2.shtml"),
        ('href="#" onclick="goPage(2)"', "window.location='/l.asp?p='+n+'&c=1';", "/l.asp?c=1&p=2"),
        ("href=\"javascript:goPage('2')\"", "document.location.href='index_' + n + '.html';", "/tzgg/index_2.html"),
    ],
)
def test_a_link_that_calls_a_script_leads_where_that_writes(link: str, body: str, following: str) -> None:
    pages = listed(f"<a {link}>下一页</a>{GO.format(body=body)}").pages
    assert (pages.next, pages.barred) == (SITE + following, "")


@pytest.mark.parametrize(
    ("link", "body", "barred"),
    [
        ("href=\"javascript:__doPostBack('AspNetPager1','2')\"", "", POSTED),
        ('href="javascript:goPage(2)"', "document.form1.page.value = n; document.form1.submit();", POSTED),
        ('href="javascript:goPage(2)"', "load(n, render);", RUN),
        ('href="javascript:void(0)"', "", ""),
        ('href="javascript:;"', "", ""),
    ],
)
def test_pages_that_cannot_be_asked_for_are_told_so(link: str, body: str, barred: str) -> None:
    found = listed(f"<a {link}>下一页</a> 共3页{GO.format(body=body)}")
    assert (found.pages.next, found.pages.barred, found.pages.count) == ("", barred, 3)
    assert found.readable, "the page itself was read"
    assert found.to_json()["pages"]["barred"] == (barred or None)


@pytest.mark.parametrize("number", ["0", "²", "9" * 5_000, "-1", "٣"])
def test_a_number_that_is_none_breaks_nothing(number: str) -> None:
    """The first two crashed the reading of fuzzed pages."""
    listed(f'<div class="page"><a href="index_0.html">{number}</a></div>')
    found = listed(f'<div class="page"><a href="l_{number}.html">{number}</a><a href="l_{number}.html">末页</a></div>')
    assert found.kind == "column"
    listed(f'<div class="page"><a href="a_2.html" title="{number}"><img></a><a href="a_3.html">3</a></div>')
    listed(f'<b>1</b><script>createPageHTML({number}, {number}, "index", "html");</script>')


@pytest.mark.parametrize(
    "markup",
    [
        numbers("/l_{}.html", list(range(2, 4_000))),
        "".join(f'<a href="{"/1" * 400}{n}">{n}</a>' for n in range(2, 400)),
        '<a href="javascript:go(2)">下一页</a><script>function go(' + "location.href='" * 6_000 + "</script>",
        '<a href="javascript:go(2)">下一页</a><script>' + "function go(" * 7_000 + "</script>",
    ],
)
def test_hostile_pagers_cost_little(markup: str) -> None:
    begun = time.perf_counter()
    listed(f"<b>1</b>{markup}")
    assert time.perf_counter() - begun < 1
