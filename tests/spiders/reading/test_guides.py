# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Service guides in every layout: the elements, what is empty or vague in them, and their forms."""

import pytest

from spiders.reading.page import Page

from .pages import AS_OF, FOOTER, SITE, body, page

CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/bsfw/">办事服务</a> &gt; <a href="/bsfw/bszn/">办事指南</a></div><h1>取水许可审批</h1>'
VALUES = {
    "设定依据": "《取水许可管理办法》第三条",
    "受理条件": "依法登记的法人",
    "申请材料": "1.申请表（原件1份）；2.营业执照（复印件1份）",
    "办理流程": "申请、受理、审查、决定",
    "承诺时限": "5个工作日",
    "办理地点": "水阳县政务大厅二楼12号窗口",
    "办理时间": "工作日9:00至17:00",
    "咨询电话": "0719-1234567",
}
CALLED = dict(
    zip(
        VALUES,
        ("办理依据", "申请条件", "申报材料", "办理程序", "承诺办结时限", "办公地址", "办公时间", "联系电话"),
        strict=True,
    )
)


def guide(inner: str) -> Page:
    return page(body(CRUMB + inner + FOOTER), "/bsfw/bszn/12.html")


def rows(pattern: str) -> str:
    return "".join(pattern.format(CALLED[name], value) for name, value in VALUES.items())


