"""The disclosure platform gkmlpt: a directory that is one script, and its JSON."""

import json
from datetime import datetime
from typing import Any

import pytest

from spiders.reading.dates import BEIJING
from spiders.reading.page import Page
from tests.spiders.reading.pages import SITE, page

from .markup import column

INDEX = "/sysj/gkmlpt/index"
API = "/sysj/gkmlpt/api/all"
TREE = [
    {
        "id": 21,
        "name": "规范性文件",
        "children": [{"id": 31, "name": "现行", "jump_url": ""}, {"id": 32, "name": "废止"}],
    },
    {"id": 22, "name": "统计数据", "jump_url": "http://tjj.shuiyang.gov.cn/"},
    {"id": 23, "name": "公告公示", "children": []},
]


def directory(config: str, path: str = INDEX) -> Page:
    return page(
        f'<html><head><title>目录</title></head><body><div id="app"></div><script>{config}</script></body></html>', path
    )


def config(tree: Any = TREE, site: str = "'755041'") -> str:
    return (
        f"window._CONFIG = {{ SITE_NAME: '水阳', SID: {site}, TREE: {json.dumps(tree, ensure_ascii=False)},"
        " SERVICE_AREA_ID: 3, DETAIL: {} };"
    )


def article(number: int, **more: Any) -> dict[str, Any]:
    day = datetime(2024, 2, 20, 9, 30, tzinfo=BEIJING)
    url = f"{SITE}/sysj/gkmlpt/content/1/{number // 1000}/post_{number}.html"
    return {
        "id": number,
        "title": f"公告第{number}号全文",
        "url": url,
        "create_time": int(day.timestamp()),
        "date": 1,
    } | more


def answered(articles: list[Any], path: str = f"{API}/31?page=1&sid=755041", **more: Any) -> Page:
    data = {"classify": {"id": 31, "name": "现行", "parent": 21, "post_count": 203}, "articles": articles}
    return page(json.dumps(data | more, ensure_ascii=False), path)


@pytest.mark.parametrize("site", ["'755041'", "755041", '"755041"'])
def test_a_directory_names_the_endpoint_of_each_of_its_columns(site: str) -> None:
    found = directory(config(site=site))
    asked = [f"{SITE}{API}/{number}?page=1&sid=755041" for number in (31, 32, 23)]
    assert [found.pages.next, *found.pages.asked] == asked
    assert {link.url for link in found.links if link.region == "pager"} == set(asked[1:])


def test_keys_in_quotes_are_read_too() -> None:
    found = directory(config().replace("SID:", '"SID":').replace("TREE:", '"TREE":'))
    assert found.pages.next == f"{SITE}{API}/31?page=1&sid=755041"


@pytest.mark.parametrize(
    "script",
    [
        "window._CONFIG = {}",
        "window._CONFIG = {SID: 1, TREE: [",
        "window._CONFIG={SID:'1',TREE:" + "[" * 90_000,
        config([1, None, {"id": "x"}]),
    ],
)
def test_a_broken_tree_asks_for_nothing(script: str) -> None:
    assert directory(script).pages.next == ""


def test_an_article_of_the_platform_asks_for_nothing() -> None:
    assert directory(config(), "/sysj/gkmlpt/content/1/1/post_1.html").pages.next == ""


def test_an_answer_lists_its_articles_by_the_day_that_readers_see() -> None:
    found = answered(
        [article(1), article(2, create_time=0, display_publish_time=1_700_000_000), article(3, create_time=None)]
    )
    assert found.kind == "endpoint"
    assert found.entries[0].url == f"{SITE}/sysj/gkmlpt/content/1/0/post_1.html"
    assert [entry.date and entry.date.date().isoformat() for entry in found.entries] == [
        "2024-02-20",
        "2023-11-15",
        None,
    ]


def test_an_answer_names_its_column_where_readers_find_it() -> None:
    named = answered([article(1)]).column
    assert named is not None
    assert (named.name, named.path, named.url) == ("现行", ("现行",), f"{SITE}{INDEX}#31")


def test_a_full_answer_goes_on_until_the_total_is_reached() -> None:
    first = answered([article(n) for n in range(100)], total=203, offset=0)
    assert (first.pages.next, first.pages.count, first.pages.first) == (f"{SITE}{API}/31?page=2&sid=755041", 3, True)
    last = answered([article(n) for n in range(3)], f"{API}/31?page=3&sid=755041", total=203, offset=200)
    assert (last.pages.next, last.pages.first) == ("", False)


def test_without_a_total_only_a_full_answer_goes_on_for_post_count_counts_what_is_not_listed() -> None:
    assert answered([article(n) for n in range(88)]).pages.next == ""
    assert answered([article(n) for n in range(100)]).pages.next.endswith("page=2&sid=755041")
    assert answered([]).pages.next == ""


@pytest.mark.parametrize("broken", [[], [None, 3, "x"], [{"title": 1, "url": 2}], [{"title": "标题", "url": ""}]])
def test_what_is_no_article_is_left_out(broken: list[Any]) -> None:
    found = answered(broken)
    assert found.entries == ()
    assert not found.readable


def test_an_article_of_the_directory_is_in_no_column_by_the_directorys_address() -> None:
    crumb = '<div class="crumb"><a href="/">首页</a> &gt; <a href="/sysj/gkmlpt/index#31">现行</a> &gt; 正文</div>'
    found = page(
        f"<body>{crumb}<h1>关于水库除险加固的通知</h1><p>发布时间：2024-02-01</p></body>",
        "/sysj/gkmlpt/content/1/1/post_1.html",
    )
    assert found.column is not None
    assert (found.column.path, found.column.url) == (("现行",), "")


def test_a_column_elsewhere_that_speaks_of_the_platform_is_a_column() -> None:
    assert column('<a href="/gkmlpt/index">目录</a><script>var a="_CONFIG"</script>').pages.next == ""
