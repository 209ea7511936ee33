# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""A page read whole: what kind it is and what it says, in the manner of each publishing system."""

from datetime import datetime

import pytest

from infra.records import PageSeen, decode, encode
from spiders.reading.dates import BEIJING, iso
from spiders.reading.page import read

from .pages import AS_OF, FOOTER, SITE, TRS_ARTICLE, TRS_LIST, body, page

CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>'


def test_reads_a_policy_document() -> None:
    found = page(TRS_ARTICLE, "/zwgk/zfwj/202401/t20240109_11.html")
    assert found.kind == "policy"
    assert found.title == "关于印发水阳县河道管理办法的通知"
    assert iso(found.published or AS_OF) == "2024-01-09T17:32:00+08:00", "what is shown goes before the tag"
    assert found.source == "水阳县水利局"
    assert found.document_number == "水政办发〔2024〕3号"
    assert found.attachments == (f"{SITE}/zwgk/zfwj/202401/P020240109.docx",)
    assert found.interpretations == (f"{SITE}/zwgk/zcjd/202401/t20240109_12.html",)
    assert found.entries == ()
    assert found.column is not None
    assert found.column.path == ("政务公开", "县政府文件")
    assert found.column.url == f"{SITE}/zwgk/zfwj/"
    assert (found.column.name, found.column.type) == ("县政府文件", "政策文件")
    assert found.meta["SiteDomain"] == "www.shuiyang.gov.cn"


def test_reads_a_column() -> None:
    found = page(TRS_LIST)
    assert found.kind == "column"
    assert found.title == "通知公告"
    assert found.column is not None
    assert found.column.path == ("政务公开", "通知公告")
    assert [entry.title for entry in found.entries] == [
        "（置顶）水阳县政府信息公开指南（二〇二三年修订）",
        "水阳县2024年事业单位公开招聘工作人员公告",
        "关于春节期间办事窗口安排的通知",
        "关于冬季森林防火的通告",
        "关于征集民生实事项目的公告",
        "湖北省人民政府关于防汛工作的公告",
    ]
    assert found.entries[1].url == f"{SITE}/zwgk/tzgg/202402/t20240221_9.html"
    assert (found.pages.next, found.pages.count, found.pages.first) == (f"{SITE}/zwgk/tzgg/index_1.html", 7, True)
    assert (found.blank, found.archived, found.readable) == (False, False, True)


def test_a_column_is_seen_by_its_newest_entry_not_by_its_first() -> None:
    seen = page(TRS_LIST).seen(AS_OF)
    assert (seen.entries, seen.undated, seen.newest, seen.future) == (6, 0, "2024-02-21T00:00:00+08:00", None)
    earlier = page(TRS_LIST).seen(datetime(2024, 2, 10, tzinfo=BEIJING))
    assert (earlier.newest, earlier.future) == ("2024-02-06T00:00:00+08:00", "2024-02-21T00:00:00+08:00")


def test_an_article_is_seen_by_its_own_date() -> None:
    seen = page(TRS_ARTICLE, "/zwgk/zfwj/202401/t20240109_11.html").seen(AS_OF)
    assert seen.newest == seen.published == "2024-01-09T17:32:00+08:00"
    assert decode(encode(seen), PageSeen) == seen


def test_absent_things_are_null_or_empty() -> None:
    found = page(body("<p>水阳</p>"), "/a/b.html").to_json()
    assert found["kind"] == "other"
    assert found["marks"] == {"site_code": None, "icp": None, "police": None, "conac": False, "error_report": False}
    for key in ("published", "source", "document_number", "challenge"):
        assert found[key] is None
    for key in ("entries", "attachments", "links", "interpretations", "policies", "messages"):
        assert found[key] == []
    assert found["column"]["path"] == []


def test_the_json_is_the_contract() -> None:
    expected = [
        "kind",
        "title",
        "published",
        "source",
        "column",
        "meta",
        "marks",
        "entries",
        "pages",
        "archived",
        "blank",
        "attachments",
        "links",
    ]
    expected += ["document_number", "interpretations", "policies", "messages", "guide", "challenge"]
    assert set(expected) <= page(TRS_LIST).to_json().keys()


@pytest.mark.parametrize("path", ["/", "/index.html", "/index.shtml"])
def test_a_home_page_is_known_by_its_address_and_its_lack_of_a_trail(path: str) -> None:
    markup = body('<ul><li><a href="/a/1.html">县委召开常委会会议研究经济工作</a>2024-02-28</li></ul>' + FOOTER)
    found = page(markup, path)
    assert (found.kind, found.title) == ("home", "水阳县人民政府")
    assert found.seen(AS_OF).newest == "2024-02-28T00:00:00+08:00"


