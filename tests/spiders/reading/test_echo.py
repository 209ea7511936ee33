"""What makes an answer recognisable as the site's word for nothing, and what does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.reading.echo import LONGEST, odd_path, without_own
from spiders.reading.page import Page, read

from .pages import AS_OF, FOOTER, SITE, body

LOST = (
    '<div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div><img src="/images/404.png">'
    "<p>今天是2024年2月29日 星期四，上午好</p><p>哎呀，您要的内容飞走了：/a/1.html</p><p>5 秒后返回</p>"
)


def page(markup: str, path: str) -> Page:
    return read(markup.encode(), SITE + path, as_of=AS_OF, imprinted=True)


def imprint(inner: str, path: str = "/x/1.html") -> str:
    return page(body(inner + FOOTER), path).imprint


def test_an_answer_is_the_same_whatever_was_asked_and_whenever() -> None:
    known = imprint(LOST)
    assert len(known) == 16
    assert imprint(LOST, "/y/2.html") == known
    other = LOST.replace("2月29日 星期四，上午好", "3月1日 星期五，下午好").replace("/a/1.html", "http://a.cn/b-2/?x=3")
    assert imprint(other.replace("5 秒", "3 秒")) == known


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("飞走了", "见下图"),
        ("</p><p>5", "</p><p>本局</p><p>5"),
        ("/images/404.png", "/images/map.png"),
        ('href="/zwgk/"', 'href="/zwgk/1.html"'),
    ],
)
def test_one_word_one_picture_or_one_link_makes_another_page(there: str, instead: str) -> None:
    assert there in LOST
    assert imprint(LOST.replace(there, instead)) != imprint(LOST)


@pytest.mark.parametrize(
    "inner",
    [
        '<form><input name="u"><input type="password" name="p"></form><p>请登录后再看您要的内容</p>',
        "<p>" + "很长的正文" * (LONGEST // 5) + "</p>",
        '<div id="app"></div><script src="/app.js"></script>',
        '<div id="root">页面正在努力加载中，请稍候</div>',
    ],
)
def test_what_is_no_error_page_has_no_imprint(inner: str) -> None:
    assert page(body(inner), "/x/1.html").imprint == ""


def test_a_home_page_has_the_imprint_that_it_has_at_any_address() -> None:
    shown = body(
        "<p>欢迎访问本站，请选择语言</p>" + "".join(f'<li><a href="/{n}.html">通知{n}号</a></li>' for n in range(9))
    )
    assert page(shown, "/").imprint == page(shown, "/x/1.html").imprint != ""


def test_an_odd_path_is_the_same_for_all_workers_and_another_for_each_site() -> None:
    assert odd_path("2024q1", "http://a.cn") == odd_path("2024q1", "http://a.cn")
    assert len({odd_path(seed, origin) for seed in ("a", "b") for origin in ("http://a.cn", "http://b.cn")}) == 4


@pytest.mark.parametrize(
    ("location", "asked", "told"),
    [
        ("http://a.cn/404.html", "http://a.cn/x/1.html", "http://a.cn/404.html"),
        (
            "http://a.cn/error.aspx?aspxerrorpath=%2Fx%2F1.html",
            "http://a.cn/x/1.html",
            "http://a.cn/error.aspx?aspxerrorpath=",
        ),
        (
            "http://a.cn/error.aspx?aspxerrorpath=/x/1.html",
            "http://a.cn/x/1.html",
            "http://a.cn/error.aspx?aspxerrorpath=",
        ),
        ("https://a.cn/x/1.html", "http://a.cn/x/1.html", ""),
        ("http://www.a.cn/x/1.html", "http://a.cn/x/1.html", ""),
        ("http://a.cn/index.html", "http://a.cn/", "http://a.cn/index.html"),
        ("https://a.cn/", "http://a.cn/", ""),
    ],
)
def test_where_an_address_is_led(location: str, asked: str, told: str) -> None:
    assert without_own(location, asked) == told


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_page_breaks_the_reader_and_its_address_makes_no_difference(text: str, path: str) -> None:
    inner = text.replace("<", "＜")
    first, second = page(body(f"<p>{inner}</p>"), "/a/b.html"), page(body(f"<p>{inner}</p>"), f"/c/{len(path)}.html")
    assert first.imprint == second.imprint
    assert SITE not in first.imprint


def test_no_imprint_is_taken_of_a_page_that_is_compared_with_none() -> None:
    assert read(body(LOST).encode(), f"{SITE}/x/1.html").imprint == ""


@pytest.mark.parametrize("text", ["a" * 5_000, "a." * 2_500, "/" * 5_000, "星期" * 2_500, "上午" * 2_500])
def test_an_imprint_is_taken_in_no_time(text: str) -> None:
    begun = time.process_time()
    page(body(f"<p>{text}</p>"), "/x.html")
    assert time.process_time() - begun < 0.5
