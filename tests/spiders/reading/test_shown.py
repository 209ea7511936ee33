# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Statistics that pages are, show or lead to; what sorts services; what may earn points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.features import FiguresOf, FiguresSeen, Merit, MeritSeen
from infra.records import PageSeen, decode, encode
from spiders.reading.figures import read_figures

from .pages import AS_OF, FOOTER, SITE, body, page

SERVICE, LETTERS = FiguresOf.SERVICE, FiguresOf.LETTERS


def column(*names: str, inner: str, path: str = "/c/index.html") -> PageSeen:
    trail = " &gt; ".join(f'<a href="/{n}/">{name}</a>' for n, name in enumerate(("首页", *names)))
    seen = page(body(f'<div class="position">当前位置：{trail}</div>{inner}{FOOTER}'), path).seen(AS_OF)
    assert decode(encode(seen), PageSeen) == seen
    return seen


def article(*names: str, title: str, inner: str = "<p>正文内容在此。</p>", date: str = "2024-01-09") -> PageSeen:
    head = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{date} 08:00">'
    trail = " &gt; ".join(f'<a href="/{n}/">{name}</a>' for n, name in enumerate(("首页", *names)))
    markup = f'<div class="position">当前位置：{trail} &gt; 正文</div><h1>{title}</h1><div class="info">发布时间：{date}</div>{inner}{FOOTER}'
    return page(body(markup, head), "/c/t1.html").seen(AS_OF)


@pytest.mark.parametrize(
    ("names", "of"),
    [
        (("办事服务", "办件统计"), {SERVICE}),
        (("办事统计",), {SERVICE}),
        (("服务统计",), {SERVICE}),
        (("政务服务事项办理情况统计",), {SERVICE}),
        (("办件公示",), {SERVICE}),
        (("办事服务", "统计分析"), {SERVICE}),
        (("办事服务", "受理统计"), {SERVICE}),
        (("信件统计",), {LETTERS}),
        (("留言统计",), {LETTERS}),
        (("互动统计",), {LETTERS}),
        (("来信反馈",), {LETTERS}),
        (("互动交流", "统计分析"), {LETTERS}),
        (("互动交流", "受理统计"), {LETTERS}),
        (("县长信箱办理情况通报",), {LETTERS}),
        (("留言受理反馈统计",), {LETTERS}),
        (("受理统计",), {SERVICE, LETTERS}),
        (("政务公开", "统计数据"), {FiguresOf.OTHER}),
        (("政务公开", "通知公告"), set()),
        (("办事服务", "办事指南"), set()),
        (("互动交流", "信件选登"), set()),
    ],
)
def test_the_name_of_a_column_says_what_its_statistics_are_of(names: tuple[str, ...], of: set[FiguresOf]) -> None:
    rows = "".join(
        f'<li><a href="/c/{n}.html">第{n}号材料的内容在此列出</a><span>2024-01-0{n}</span></li>' for n in (1, 2, 3)
    )
    found = column(*names, inner=f"<ul>{rows}</ul>").figures
    assert {one.of for one in found} == of
    assert all(one.own and one.newest == "2024-01-03T00:00:00+08:00" for one in found)


@pytest.mark.parametrize(
    ("shown", "newest"),
    [
        ("2024年1月共办件312件", "2024-01-31"),
        ("2024年2月共办件312件", "2024-02-29"),
        ("2024年3月计划", None),
        ("统计时间：2024-02-03", "2024-02-03"),
        ("2023年第四季度", "2023-12-31"),
        ("2023年上半年", "2023-06-30"),
        ("2023年13月", None),
        ("2024年", None),
        ("电话：0711-2023-1199", None),
    ],
)
def test_a_page_of_statistics_is_as_new_as_the_period_it_names(shown: str, newest: str | None) -> None:
    [found] = column("办事服务", "办件统计", inner=f"<table><tr><td>{shown}</td></tr></table>").figures
    assert found.newest == (newest and f"{newest}T00:00:00+08:00")


def test_an_article_is_of_its_title_and_of_its_own_day() -> None:
    [found] = article("政务公开", "通知公告", title="2023年12月政务服务办件统计").figures
    assert found == FiguresSeen(of=SERVICE, url=f"{SITE}/c/t1.html", own=True, newest="2024-01-09T00:00:00+08:00")
    assert article("政务公开", "通知公告", title="关于春节放假的通知").figures == ()
    [year] = read_figures(SITE, "article", (), "2023年办件统计", as_of=AS_OF)
    assert year.newest == "2023-12-31T00:00:00+08:00"


def test_a_period_that_goes_on_when_it_is_published_ends_with_that_day() -> None:
    table = "<p>2023年11月统计表</p>"
    for date, newest in (("2023-11-03", "2023-11-03"), ("2023-12-05", "2023-12-05"), ("2021-05-01", "2023-11-30")):
        [found] = article("办事服务", "办件统计", title="政务服务情况", inner=table, date=date).figures
        assert found.newest == f"{newest}T00:00:00+08:00", date


