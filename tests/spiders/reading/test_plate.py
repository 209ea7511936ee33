# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""What a home page calls its site by: its title bar, words of its head, words for the pictures in it."""

import pytest

from infra.features import PlateSeen

from .pages import FOOTER, body, page

NEWS = '<ul><li><a href="/a/1.html">县委召开常委会会议研究经济工作</a>2024-02-27</li><li><a href="/a/2.html">我县开展春季植树活动</a>2024-02-28</li></ul>'
MENU = '<div class="menu"><a href="/a/">信息公开</a><a href="/b/">办事服务</a></div>'


def plate(head: str) -> PlateSeen:
    found = page(body(head + MENU + NEWS + FOOTER), "/").plate
    assert found is not None
    return found


def test_words_of_the_head_that_name_an_office_or_a_site() -> None:
    found = plate("<h1>水阳县水利局网站</h1><p>今天是2024年2月28日 欢迎访问水阳县水利局</p><p hidden>水阳县财政局</p>")
    assert found.bar == "水阳县人民政府"
    assert "水阳县水利局网站" in found.shown
    assert "欢迎访问水阳县水利局" in found.shown
    assert not found.pictured


def test_words_for_a_picture_are_what_it_shows() -> None:
    found = plate('<img src="/images/logo.png" alt="水阳县水利局">')
    assert found.shown[-1:] == ("水阳县水利局",)
    assert not found.pictured
    assert "中国·水阳" in plate('<img src="/images/logo.png" alt="中国·水阳">').shown


@pytest.mark.parametrize(
    "head",
    [
        '<img src="/images/logo.png">',
        '<img src="/images/top.jpg" alt="logo">',
        '<div class="banner"></div>',
        '<div style="background: url(/images/bg.jpg)"><p>今天是星期三</p></div>',
        '<iframe src="/include/head.html"></iframe>',
        '<div id="h"></div><script>$("#h").load("/common/header.html")</script>',
    ],
)
def test_a_head_that_may_hold_the_name_without_saying_so(head: str) -> None:
    assert plate(head).pictured


def test_signs_of_a_head_are_no_picture_of_a_name() -> None:
    assert not plate('<p>水阳县水利局</p><img src="/images/ico_search.png"><img src="/img/weixin.png">').pictured


def test_other_pages_have_no_plate_and_what_is_kept_is_bounded() -> None:
    assert page(body("<h1>水阳县水利局</h1>"), "/a/b.html").plate is None
    many = plate("".join(f"<p>水阳县第{n}小学校</p>" for n in range(50)))
    assert len(many.shown) == 12
