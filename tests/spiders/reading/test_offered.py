# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""What a home page offers: search, channels for questions, statistics, seen without sending anything."""

import pytest

from infra.features import OfferSeen
from infra.records import PageSeen, decode, encode
from spiders.reading.page import read

from .pages import AS_OF, FOOTER, SITE, body, page

NEWS = '<ul><li><a href="/a/1.html">县委召开常委会会议研究经济工作</a>2024-02-27</li><li><a href="/a/2.html">我县开展春季植树活动</a>2024-02-28</li></ul>'
WORD = "%E6%88%91%E5%8E%BF%E5%BC%80%E5%B1%95%E6%98%A5%E5%AD%A3%E6%A4%8D%E6%A0%91%E6%B4%BB%E5%8A%A8"


def offers(inner: str) -> OfferSeen:
    found = page(body(inner + NEWS + FOOTER), "/")
    assert found.kind == "home"
    assert found.offers is not None
    seen = found.seen(AS_OF)
    assert seen.offers == found.offers
    assert decode(encode(seen), PageSeen) == seen
    return found.offers


@pytest.mark.parametrize(
    ("form", "search", "trial"),
    [
        (
            '<form action="/search.html" method="get"><input type="text" name="searchword"></form>',
            "/search.html",
            f"/search.html?searchword={WORD}",
        ),
        (
            '<form action="/s" id="searchform"><input type="hidden" name="siteCode" value="4207"><input name="t"></form>',
            "/s",
            f"/s?siteCode=4207&t={WORD}",
        ),
        ('<form action="/s" method="POST"><input placeholder="请输入关键字" name="w"></form>', "/s", ""),
        ('<form action="/s"><input placeholder="请输入关键字"></form>', "/s", ""),
        ('<a href="/ss/">站内搜索</a>', "/ss/", ""),
        ('<a href="/search/index.html"><img src="/img/glass.png"></a>', "/search/index.html", ""),
    ],
)
def test_a_search_is_where_its_form_leads(form: str, search: str, trial: str) -> None:
    found = offers(form)
    assert found.search == SITE + search
    assert found.trial == (SITE + trial if trial else "")


@pytest.mark.parametrize(
    "markup",
    [
        '<input type="text" id="searchword"><a href="javascript:;" onclick="go()">搜索</a>',
        '<form action="javascript:void(0)"><input name="keyword"></form>',
        '<div class="top-search"><input name="w"><img src="/b.png" onclick="go()"></div>',
        "<button>搜 索</button>",
    ],
)
def test_a_search_by_script_is_there_though_nobody_knows_where_it_leads(markup: str) -> None:
    assert offers(markup).search == ""


@pytest.mark.parametrize(
    "markup",
    [
        "",
        '<form action="/login"><input name="user"><input type="password" name="pass"></form>',
        '<input type="hidden" name="searchword">',
        "<!-- <form action='/search'><input name='q'></form> -->",
    ],
)
def test_no_search_is_none(markup: str) -> None:
    assert offers(markup).search is None


def test_the_word_goes_out_in_the_encoding_of_the_page() -> None:
    markup = body('<form action="/s"><input name="keyword"></form>' + NEWS + FOOTER).replace("utf-8", "gb2312")
    found = read(markup.encode("gb18030"), SITE + "/", as_of=AS_OF)
    assert found.offers is not None
    assert found.offers.trial == SITE + "/s?keyword=%CE%D2%CF%D8%BF%AA%D5%B9%B4%BA%BC%BE%D6%B2%CA%F7%BB%EE%B6%AF"


def test_channels_for_questions_are_those_that_are_no_petitions_and_no_reports() -> None:
    names = ("县长信箱", "在线咨询", "政民互动", "网上信访", "纪检举报", "12388举报", "咨询服务公告", "政务公开")
    links = "".join(f'<a href="/c/{n}/">{name}</a>' for n, name in enumerate(names))
    assert offers(links).consult == tuple(f"{SITE}/c/{n}/" for n in range(3))


def test_statistics_are_those_of_the_site_and_of_its_services() -> None:
    names = ("政府网站工作年度报表", "2023年度报表", "办件统计", "留言统计", "统计数据", "统计局")
    links = "".join(f'<a href="/t/{n}/">{name}</a>' for n, name in enumerate(names))
    assert offers(links).statistics == tuple(f"{SITE}/t/{n}/" for n in range(4))


def test_what_is_kept_is_bounded() -> None:
    found = offers("".join(f'<a href="/c/{n}/">在线咨询</a><a href="/t/{n}/">办件统计</a>' for n in range(50)))
    assert (len(found.consult), len(found.statistics)) == (10, 10)


def test_other_pages_offer_nothing() -> None:
    assert page(body('<form action="/s"><input name="keyword"></form>'), "/a/b.html").offers is None


def test_what_eases_the_use_of_a_site_is_named_with_where_it_leads() -> None:
    found = offers(
        '<a href="/ai/">智能问答</a><a href="javascript:;" onclick="open()">无障碍浏览</a><a href="/en/">English</a>'
        '<a href="/u/">个人中心</a><a href="/n/">English language teaching</a>'
    )
    assert found.smart == {"智能问答": f"{SITE}/ai/"}
    assert found.eased == {"无障碍": "", "English": f"{SITE}/en/", "个人中心": f"{SITE}/u/"}
    assert (offers("").smart, offers("").eased) == ({}, {})