def test_links_and_dashboards_show_statistics_without_a_day() -> None:
    nav = '<div class="nav"><a href="/bjtj/">办件统计</a><a href="/lytj/">留言统计</a><a href="/tjj/">统计局</a></div>'
    rows = '<ul><li><a href="/a/1.html">我市办件总量再创新高，群众点赞</a><span>2024-02-01</span></li></ul>'
    found = page(body(nav + rows + FOOTER), "/").seen(AS_OF).figures
    assert [(one.of, one.url, one.own, one.newest) for one in found] == [
        (SERVICE, f"{SITE}/bjtj/", False, None),
        (LETTERS, f"{SITE}/lytj/", False, None),
    ]
    board = "<div><p>来信总数：</p><p>1203</p><p>回复率：99%</p></div><div><p>今日办件</p><p>88</p></div>"
    assert {(one.of, one.own) for one in column("互动交流", "县长信箱", inner=board).figures} == {
        (LETTERS, False),
        (SERVICE, False),
    }
    listed = "".join(
        f'<li><a href="/s{n}/">{name}</a></li>' for n, name in enumerate(("机构职能介绍", "办件统计", "领导信息公开栏"))
    )
    listed += '<p><a href="/a/">个人办事</a><a href="/s1/">办件统计</a></p>'
    [one] = page(body(f"<ul>{listed}</ul>{FOOTER}"), "/").seen(AS_OF).figures
    assert (one.url, one.own) == (f"{SITE}/s1/", False)
    states = "<table><tr><td>标题</td><td>状态</td></tr><tr><td>路灯不亮</td><td>办结</td></tr></table>"
    assert column("互动交流", "县长信箱", inner=states).figures == ()


@given(st.text("办件受理数量总统计来信2024年月1-./第四季度", max_size=120))
def test_any_name_is_read_soon_and_without_an_error(name: str) -> None:
    read_figures(SITE, "column", (name,), name, text=name, as_of=AS_OF)
    read_figures(SITE, "column", (), "办件" + "数量" * 60, text="来信" + "数量" * 60, as_of=AS_OF)


def test_services_are_sorted_on_pages_of_services_and_on_the_home_page() -> None:
    tabs = '<div><a href="/gr/">个人办事</a><a href="/fr/">法人办事</a><a href="/bm/">按部门</a></div>'
    assert column("办事服务", inner=tabs).sorts == ("个人办事", "法人办事", "按部门")
    assert column("政务公开", "通知公告", inner=tabs).sorts == ()
    assert "法人办事" in page(body(tabs + FOOTER), "/").seen(AS_OF).sorts


def test_an_interpretation_says_in_which_forms_it_is() -> None:
    def forms(title: str, inner: str = "") -> tuple[str, ...]:
        [merit] = article("政务公开", "政策解读", title=title, inner=inner).merits
        assert merit.kind is Merit.MEDIA
        return merit.forms

    assert forms("《水阳县河道管理办法》解读") == ()
    assert forms("一图读懂《水阳县河道管理办法》") == ("picture",)
    assert forms("解读", '<img src="/u/1.jpg"><img src="/i/share.png"><img src="/u/2.gif" width="16">') == ("picture",)
    assert forms("解读", '<img src="/i/icon.png"><video src="/v/1.mp4"></video><a href="/v/2.mp3">听</a>') == (
        "audio",
        "video",
    )


def test_data_surveys_interviews_and_answers_are_known_by_their_columns() -> None:
    data = article(
        "政务公开",
        "数据开放",
        title="一月数据",
        inner='<p><a href="/f/1.xlsx">数据</a> <a href="/f/2.csv">数据</a></p>',
    )
    assert data.merits == (MeritSeen(kind=Merit.DATA, forms=("csv", "xlsx")),)
    assert article("政务公开", "数据开放", title="一月数据").merits == ()
    for names, title, kind in (
        (("互动交流", "意见征集"), "关于公开征求《河道管理办法》意见的公告", Merit.SURVEY),
        (("互动交流", "网上调查"), "营商环境满意度问卷", Merit.SURVEY),
        (("互动交流", "在线访谈"), "县水利局局长谈防汛", Merit.INTERVIEW),
        (("互动交流", "热点回应"), "关于供水问题的说明", Merit.RESPONSE),
    ):
        assert [one.kind for one in article(*names, title=title).merits] == [kind]
    assert article("互动交流", "意见征集", title="关于《河道管理办法》意见征集结果的公告").merits == ()
    assert article("互动交流", "征集结果反馈", title="关于河道管理办法").merits == ()
    assert column("互动交流", "意见征集", inner="<p>暂无</p>").merits == ()


def test_what_helps_with_services_is_named() -> None:
    links = '<a href="/q/">办件进度查询</a><a href="/w/">常见问题</a><a href="/n/">新闻</a>'
    [merit] = column("办事服务", inner=f"<div>{links}</div>").merits
    assert merit == MeritSeen(kind=Merit.SERVICE, forms=("办件进度查询", "常见问题"))


@pytest.mark.parametrize(
    ("kind", "names", "title"),
    [
        ("guide", ("办事服务", "办事指南"), "统计数据质量备案办理"),
        ("message", ("互动交流", "信件回复"), "咨询统计数据质量的办理条件"),
        ("article", ("互动交流", "意见征集"), "关于公开征求《水阳县统计数据质量办法》意见的公告"),
        ("article", ("互动交流", "在线访谈"), "在线访谈：县统计局负责人谈统计法治宣传"),
    ],
)
def test_what_a_statistics_bureau_is_asked_and_says_is_no_statistics(
    kind: str, names: tuple[str, ...], title: str
) -> None:
    assert read_figures(SITE, kind, names, title, as_of=AS_OF) == ()
