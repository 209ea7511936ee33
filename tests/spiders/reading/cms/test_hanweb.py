# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""大汉 JCMS: stores in scripts, groups behind them, and calls that tell what to ask."""

import pytest

from spiders.reading.page import read
from tests.spiders.reading.pages import SITE, page

from .markup import CRUMB, column, days, rows, urls

PROXY = "/module/web/jpage/dataproxy.jsp"


def store(first: int, count: int, following: str = "", told: str = "") -> str:
    group = f"<nextgroup><![CDATA[<a href='{following}'></a>]]></nextgroup>" if following else ""
    found = "".join(f"<record><![CDATA[{rows(n, 1)}]]></record>" for n in range(first, first + count))
    return f"<datastore>{told}{group}<recordset>{found}</recordset></datastore>"


def call(more: str = "", proxy: str = PROXY, total: int = 95) -> str:
    return (
        f"<script>$(function(){{ $('#5521').jpage({{themeName:'default',totalRecord:{total},perPage:20,groupSize:3,dataBefore:'',"
        f"proxyUrl:'{proxy}',barPosition:'bottom',ajaxParam:{{col:1,appid:'1',webid:60,path:'/',columnid:30067,"
        f"unitid:'5521',webname:'水阳县人民政府',permissiontype:0{more}}}}});}});</script>"
    )


def test_a_store_in_the_page_names_its_next_group() -> None:
    found = column(
        f'<div id="5521"><script type="text/xml">{store(0, 4, PROXY + "?page=1&amp;columnid=7")}</script></div>{call()}'
    )
    assert urls(found) == [f"/art/{n}.html" for n in range(4)]
    assert found.pages.next == f"{SITE}{PROXY}?columnid=7&page=1"
    assert found.pages.count == 5
    assert found.readable


def test_the_call_beside_a_store_tells_what_to_ask_where_no_group_is_named() -> None:
    found = column(f'<div id="5521"><script type="text/xml">{store(0, 4)}</script></div>{call()}')
    query = dict(part.split("=") for part in found.pages.next.partition("?")[2].split("&"))
    assert (query["startrecord"], query["endrecord"], query["perpage"]) == ("5", "64", "20")
    assert (query["columnid"], query["unitid"], query["webid"]) == ("30067", "5521", "60")
    assert query["webname"] == "%E6%B0%B4%E9%98%B3%E5%8E%BF%E4%BA%BA%E6%B0%91%E6%94%BF%E5%BA%9C"


def test_a_page_without_records_is_asked_for_from_the_first_and_is_not_blank() -> None:
    found = column(f'<div id="5521"></div>{call(proxy="/module/jpage/morecolumndataproxy.jsp")}')
    assert "/module/jpage/morecolumndataproxy.jsp?" in found.pages.next
    assert "startrecord=1" in found.pages.next
    assert not found.readable
    assert not found.blank


def test_nothing_is_asked_behind_the_last_record() -> None:
    markup = f'<script type="text/xml">{store(0, 4)}</script>{call(total=4)}'
    assert column(markup).pages.next == ""


@pytest.mark.parametrize("more", [",keyword:getWord()", ",x:{y:1}", ""])
def test_a_call_whose_data_is_no_plain_object_asks_for_what_is_plain_or_nothing(more: str) -> None:
    following = column(f'<div id="5521"></div>{call(more)}').pages.next
    assert "keyword" not in following
    assert bool(following) == ("{" not in more)


def test_an_older_call_names_an_array_of_records() -> None:
    records = ",".join("'" + rows(n, 1).replace("'", "\\'") + "'" for n in range(4))
    older = call().replace("dataBefore:''", "dataBefore:'',dataStore:InitData5521")
    found = column(f'<div id="5521"></div><script>var InitData5521=[{records}];</script>{older}')
    assert urls(found) == [f"/art/{n}.html" for n in range(4)]
    assert days(found) == ["02-28", "02-27", "02-26", "02-25"]
    assert found.readable
    assert "startrecord=5" in found.pages.next


@pytest.mark.parametrize("array", ["[", "['a', b]", "null", "['" + "x" * 50_000])
def test_a_broken_array_holds_what_was_whole(array: str) -> None:
    older = call().replace("dataBefore:''", "dataBefore:'',dataStore:InitData")
    assert column(f"<script>var InitData={array};</script>{older}").entries == ()


def test_an_answer_lists_its_records_and_the_group_behind() -> None:
    found = page(
        f"<?xml version='1.0' encoding='UTF-8'?>{store(4, 3, PROXY + '?page=2&columnid=7', '<totalpage>5</totalpage>')}",
        f"{PROXY}?page=1&columnid=7",
    )
    assert found.kind == "endpoint"
    assert urls(found) == ["/art/4.html", "/art/5.html", "/art/6.html"]
    assert days(found) == ["02-24", "02-23", "02-22"]
    assert found.pages.next == f"{SITE}{PROXY}?columnid=7&page=2"
    assert found.pages.count == 5
    assert not found.pages.first


def test_an_answer_asked_for_by_record_numbers_goes_on_to_the_last_record() -> None:
    asked = f"{PROXY}?columnid=7&endrecord=60&perpage=20&startrecord=1"
    told = "<totalrecord>95</totalrecord>"
    one = page(store(0, 60, told=told), asked)
    assert one.pages.next == f"{SITE}{PROXY}?columnid=7&endrecord=95&perpage=20&startrecord=61"
    two = page(store(60, 35, told=told), one.pages.next.removeprefix(SITE))
    assert two.pages.next == ""
    assert len(two.entries) == 35


def test_an_empty_group_has_none_behind_it_whatever_it_says() -> None:
    assert page(store(0, 0, PROXY + "?page=9") + "<record></record>", f"{PROXY}?page=8").pages.next == ""


def test_the_links_of_an_answer_are_those_of_the_page_that_asked() -> None:
    relative = "<recordset><record><![CDATA[<li><a href='a/1.html'>关于清明祭扫安全的提示通知</a>2024-02-01</li>]]></record></recordset>"
    found = read(relative.encode(), f"{SITE}{PROXY}?page=1", found_on=f"{SITE}/col/col7/index.html")
    assert [entry.url for entry in found.entries] == [f"{SITE}/col/col7/a/1.html"]


def test_a_page_that_only_speaks_of_records_is_a_page() -> None:
    assert column(f"<ul>{rows()}</ul><script>var x = '<recordset';</script>").pages.next == ""
    assert CRUMB