LAYOUTS = {
    "table": "<table>" + rows("<tr><th>{}</th><td>{}</td></tr>") + "</table>",
    "two pairs a row": "<table><tr>"
    + "</tr><tr>".join(
        "".join(f"<td>{CALLED[name]}：</td><td>{VALUES[name]}</td>" for name in pair)
        for pair in zip(list(VALUES)[::2], list(VALUES)[1::2], strict=True)
    )
    + "</tr></table>",
    "labels over values": "<table><tr>" + rows("<td>{0}</td>") + "</tr><tr>" + rows("<td>{1}</td>") + "</tr></table>",
    "definition list": "<dl>" + rows("<dt>{}：</dt><dd>{}</dd>") + "</dl>",
    "headings": rows("<h3>一、{}</h3><p>{}</p>"),
    "bold lines": rows("<p><strong>（二）{}：</strong></p><p>{}</p>"),
    "bold and value": rows("<p><b>【{}】</b>{}</p>"),
    "lines": "<div>" + rows("{}：{}<br>") + "</div>",
    "boxes": rows('<div class="item"><div class="l">{}</div><div class="r">{}</div></div>'),
    "boxes in a row": '<div class="box">' + rows('<span class="t">{}：</span><span>{}</span>') + "</div>",
    "spaced labels": "<table>"
    + "".join(f"<tr><td>{'　'.join(CALLED[n])}</td><td>{v}</td></tr>" for n, v in VALUES.items())
    + "</table>",
    "tabs": '<ul class="tab-hd">'
    + rows("<li>{0}</li>")
    + '</ul><div class="tab-bd">'
    + rows('<div class="pane" style="display:none">{1}</div>')
    + "</div>",
    "tabs by id": "<ul>"
    + rows('<li><a href="#p-{0}">{0}</a></li>')
    + "</ul>"
    + rows('<div id="p-{0}" style="display:none"><p>{1}</p></div>')
    + "<div>相关链接</div>",
    "tabs beside panes": '<div class="w"><div class="menu">'
    + rows("<a href='javascript:;'>{0}</a>")
    + "</div>"
    + '<div class="con">'
    + rows("<section>{1}</section>")
    + "</div></div>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_elements_are_read_in_every_layout(layout: str) -> None:
    found = guide(LAYOUTS[layout])
    assert found.kind == "guide"
    assert found.guide.elements == VALUES
    assert found.to_json()["guide"] == VALUES
    assert found.guide.empty == ()


def test_a_title_names_the_item_as_well_as_a_field_does() -> None:
    seen = guide(LAYOUTS["table"]).guide.seen("取水许可审批")
    assert set(seen.elements) == {*VALUES, "事项名称"}


def test_what_is_named_and_empty_is_empty_and_takes_no_neighbour() -> None:
    inner = (
        "<table><tr><td>受理条件</td><td></td><td>行使层级</td><td>县级</td></tr><tr><td>设定依据</td><td>无</td><td>收费标准</td><td>不收费</td></tr>"
        "<tr><td>办理流程</td><td>--</td></tr><tr><td>申请材料</td><td>详见附件</td></tr></table>"
    )
    found = guide(inner).guide
    assert found.elements == {"设定依据": "无", "收费标准": "不收费", "办理流程": "--", "申请材料": "详见附件"}
    assert set(found.empty) == {"受理条件", "设定依据", "办理流程", "申请材料"}
    assert guide(inner).guide.seen("x").elements == ("事项名称", "收费标准")


def test_an_attachment_is_what_see_attachment_means() -> None:
    inner = '<table><tr><td>受理条件</td><td>无限制</td></tr><tr><td>申请材料</td><td>见附件</td></tr></table><p>附件：<a href="/f/a.docx">申请表.docx</a></p>'
    found = guide(inner).guide
    assert "申请材料" not in found.empty
    assert found.forms == (f"{SITE}/f/a.docx",)


def test_an_empty_heading_before_another_one_is_empty() -> None:
    found = guide("<h3>受理条件</h3><h3>申请材料</h3><p>申请表</p><h3>咨询电话</h3><p>123</p>").guide
    assert found.elements == {"申请材料": "申请表", "咨询电话": "123"}
    assert found.empty == ("受理条件",)


def test_tabs_whose_panes_a_script_fills_say_nothing() -> None:
    found = guide(
        '<ul class="tab"><li>受理条件</li><li>申请材料</li><li>办理流程</li></ul><p>请稍候，下面是网站的其他内容</p>'
    ).guide
    assert found.elements == {}
    assert found.empty == ()


@pytest.mark.parametrize("cell", ["th", "td"])
def test_a_table_of_items_is_no_guide(cell: str) -> None:
    head = "".join(f"<{cell}>{name}</{cell}>" for name in ("序号", "事项", "实施主体"))
    rows = "".join(f"<tr><td>{n}</td><td><a href='/i/{n}.html'>取水许可</a></td><td>县水利局</td></tr>" for n in (1, 2))
    found = page(
        body(CRUMB.replace("<h1>取水许可审批</h1>", "") + f"<table><tr>{head}</tr>{rows}</table>{FOOTER}"), "/bszn/"
    )
    assert found.guide.elements == {}
    assert found.seen(AS_OF).guide is None


def test_a_flow_chart_is_a_value() -> None:
    found = guide('<h3>办理流程图</h3><p><img src="/i/flow.png"></p><h3>受理条件</h3><p>略</p>').guide
    assert found.elements["办理流程"] == f"{SITE}/i/flow.png"


def test_vague_materials_are_told_and_where_a_paper_is_said_in_how_many_copies() -> None:
    vague = guide(
        "<h3>申请材料</h3><p>1.申请表；2.法律法规规定的其他材料；3.需要提供的其它证明文件。</p><h3>受理条件</h3><p>需提交相关材料</p>"
    ).guide
    assert vague.catch_all == ("法律法规规定的其他材料", "其它证明文件")
    assert vague.copies is False
    clear = guide(LAYOUTS["headings"]).guide
    assert (clear.catch_all, clear.copies) == ((), True)
    assert guide("<h3>受理条件</h3><p>无</p><h3>办理地点</h3><p>一楼</p>").guide.copies is None


def test_forms_are_the_files_of_the_page_and_what_the_materials_hand_out() -> None:
    inner = (
        '<h3>申请材料</h3><table><tr><td>材料名称</td><td>样表</td></tr><tr><td>申请书</td><td><a href="/down?id=7">下载样表</a></td></tr></table>'
        '<h3>办理流程</h3><p><a href="/other">流程说明</a> <a href="/f/b.xls">登记表.xls</a></p>'
    )
    assert set(guide(inner).guide.forms) == {f"{SITE}/down?id=7", f"{SITE}/f/b.xls"}


def test_a_label_in_running_text_is_none() -> None:
    found = guide(
        "<p>请按申请材料要求备齐，办理流程如有变化以窗口为准。</p><h3>受理条件</h3><p>年满18周岁</p><h3>办理地点</h3><p>一楼</p>"
    ).guide
    assert found.elements == {"受理条件": "年满18周岁", "办理地点": "一楼"}


def test_the_footer_is_no_part_of_the_last_element() -> None:
    found = guide("<h3>受理条件</h3><p>甲</p><h3>咨询电话</h3>").guide
    assert "咨询电话" not in found.elements
    assert found.empty == ("咨询电话",)


def test_no_guide_is_no_guide() -> None:
    found = page(body("<p>x</p>"))
    assert found.guide.elements == {}
    assert found.to_json()["guide"] == {}
    assert found.to_json()["guide_seen"] is None
