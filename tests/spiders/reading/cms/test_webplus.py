# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""苏迪 WebPlus: list.htm, list2.htm …"""

import pytest

from tests.spiders.reading.pages import SITE

from .markup import listed


def pager(current: int, of: int, following: str) -> str:
    return (
        f'<div id="wp_paging_w6"><ul class="wp_paging clearfix"><li class="page_nav"><a class="next" href="{following}"><span>下一页'
        '&gt;&gt;</span></a></li><li class="page_jump"><span class="pages">页码 <em class="curr_page">'
        f'{current}</em>/<em class="all_pages">{of}</em></span></li></ul></div>'
    )


@pytest.mark.parametrize(
    ("at", "linked", "following", "first"),
    [
        ("list.htm", "/_s1/12/list2.htm", "list2.htm", True),
        ("list.htm", "javascript:void(0);", "list2.htm", True),
        ("list2.htm", "javascript:void(0);", "list3.htm", False),
        ("list3.htm", "javascript:void(0);", "", False),
        ("list1.psp", "javascript:void(0);", "list2.psp", True),
    ],
)
def test_goes_on_by_link_or_by_count(at: str, linked: str, following: str, first: bool) -> None:
    pages = listed(pager(1, 3, linked), f"/_s1/12/{at}").pages
    assert (pages.next, pages.first) == (f"{SITE}/_s1/12/{following}" if following else "", first)
    assert pages.count == 3
    assert pages.barred == ""


def test_a_pager_that_does_not_count_derives_nothing() -> None:
    assert listed('<div id="wp_paging_w6"></div>', "/12/list.htm").pages.next == ""
