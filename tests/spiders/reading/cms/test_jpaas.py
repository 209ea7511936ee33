# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""大汉 jpaas: units that a script fetches, and their pagers."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from spiders.reading.cms.registry import is_endpoint
from spiders.reading.page import Page
from tests.spiders.reading.pages import SITE, page

from .markup import column, days, rows, urls

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = "{'parseType':'bulidstatic','webId':'29e9','tplSetId':'5c30','pageType':'column','tagId':'%s','editType':'null','pageId':'bf39'}"


def unit(tag: str = "信息列表", query: str = QUERY) -> str:
    data = query % tag if "%s" in query else query
    return f'<div><script id="x{tag}" src="/cms_files/script/AuthorizedRead/unitbuild.js?v=3" url="{UNIT}" queryData="{data}"></script></div>'


def pager(page_number: int, count: int = 47, size: int = 15) -> str:
    return f'<div class="pagination" rows="{size}" count="{count}" pageNo="{page_number}"></div>'


def answer(html: str, asked: str = UNIT + "?pageId=bf39&tagId=x") -> Page:
    return page(json.dumps({"success": True, "code": "200", "data": {"html": html}}, ensure_ascii=False), asked)


def query_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def test_a_column_names_the_unit_that_its_script_would_ask() -> None:
    found = column(unit())
    assert urlsplit(found.pages.next).path == UNIT
    assert query_of(found.pages.next)["tagId"] == ["信息列表"]
    assert query_of(found.pages.next)["pageId"] == ["bf39"]
    assert not found.readable, "the list is not in the page"
    assert not found.blank
    assert is_endpoint(found.pages.next)


def test_data_in_double_quotes_is_read_too() -> None:
    quoted = QUERY.replace("'", "&quot;")
    assert query_of(column(unit(query=quoted)).pages.next)["webId"] == ["29e9"]


def test_units_of_the_frame_and_of_an_article_are_not_asked() -> None:
    article = QUERY.replace("column", "article")
    found = column(unit("顶部导航") + unit("右侧内容") + unit("公共底部") + unit("正文", article) + unit("信息列表"))
    asked = [found.pages.next, *found.pages.asked]
    assert [query_of(url)["tagId"] for url in asked] == [["右侧内容"], ["信息列表"]]
    assert [link.url for link in found.links if link.region == "pager"] == list(found.pages.asked)


@pytest.mark.parametrize("data", ["", "{", "{'a':{}}", "[1]", "{'pageId':null}", "x" * 5_000])
def test_broken_data_asks_for_nothing(data: str) -> None:
    assert column(unit(query=data)).pages.next == ""


def test_a_list_that_stands_in_the_page_goes_on_with_its_second_page() -> None:
    found = column(f"{unit()}<ul>{rows()}</ul>{pager(1)}")
    assert found.readable
    assert len(found.entries) == 4
    assert query_of(found.pages.next)["paramJson"] == ['{"pageNo":2,"pageSize":15}']
    assert (found.pages.count, found.pages.first) == (4, True)


def test_an_answer_is_read_as_rows_and_asked_onward_to_its_last_page() -> None:
    first = answer(f'<div class="page-content"><ul>{rows()}</ul></div>{pager(1)}')
    assert first.kind == "endpoint"
    assert urls(first) == [f"/art/{n}.html" for n in range(4)]
    assert days(first)[0] == "02-28"
    assert (first.pages.count, first.pages.first) == (4, True)
    reached = [first]
    while reached[-1].pages.next:
        number = len(reached) + 1
        assert query_of(reached[-1].pages.next)["paramJson"] == [f'{{"pageNo":{number},"pageSize":15}}']
        reached.append(answer(f"<ul>{rows(number)}</ul>{pager(number)}", reached[-1].pages.next.removeprefix(SITE)))
    assert len(reached) == 4


def test_a_pager_in_one_attribute_counts_as_well() -> None:
    told = "<div id=\"autUDB_pagination\" queryData=\"{'rows':'20','count':'41','pageNo':'2'}\"></div>"
    found = answer(f"<ul>{rows()}</ul>{told}")
    assert query_of(found.pages.next)["paramJson"] == ['{"pageNo":3,"pageSize":20}']


def test_an_answer_without_rows_leads_nowhere() -> None:
    assert answer(pager(1, 0)).pages.next == ""
    assert answer("").entries == ()
    refused = page('{"success":false,"data":{}}', UNIT)
    assert (refused.kind, refused.entries, refused.readable, refused.pages.next) == ("endpoint", (), False, "")


def test_an_answer_without_a_pager_goes_on_only_while_it_is_full() -> None:
    asked = UNIT + '?pageId=1&paramJson={"pageNo":3,"pageSize":4}'
    assert query_of(answer(f"<ul>{rows()}</ul>", asked).pages.next)["paramJson"] == ['{"pageNo":4,"pageSize":4}']
    assert answer(f"<ul>{rows(count=3)}</ul>", asked).pages.next == ""
    assert answer(f"<ul>{rows()}</ul>").pages.next == ""


@pytest.mark.parametrize("param", ["[]", '{"pageNo":"x"}', "{", '{"pageNo":[1]}', "9" * 300])
def test_hostile_page_numbers_break_nothing(param: str) -> None:
    plain = answer(f"<ul>{rows()}</ul>", UNIT)
    for body in (f"<ul>{rows()}</ul>{pager(1)}", f"<ul>{rows()}</ul>"):
        found = answer(body, f"{UNIT}?paramJson={param}")
        assert found.entries == plain.entries
        following = query_of(found.pages.next).get("paramJson", ['{"pageNo":2}'])
        assert json.loads(following[0])["pageNo"] == 2, "what cannot be told counts as the first page"
