"""博达 VSB: lists that count down."""

import pytest

from tests.spiders.reading.pages import SITE

from .markup import listed

JS = '<script language="javascript" src="../system/resource/js/gotopage.js"></script>'
GO = JS + "<script>function a1343_gopage_fun(){_simple_list_gotopage_fun(36,'a1343GOPAGE',2)}</script>"


@pytest.mark.parametrize(
    ("markup", "path", "following", "count", "first"),
    [
        ('<a href="gzdt/35.htm">下页</a><a href="gzdt/1.htm">尾页</a>' + GO, "/xw/gzdt.htm", "gzdt/35.htm", 36, True),
        ('<a href="34.htm">下页</a><a href="../gzdt.htm">上页</a>' + GO, "/xw/gzdt/35.htm", "gzdt/34.htm", 36, False),
        (GO, "/xw/gzdt.htm", "gzdt/35.htm", 36, True),
        (GO, "/xw/gzdt/35.htm", "gzdt/34.htm", 36, False),
        (GO, "/xw/gzdt/1.htm", "", 36, False),
        (
            JS + """<input onkeydown="if(event.keyCode==13){_simple_list_gotopage_fun(3,'u13_goto',2)}">""",
            "/xw/gzdt.htm",
            "gzdt/2.htm",
            3,
            True,
        ),
        (JS + "<script>_simple_list_gotopage_fun(1,'x',2)</script>", "/xw/gzdt.htm", "", 1, True),
    ],
)
def test_counts_down_to_the_oldest_page(markup: str, path: str, following: str, count: int, first: bool) -> None:
    pages = listed(markup, path).pages
    assert (pages.next, pages.count, pages.first) == (f"{SITE}/xw/{following}" if following else "", count, first)


def test_an_articles_number_is_no_page_and_an_unknown_count_derives_nothing() -> None:
    assert listed(GO, "/info/1015/4213.htm").pages.next == ""
    assert listed(JS, "/xw/gzdt.htm").pages.next == ""


def test_the_pages_of_a_dynamic_list_are_told_by_its_links() -> None:
    path = "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1015"
    link = '<a href="?a1343t=36&a1343p=2&a1343c=15&urltype=tree.TreeTempUrl&wbtreeid=1015">下页</a>'
    pages = listed(link + GO, path).pages
    assert pages.next == f"{SITE}/list.jsp?a1343c=15&a1343p=2&a1343t=36&urltype=tree.TreeTempUrl&wbtreeid=1015"
    assert listed(GO, path).pages.next == ""
