"""A site's own search, tried: what it was asked, and whether its first page of results shows the title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.trial import asked, asking, is_telling, read_results
from tests.site_server import CHALLENGE

from .pages import FOOTER, SITE, body

WANTED = "关于冬季森林防火的通告"
OTHER = "水阳县人民政府工作报告"
UTF8 = asking(f"{SITE}/s?siteCode=4207&t=%E6%88%91%E5%8E%BF%E5%BC%80%E5%B1%95%E6%A4%8D%E6%A0%91", WANTED)
HIT = '<li><a href="/a/7.html">关于冬季<em>森林防火</em>的通告</a><span>2024-01-30</span></li>'
MISSES = "".join(
    f'<li><a href="/b/{n}.html">水阳县第{n}次水利工作会议纪要</a><span>2024-01-0{n}</span></li>' for n in range(1, 6)
)


def found(inner: str, url: str = UTF8) -> bool | None:
    trial = read_results(body(inner + FOOTER).encode(), url).trial
    assert trial is not None
    assert trial.title == WANTED
    return trial.found


def test_an_address_asks_for_one_title_and_can_ask_for_another() -> None:
    assert asked(UTF8) == WANTED
    assert UTF8.startswith(f"{SITE}/s?siteCode=4207&t=%E5%85%B3")
    assert asked(asking(UTF8, OTHER)) == OTHER
    gbk = asking(f"{SITE}/s?keyword=%CE%D2%CF%D8%BF%AA%D5%B9", WANTED)
    assert gbk.endswith("?keyword=%B9%D8%D3%DA%B6%AC%BC%BE%C9%AD%C1%D6%B7%C0%BB%F0%B5%C4%CD%A8%B8%E6")
    assert asked(gbk) == WANTED
    assert asking(f"{SITE}/s?q=news", WANTED) == ""
    assert asked(f"{SITE}/s") == ""
    assert len(asked(asking(UTF8, WANTED * 9))) == 30


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=8, max_size=30))
def test_what_is_asked_is_what_was_wanted(title: str) -> None:
    for trial in (UTF8, f"{SITE}/s?keyword=%CE%D2%CF%D8%BF%AA%D5%B9"):
        assert asked(asking(trial, title)) == title


@pytest.mark.parametrize(
    ("title", "telling"),
    [(WANTED, True), ("森林防火通告", False), ("关于冬季森林防火的…", False), ("Annual report 2023", False)],
)
def test_titles_that_can_be_searched_for_are_whole_and_long(title: str, telling: bool) -> None:
    assert is_telling(title) is telling


def test_a_title_is_found_where_a_link_shows_it() -> None:
    assert found(f"<ul>{HIT}{MISSES}</ul>") is True
    assert found(f'<ul><li><a href="/a/7.html">{WANTED}（第2号）</a></li>{MISSES}</ul>') is True
    assert found(f'<ul><li><a href="/a/7.html" title="{WANTED}">关于冬季森林…</a></li>{MISSES}</ul>') is True
    assert found('<p><a href="/a/7.html">关于冬季森林防火…</a></p>') is True


def test_a_title_that_is_not_there_is_not_found() -> None:
    assert found(f"<ul>{MISSES}</ul>") is False
    assert found("<p>抱歉，没有找到相关结果</p>") is False
    assert found("<p>共找到 0 条结果</p>") is False
    assert found(f"<p>您搜索的“{WANTED}”共找到5条</p><ul>{MISSES}</ul>") is False, (
        "what repeats the question proves nothing"
    )
    assert found(f'<div class="nav"><a href="/a/7.html">{WANTED}</a></div><ul>{MISSES}</ul>') is None, "not a result"


@pytest.mark.parametrize(
    "inner",
    [
        '<div id="list"></div><script>$.ajax({url:"/api/q",success:function(d){$("#list").html(d)}})</script>',
        "<p>请输入关键词</p>",
        f"<div><h3>{WANTED}</h3></div><ul>{MISSES}</ul>",
        f'<ul>{MISSES}</ul><script>$.ajax({{url:"/api/q",success:function(d){{$("#list").html(d)}}}})</script>',
    ],
)
def test_what_a_script_brings_or_nobody_can_make_out_says_nothing(inner: str) -> None:
    assert found(inner) is None


def test_a_challenge_is_none_of_it() -> None:
    results = read_results(CHALLENGE.encode(), UTF8)
    assert (results.challenge, results.trial) == ("cookie", None)
    assert read_results(body(MISSES).encode(), f"{SITE}/s").trial is None


@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_body_and_no_address_is_too_odd(junk: bytes, query: str) -> None:
    read_results(junk, f"{SITE}/s?q={query}")
    read_results(junk, UTF8)