def test_an_interpretation_links_back() -> None:
    markup = body(
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zcjd/">政策解读</a> &gt; 正文</div>'
        "<h1>《水阳县河道管理办法》解读</h1><p>发布时间：2024-01-09</p><p>一、背景</p>"
        '<div>政策原文：<a href="/zfwj/1.html">水阳县河道管理办法</a></div><div><b>相关文件</b><a href="/zfwj/2.html">实施细则</a></div>'
    )
    found = page(markup, "/zcjd/1.html")
    assert found.kind == "interpretation"
    assert f"{SITE}/zfwj/2.html" in found.interpretations


def test_a_blank_column_is_blank() -> None:
    found = page(body(CRUMB + '<div class="list"><ul></ul></div>' + FOOTER), "/zwgk/index.html")
    assert (found.kind, found.blank, found.readable) == ("column", True, True)


def test_a_column_that_says_it_holds_nothing_is_blank() -> None:
    assert page(body(CRUMB + "<ul><li>暂无相关信息</li></ul>"), "/zwgk/index.html").blank


@pytest.mark.parametrize(
    "script",
    [
        '<ul id="list"></ul><script>$.ajax({url:"/api/list",success:function(d){$("#list").append(d)}})</script>',
        '<div id="app"><li v-for="row in rows">{{ row.title }}</li></div>',
        '<script type="text/html" id="t"><li>{{d.title}}</li></script>',
        '<div id="list">正在加载…</div>',
    ],
)
def test_a_list_that_a_script_loads_is_not_called_blank(script: str) -> None:
    found = page(body(CRUMB + script), "/zwgk/index.html")
    assert (found.blank, found.readable) == (False, False)


def test_a_column_of_text_is_not_blank() -> None:
    found = page(body(CRUMB + f"<div class=con><p>{'水阳县地处鄂东，辖九镇二乡。' * 12}</p></div>"), "/zwgk/index.html")
    assert (found.kind, found.blank) == ("column", False)


@pytest.mark.parametrize(
    "markup",
    [
        body("<p>您访问的页面不存在！</p>"),
        body("<div>栏目不存在!</div>"),
        body('<h2>404</h2><p>抱歉，找不到您要访问的页面</p><a href="/">返回首页</a>'),
        "<html><head><title>404 Not Found</title></head><body><center>nginx</center></body></html>",
    ],
)
def test_a_page_that_says_it_is_none_is_an_error(markup: str) -> None:
    assert page(markup, "/a/1.html").kind == "error"


def test_an_article_about_lost_pages_is_none() -> None:
    text = "<p>" + "有群众反映网页打不开。" * 300 + "经查，系该页面不存在所致。</p>"
    assert (
        page(body(CRUMB + "<h1>关于网站维护的情况说明</h1><p>发布时间：2024-02-01</p>" + text), "/a/1.html").kind
        != "error"
    )


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        (
            "<script>document.cookie='__jsl_clearance_s=17|0|x;max-age=3600';location.href=location.pathname</script>",
            "jiasule",
        ),
        (
            '<html><head><meta content="x"></head><body><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};</script></body></html>',
            "ruishu",
        ),
        (body("<p>您的请求被拦截，疑似攻击行为</p>"), "waf"),
        (body("<p>请完成安全验证后继续访问</p>"), "captcha"),
    ],
)
def test_a_challenge_is_no_page(markup: str, name: str) -> None:
    found = page(markup, "/")
    assert (found.kind, found.challenge, found.blank, found.readable) == ("challenge", name, False, False)


@pytest.mark.parametrize(
    "inner",
    [
        "<h2>通知公告（已归档）</h2>",
        '<span class="tag">已归档</span>',
        "<p>本栏目已归档，不再更新。</p>",
        "<p>归档时间：2023-12-31</p>",
    ],
)
def test_an_archived_column_says_so(inner: str) -> None:
    if "归档时间" in inner:
        inner = "<p>已归档</p>" + inner
    assert page(body(CRUMB + inner + '<ul><li><a href="/1.html">旧的通知一则在此</a>2019-01-01</li></ul>')).archived


def test_an_archive_tag_or_name_marks_a_column() -> None:
    assert page(body(CRUMB, '<meta name="filing" content="1">')).archived
    assert not page(body(CRUMB, '<meta name="filing" mark="0" content="0">')).archived
    assert page(
        body(
            '<div class=crumb>当前位置：<a href="/">首页</a> &gt; <a href="/h/">历史栏目</a> &gt; <a href="./">公示</a></div>'
        )
    ).archived


@pytest.mark.parametrize(
    "inner",
    [
        '<a href="/gd/">已归档</a>',
        '<div style="display:none">已归档</div>',
        "<script>var s = '已归档';</script>",
        "<!-- 已归档 -->",
        "<p>会议要求，各单位要把工程资料整理齐备，已归档的要逐件核对目录，没有归档的要在月底之前补齐移交县档案馆保存。</p>",
        '<a href="/ls/">历史文化</a>',
    ],
)
def test_the_word_elsewhere_marks_nothing(inner: str) -> None:
    assert not page(body(CRUMB + inner)).archived


