# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Lists in a file of JSON beside the page, and pagers in Base64."""

import json
from base64 import b64encode
from urllib.parse import quote_plus

import pytest

from spiders.reading.cms.registry import is_endpoint
from tests.spiders.reading.pages import SITE, page

from .markup import column, days, listed

ROWS = [
    {"TITLE": f"关于第{n}号政策文件的通知", "SUB_TITLE": "", "URL": f"/zc/{n}.htm", "DOCRELPUBTIME": f"2024-02-0{n}"}
    for n in range(1, 5)
]


@pytest.mark.parametrize(
    "script",
    [
        "$.getJSON('./ZUIXIN.json', function (d) { show(d); });",
        "$.ajax({ type: 'get', url: './ZUIXIN.json', dataType: 'json', success: show });",
        'fetch("/tzgg/ZUIXIN.json").then(show)',
        "axios.get('ZUIXIN.json')",
    ],
)
def test_a_file_that_a_script_fetches_is_asked_for(script: str) -> None:
    found = column(f"<div id=list></div><script>{script}</script>")
    assert found.pages.asked == (f"{SITE}/tzgg/ZUIXIN.json",)
    assert is_endpoint(found.pages.asked[0])
    assert not found.readable
    assert not found.blank


@pytest.mark.parametrize(
    "script",
    [
        "$.getJSON('/js/weather.json', f)",
        "$.getJSON('/d/' + id + '.json', f)",
        "$.getJSON('/d/a' + '.json' + x, f)",
        "// $.getJSON('/a.json', f)\n",
        "var a = 'a.json';",
    ],
)
def test_other_files_are_not(script: str) -> None:
    assert column(f"<div id=list></div><script>{script}</script>").pages.asked == ()


def test_a_list_in_the_page_is_read_beside_such_a_file() -> None:
    found = listed("<script>$.getJSON('/tj/hot.json', f)</script>")
    assert found.readable
    assert len(found.entries) == 4


def test_the_file_is_a_list_of_entries() -> None:
    found = page(json.dumps(ROWS, ensure_ascii=False), "/tzgg/ZUIXIN.json")
    assert [entry.url for entry in found.entries] == [f"{SITE}/zc/{n}.htm" for n in range(1, 5)]
    assert days(found) == ["02-01", "02-02", "02-03", "02-04"]
    assert found.pages.next == ""


def encoded(markup: str) -> str:
    return f'<div id="pages">{b64encode(quote_plus(markup).encode()).decode()}</div><script>show(window.atob(text))</script>'


def test_a_pager_in_base64_is_read() -> None:
    first = listed(
        encoded('<a href="javascript:void(0)">上一页</a><a href="index_2.html">下一页</a><span>共9页</span>')
    )
    assert (first.pages.next, first.pages.count, first.pages.first) == (f"{SITE}/tzgg/index_2.html", 9, True)
    last = listed(encoded('<a href="index_8.html">上一页</a><span>9/9</span>'), "/tzgg/index_9.html")
    assert (last.pages.next, last.pages.count, last.pages.first) == ("", 9, False)


@pytest.mark.parametrize("text", ["AAAA" * 20, "%%%", "QUJD" * 10_000, "文字" * 20])
def test_what_decodes_to_no_pager_is_none(text: str) -> None:
    assert listed(f'<div id="pages">{text}</div><script>window.atob(x)</script>').pages.next == ""
