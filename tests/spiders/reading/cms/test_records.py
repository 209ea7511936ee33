"""Lists in JSON by the names of their members; hostile JSON in bounded time."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.reading.cms.literals import flat, page_of, with_changed, with_query
from spiders.reading.page import Page
from tests.spiders.reading.pages import SITE, page


def read(data: Any, path: str = "/api/list?pageNo=2&pageSize=2") -> Page:
    return page(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), path)


ROWS = [
    {"title": "关于停水检修的通知", "url": "/a/1.html", "publishTime": "2024-02-03 09:00:00"},
    {"title": "<em>防汛</em>工作部署", "link": "2.html", "time": 1_706_900_000_000},
]


@pytest.mark.parametrize(
    "wrap", [lambda rows: rows, lambda rows: {"rows": rows}, lambda rows: {"data": {"page": {"list": rows}}}]
)
def test_finds_the_list_wherever_it_is_nested(wrap: Any) -> None:
    found = read(wrap(ROWS))
    assert found.kind == "endpoint"
    assert [(entry.title, entry.url) for entry in found.entries] == [
        ("关于停水检修的通知", f"{SITE}/a/1.html"),
        ("防汛工作部署", f"{SITE}/api/2.html"),
    ]
    assert [entry.date.date().isoformat() for entry in found.entries if entry.date] == ["2024-02-03", "2024-02-03"]


def test_reads_a_callback_as_its_argument() -> None:
    assert len(read(f"jsonp123({json.dumps(ROWS)});").entries) == 2


@pytest.mark.parametrize(
    ("told", "following", "count"),
    [
        ({"total": 9}, 3, 5),
        ({"totalPages": "2"}, None, 2),
        ({"total": "4"}, None, 2),
        ({}, 3, None),
        ({"total": True}, 3, None),
    ],
)
def test_goes_on_by_what_the_answer_tells(told: dict[str, Any], following: int | None, count: int | None) -> None:
    pages = read({"list": ROWS} | told).pages
    assert pages.next == (f"{SITE}/api/list?pageNo={following}&pageSize=2" if following else "")
    assert (pages.count, pages.first) == (count, False)


def test_an_answer_whose_address_names_no_page_leads_nowhere() -> None:
    assert read({"list": ROWS, "total": 99}, "/api/list").pages.next == ""


@pytest.mark.parametrize(
    "data",
    [
        {},
        [],
        {"a": 1},
        [{"title": "有题无址"}],
        [{"name": "x", "id": 1}] * 3,
        "{",
        "{}}",
        '{"title":',
        "[" * 50_000,
        '{"a":' * 50_000,
    ],
)
def test_json_without_a_list_says_nothing(data: Any) -> None:
    found = read(data)
    assert found.entries == ()
    assert found.pages.next == ""


def test_a_page_that_begins_like_json_and_is_none_is_a_page() -> None:
    assert read("{ <html><body><p>正在维护</p></body></html>").kind != "endpoint"


def test_a_huge_answer_is_bounded() -> None:
    begun = time.perf_counter()
    found = read({"list": [{"title": f"第{n}号公告全文", "url": f"/{n}.html"} for n in range(20_000)]})
    assert len(found.entries) == 1_000
    read({"a": [[[{"b": n}] for n in range(50)] for _ in range(2_000)]})
    assert time.perf_counter() - begun < 3


_NAMES = st.sampled_from(("title", "url", "date", "data", "html", "articles", "classify", "total", "rows", "id"))
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=20,
)
_PATHS = ("/api/l?page=1", "/gkmlpt/api/all/3?page=1&sid=2", "/jpaas-publish-server/front/page/build/unit?paramJson=1")


@given(data=_json, path=st.sampled_from(_PATHS))
@settings(max_examples=150, deadline=None)
def test_any_json_is_read_without_an_error(data: Any, path: str) -> None:
    found = read(json.dumps(data), path)
    assert all(entry.title and isinstance(entry.url, str) for entry in found.entries)


@given(
    members=st.dictionaries(
        st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,10}", fullmatch=True),
        st.from_regex(r"[^'\\\n{}]{0,20}", fullmatch=True),
        min_size=1,
        max_size=8,
    )
)
def test_a_flat_object_is_read_as_it_was_written(members: dict[str, str]) -> None:
    code = "{" + ", ".join(f"{key}: '{value}'" for key, value in members.items()) + "}"
    assert flat(f"x = {code};", 4) == members


@given(st.text(alphabet="{}:,'\"abc0 \n\\[]()", max_size=200))
def test_any_code_is_read_as_an_object_or_none(code: str) -> None:
    found = flat("{" + code, 0)
    assert found is None or all(value is None or isinstance(value, str) for value in found.values())


def test_variables_in_an_object_are_told_as_unknown() -> None:
    assert flat("{a: 1, b: n, c: f(2), 'd[x]': true}", 0) == {"a": "1", "b": None, "c": None, "d[x]": "true"}
    assert flat("{a: {b: 1}}", 0) is None
    assert flat("{a: 1", 0) is None


def test_addresses_are_changed_by_their_query_alone() -> None:
    assert with_query("/l?x=1", {"页": "二"}) == "/l?x=1&%E9%A1%B5=%E4%BA%8C"
    assert with_changed("http://h/l?page=1&x=a%20b", {"page": "2"}) == "http://h/l?page=2&x=a%20b"
    assert page_of("http://h/l?pageNo=12") == ("pageNo", 12)
    assert page_of("http://h/l?pageId=12") is None
