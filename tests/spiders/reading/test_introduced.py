# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""概况, 机构职能, 领导信息: how a home page leads to them, and what their pages tell."""

import pytest

from infra.features import AboutSeen, Topic
from infra.records import PageSeen, decode, encode

from .pages import AS_OF, FOOTER, body, page

NEWS = '<ul><li><a href="/a/1.html">县委领导班子成员到社区服务</a>2024-02-27</li><li><a href="/a/2.html">我县市情概况</a>2024-02-28</li></ul>'


def crumb(*names: str) -> str:
    links = "".join(f' &gt; <a href="/{number}/">{name}</a>' for number, name in enumerate(names))
    return f'<div class="crumb">当前位置：<a href="/">首页</a>{links} &gt; 正文</div>'


def about(name: str, title: str, text: str) -> AboutSeen | None:
    head = f'<meta name="ArticleTitle" content="{title}">'
    shown = page(body(f"{crumb('政务公开', name)}<h1>{title}</h1>{text}{FOOTER}", head), "/zwgk/t1.html")
    seen = shown.seen(AS_OF)
    assert decode(encode(seen), PageSeen) == seen
    return seen.about


@pytest.mark.parametrize(
    ("link", "offer"),
    [
        ('<a href="/1/">水阳概况</a>', "overview"),
        ('<a href="/1/">县情</a>', "overview"),
        ('<a href="/1/">走进水阳</a>', "overview"),
        ('<a href="/zjsy/"><img src="/i.png"></a>', "overview"),
        ('<a href="/1/" title="关于我们"></a>', "overview"),
        ('<div onclick="open_it()"><img alt="水阳概况" src="/b.png"></div>', "overview"),
        ('<a href="/gk/202001/t20200110_12.html">水阳县概况</a>', "overview"),
        ('<a href="/1/">机构职能</a>', "functions"),
        ('<a href="/1/">市民服务中心</a>', "services"),
        ('<a href="/1/">内设科室</a>', "functions"),
        ('<a href="/zwgk/jgzn/">更多</a>', "functions"),
        ('<a href="/1/">领导之窗</a>', "leaders"),
        ('<a href="/1/">局领导</a>', "leaders"),
        ('<a href="/zwgk/ldzc/index.html"></a>', "leaders"),
        ('<a href="/1/">办事大厅</a>', "services"),
        ('<a href="http://zwfw.hubei.gov.cn/"><img src="/b.png"></a>', "services"),
    ],
)
def test_a_home_page_leads_there_by_words_pictures_or_addresses(link: str, offer: str) -> None:
    found = page(body(link + NEWS + FOOTER), "/").offers
    assert found is not None
    shown = {name for name in ("overview", "functions", "leaders", "services") if getattr(found, name)}
    assert shown == {offer}


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/1/">市情况通报</a>',
        '<a href="/1/">局长信箱</a>',
        '<a href="/1/">领导讲话</a>',
        '<a href="/1/">办事处动态</a>',
        '<a href="/xxgk/">信息公开</a>',
        '<a href="/ywdt/tpxw/202402/t20240212_552542.html"><img src="/w.jpg" alt="数字赋能 群众办事更便利">数字赋能 群众办事更便利</a>',
        '<a href="http://zrzy.hz.gov.cn/">市自然资源和规划局</a>',
        '<a href="http://zsj.hz.gov.cn/">水阳县招商服务中心</a>',
        '<a href="http://about.hz.gov.cn/index.html">市统计局</a>',
    ],
)
def test_names_that_mean_something_else_lead_nowhere(link: str) -> None:
    found = page(body(link + NEWS + FOOTER), "/").offers
    assert found is not None
    assert (found.overview, found.functions, found.leaders, found.services) == ((), (), (), ())


def test_an_overview_tells_the_years_of_its_figures() -> None:
    text = (
        "<p>水阳县1956年建县，2003年被命名为文明县。2019年末，全县常住人口30万人；2021年实现地区生产总值120亿元。</p>"
        "<p>规划到2035年，地区生产总值达到500亿元。2023年，我县举办了龙舟赛。</p>"
    )
    assert about("县情概况", "水阳概况", text) == AboutSeen(topic=Topic.OVERVIEW, years=(2021, 2019))
    assert about("通知公告", "关于统计工作的通知", text) is None


def test_a_body_is_known_by_its_title_and_its_telephones_by_their_label() -> None:
    text = "<p>办公地址：滨江路1号</p><p>联系电话：0711-3281234 传真：0711-3285678</p><p>邮编：436000</p>"
    found = about("机构职能", "水阳县水利局机构职能", text)
    assert found == AboutSeen(topic=Topic.FUNCTIONS, body="水阳县水利局", phones=("07113281234",))


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("<p>姓名：张三</p><p>职务：县长</p><p>简历：1970年出生，大学学历</p><p>分工：主持全面工作</p>", ()),
        (
            "<table><tr><td>姓名</td><td>张三</td></tr><tr><td>职务</td><td></td></tr><tr><td>简历</td><td>待补充</td></tr></table>",
            ("职务", "简历"),
        ),
        ("<p>职务：副县长</p><p>分工：分管农业</p>", ("简历",)),
        ("<p>张三，男，汉族，1970年5月生，中共党员，现任县长。</p>", ()),
        ("<p><img src='/zs.jpg'></p>", ("简历",)),
    ],
)
def test_what_a_leaders_page_leaves_out_is_named_and_nothing_of_the_person_is_kept(
    text: str, empty: tuple[str, ...]
) -> None:
    assert about("领导之窗", "张三", text) == AboutSeen(topic=Topic.LEADERS, empty=empty)


def test_a_policy_names_the_fields_of_its_head_that_it_leaves_empty() -> None:
    rows = "<tr><td>索引号：</td><td>01/2024</td><td>主题分类：</td><td>{}</td></tr><tr><td>发文字号：</td><td>{}</td></tr>"

    def empty(*values: str) -> tuple[str, ...]:
        table = f"<table>{rows.format(*values)}</table>"
        block = '<div><h3>相关解读</h3><a href="/jd/1.html">《河道管理办法》解读</a></div>'
        markup = body(
            f"{crumb('政策文件')}{table}<h1>关于印发河道管理办法的通知</h1><p>发布时间：2024-01-09</p><p>正文</p>{block}{FOOTER}"
        )
        tie = page(markup, "/zc/t1.html").tie
        assert tie is not None
        return tie.empty

    assert empty("农业", "水政发〔2024〕3号") == ()
    assert empty("", "水政发〔2024〕3号") == ("主题分类",)
    assert empty("—", "") == ("主题分类", "文号")