def test_a_guide_and_a_letter_are_told() -> None:
    guide = "<h2>取水许可</h2><table><tr><td>受理条件</td><td>略</td></tr><tr><td>申请材料</td><td>略</td></tr><tr><td>办理流程</td><td>略</td></tr><tr><td>收费标准</td><td>不收费</td></tr></table>"
    found = page(body(CRUMB + guide), "/bszn/1.html")
    assert found.kind == "guide"
    assert found.guide.elements == {"受理条件": "略", "申请材料": "略", "办理流程": "略", "收费标准": "不收费"}
    letter = (
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/xzxx/">县长信箱</a></div><h3>关于路灯的来信</h3>'
        "<p>来信时间：2024-01-03</p><p>我家门口路灯不亮。</p><p>回复单位：县住建局</p><p>回复时间：2024-01-05</p><p>回复内容：已修复。</p>"
    )
    found = page(body(letter), "/xzxx/1.html")
    assert found.kind == "message"
    assert tuple(one.shown for one in found.messages) == (
        {
            "title": "关于路灯的来信",
            "received": "2024-01-03T00:00:00+08:00",
            "replied": "2024-01-05T00:00:00+08:00",
            "unit": "县住建局",
            "reply": "已修复。",
        },
    )


def test_any_declared_charset_gives_the_same_page() -> None:
    plain = page(TRS_LIST).to_json()
    gbk = read(TRS_LIST.encode("gb18030"), SITE + "/zwgk/tzgg/index.html", charset="utf-8", as_of=AS_OF).to_json()
    assert gbk.pop("encoding") == "gb18030"
    assert gbk.pop("encoding_declared") == "utf-8"
    assert gbk == {key: value for key, value in plain.items() if not key.startswith("encoding")}


def test_a_home_page_is_seen_by_all_its_lists() -> None:
    rows = '<li><a href="/{0}{1}.html">关于全县工作安排的一则消息</a>2024-02-{1:02}</li>'
    blocks = "".join(
        f"<div class=b{b}><h3>块</h3><ul>{''.join(rows.format(b, d) for d in (b, b + 1))}</ul></div>"
        for b in (3, 9, 20)
    )
    found = page(body(blocks + FOOTER), "/")
    assert len(found.entries) == 6
    assert found.seen(AS_OF).newest == "2024-02-21T00:00:00+08:00"


@pytest.mark.parametrize("left", ["lm-left", "x1"])
def test_a_menu_beside_an_empty_list_leaves_it_blank(left: str) -> None:
    menu = (
        f'<div class="{left}"><ul><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwgk/a/">机构</a></li></ul></div>'
    )
    assert page(body(CRUMB + menu + '<div class="con"><ul></ul></div>' + FOOTER), "/zwgk/index.html").blank


def test_a_column_of_portraits_or_of_short_links_is_not_blank() -> None:
    portraits = '<ul class="p"><li><a href="/zwgk/l/1.html"><img src="1.jpg">李堃</a></li><li><a href="/zwgk/l/2.html">邵文</a></li></ul>'
    assert not page(body(CRUMB + portraits + FOOTER), "/zwgk/index.html").blank


def test_a_page_of_blocks_is_a_column() -> None:
    block = '<div class="box"><div class="box-tit"><h3><a href="/{0}/">{1}</a></h3><a class="more" href="/{0}/">更多&gt;&gt;</a></div>{2}</div>'
    rows = '<ul><li><span>2024-02-16</span><a href="/t/1.html">2024年2月依申请事项受理办结情况</a></li></ul>'
    found = page(body(CRUMB + block.format("bszn", "办事指南", "") + block.format("bjtj", "办件统计", rows)), "/bsfw/")
    assert found.kind == "column"


def test_an_article_without_tags_is_read_by_what_it_shows() -> None:
    markup = body(
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a></div><div class="lm-tit"><h3>工作动态</h3></div>'
        '<div class="xl-tit">县水利局开展春季堤防<br>隐患排查工作</div><p>2024-02-08 来源：县水利局 字号：大 中 小</p><p>正文，自2024年3月1日起。</p>'
        '<ul class="xg"><li><a href="/1.html">又一则消息的标题在此</a>2023-01-01</li></ul>' + FOOTER
    )
    found = page(markup, "/gzdt/1.html")
    assert (found.kind, found.title, found.source) == ("article", "县水利局开展春季堤防隐患排查工作", "县水利局")
    assert iso(found.published or AS_OF) == "2024-02-08T00:00:00+08:00"
