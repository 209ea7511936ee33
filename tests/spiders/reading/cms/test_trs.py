# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""TRS WCM: calls that write a pager, and lists of its search servers."""

import json
import time

import pytest

from spiders.reading.cms.registry import is_endpoint
from tests.spiders.reading.pages import SITE, TRS_ARTICLE, page

from .markup import column, days, listed, rows, urls

WAS = "/was5/web/search?channelid=294271&classsql=chnlid%3D35207&prepage=4"
IGS = "/igs/front/search/publish/data/list.html"


@pytest.mark.parametrize(
    ("call", "path", "following", "count", "first"),
    [
        ('createPageHTML(5, 0, "index", "html", 99)', "index.html", "index_1.html", 5, True),
        ('createPageHTML(5, 4, "index", "html")', "index_4.html", "", 5, False),
        ("createPageHTML('page_div', 5, 1, 'list', 'shtml', 99)", "list.shtml", "list_2.shtml", 5, True),
        ("createPageHTML('page_div', 5, 5, 'list', 'shtml', 99)", "list_5.shtml", "", 5, False),
        ("createPage(5, 0, 'index', 'html')", "", "index_1.html", 5, True),
        ("createPage(5, 3, 'index', 'html')", "index_3.html", "index_4.html", 5, False),
        ("createPageHTML(1, 0, 'index', 'html')", "index.html", "", 1, True),
    ],
)
def test_a_call_tells_the_next_page(call: str, path: str, following: str, count: int, first: bool) -> None:
    pages = listed(f"<script>{call};</script>", f"/tzgg/{path}").pages
    assert (pages.next, pages.count, pages.first) == (f"{SITE}/tzgg/{following}" if following else "", count, first)


def test_a_call_that_counts_from_one_on_the_first_page_names_all_pages_behind() -> None:
    found = listed("<script>createPageHTML(4, 1, 'index', 'shtml');</script>", "/tzgg/index.shtml")
    assert found.pages.next == f"{SITE}/tzgg/index_2.shtml"
    assert found.pages.asked == (f"{SITE}/tzgg/index_3.shtml", f"{SITE}/tzgg/index_4.shtml")
    assert found.readable


@pytest.mark.parametrize(
    "script",
    [
        "function createPage(a, b, c, d) {}",
        "createPage(name, 2)",
        "createPageHTML(x, 0, 'index', 'html')",
        "createPage(9,0,'a b','html')",
    ],
)
def test_other_calls_of_such_a_name_are_no_pager(script: str) -> None:
    assert listed(f"<script>{script}</script>").pages.next == ""


def test_an_article_in_parts_leads_to_its_next_part() -> None:
    call = '<script>createPageHTML(3, 0, "t20240109_1", "html", 3);</script></body>'
    found = page(TRS_ARTICLE.replace("</body>", call), "/zwgk/zfwj/202401/t20240109_1.html")
    assert found.kind == "policy"
    assert found.pages.next == f"{SITE}/zwgk/zfwj/202401/t20240109_1_1.html"


@pytest.mark.parametrize(
    ("script", "asked"),
    [
        (f"$.get('{WAS}&page=1', show);", f"{WAS}&page=1"),
        (f"function go(n) {{ $.getJSON('{WAS}&page=' + n, show); }}", f"{WAS}&page=1"),
        (f"var u = '{WAS}&searchword=' + word;", ""),
        (f"$.get('{WAS}&classid=' + id + '&page=1', show);", ""),
        ("$.get('/was5/web/search', show);", ""),
        (
            f"$.ajax({{url: '{IGS}', type: 'get', data: {{index: 'wzq', siteId: 71, 'filter[CHANNELID]': 28135, pageSize: 20, pageNumber: n}}}});",
            f"{IGS}?filter%5BCHANNELID%5D=28135&index=wzq&pageNumber=1&pageSize=20&siteId=71",
        ),
        (f"$.ajax({{url: '{IGS}', data: {{siteId: site, pageNumber: 1}}}});", ""),
    ],
)
def test_a_page_names_what_its_script_asks_a_search_server(script: str, asked: str) -> None:
    found = column(f"<div id=list></div><script>{script}</script>")
    assert found.pages.next.replace("&page=1", "").replace("page=1&", "") == (
        (SITE + asked).replace("&page=1", "") if asked else ""
    )
    if asked:
        assert is_endpoint(found.pages.next)
        assert not found.readable


def test_the_html_of_a_search_server_is_a_list_and_no_search() -> None:
    pager = '<a href="search?page=3&channelid=294271">下一页</a> 共9页'
    found = page(f"<body><ul>{rows()}</ul>{pager}</body>", f"{WAS}&page=2")
    assert found.kind == "endpoint"
    assert urls(found) == [f"/art/{n}.html" for n in range(4)]
    assert found.pages.next == f"{SITE}/was5/web/search?channelid=294271&page=3"
    assert found.pages.count == 9
    searched = page(f"<body><ul>{rows()}</ul></body>", f"{WAS}&searchword=%E6%B0%B4")
    assert (searched.kind, searched.entries) == ("search", ())


def test_the_json_of_was5_is_read_also_with_line_breaks_in_its_strings() -> None:
    docs = [
        {"title": f"公告第{n}号\n全文", "url": f"/a/{n}.html", "pubtime": "2024-02-0" + str(n)} for n in range(1, 5)
    ]
    raw = json.dumps({"docs": docs}, ensure_ascii=False).replace("\\n", "\n")
    found = page(raw, f"{WAS}&page=1")
    assert [entry.title for entry in found.entries] == [f"公告第{n}号 全文" for n in range(1, 5)]
    assert days(found) == ["02-01", "02-02", "02-03", "02-04"]
    assert found.pages.next == f"{SITE}/was5/web/search?channelid=294271&classsql=chnlid%3D35207&page=2&prepage=4"


def test_the_json_of_igs_is_read_with_its_total() -> None:
    rows = [
        {"DOCTITLE": "关于防汛的通知", "DOCPUBURL": f"{SITE}/b/1.html", "DOCRELTIME": "2024-02-03T08:30:00.000+0800"}
    ]
    found = page(json.dumps({"rows": rows, "total": "41"}), f"{IGS}?pageSize=20&pageNumber=2&siteId=71")
    assert [(entry.title, entry.url) for entry in found.entries] == [("关于防汛的通知", f"{SITE}/b/1.html")]
    assert found.pages.next == f"{SITE}{IGS}?pageNumber=3&pageSize=20&siteId=71"
    assert (found.pages.count, found.pages.first) == (3, False)
    last = page(json.dumps({"rows": rows, "total": "41"}), f"{IGS}?pageSize=20&pageNumber=3&siteId=71")
    assert last.pages.next == ""


@pytest.mark.parametrize(
    "script",
    ["createPage" * 9_000, "createPageHTML(" * 6_000, "createPage" + "9" * 90_000 + "(", "'/was5/web/search?" * 5_000, "createPageHTML(" + "9" * 90 + ",0,'a','html')"],
)  # fmt: skip
def test_hostile_scripts_cost_little(script: str) -> None:
    begun = time.perf_counter()
    listed(f"<script>{script}</script>")
    assert time.perf_counter() - begun < 0.5
