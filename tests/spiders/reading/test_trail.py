# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""Position trails in the shapes that templates give them."""

import pytest

from .pages import SITE, body, page

NAMES = ("政务公开", "通知公告")
SHAPES = {
    "label and >": '<div>当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/zwgk/tzgg/">通知公告</a></div>',
    "no label": '<div><a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/zwgk/">政务公开</a>&gt;<a href="/zwgk/tzgg/">通知公告</a></div>',
    "slashes": '<div class="location"><a href="/">网站首页</a> / <a href="/zwgk/">政务公开</a> / <a href="/zwgk/tzgg/">通知公告</a></div>',
    "spans": '<div class="position"><span><a href="/">首页</a><span>/</span></span><span><a href="/zwgk/">政务公开</a></span><span>/</span><span><a href="/zwgk/tzgg/">通知公告</a></span></div>',
    "ol": '<ol class="breadcrumb"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zwgk/tzgg/">通知公告</a></li></ol>',
    "table": '<table><tr><td>您现在的位置：<a href="/">首页</a></td><td><table><tr><td>><a href="/zwgk/">政务公开</a></td><td>><a href="/zwgk/tzgg/">通知公告</a></td></tr></table></td></tr></table>',
    "doubled >": '<div>当前位置: <span><a href="/">首页</a></span> >> <span><a href="/zwgk/">政务公开</a></span> >> <span><a href="/zwgk/tzgg/">通知公告</a></span></div>',
    "› signs": '<p>您所在的位置：<a href="/">水阳县政府网首页</a> › <a href="/zwgk/">政务公开</a> › <a href="/zwgk/tzgg/">通知公告</a></p>',
}
MENU = '<ul class="menu"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li><li><a href="/zmhd/">互动交流</a></li></ul>'


#: These shapes end with their last link.
LINKS_ONLY = ("ol", "table")
CASES = [
    (shape, tail)
    for shape in SHAPES
    for tail in ("", "正文", "内容", "信息详情", "详细内容")
    if not (tail and shape in LINKS_ONLY)
]


@pytest.mark.parametrize(("shape", "tail"), CASES)
def test_reads_a_trail_of_any_shape(shape: str, tail: str) -> None:
    markup = SHAPES[shape]
    if tail:
        closing = markup.rindex("</")
        sign = " / " if shape in ("slashes", "spans") else " &gt; "
        markup = markup[:closing] + sign + tail + markup[closing:]
    column = page(body(MENU + markup + "<h2>一则关于水阳的通知</h2>"), "/zwgk/tzgg/1.html").column
    assert column is not None
    assert column.path == NAMES
    assert column.url == f"{SITE}/zwgk/tzgg/"


def test_the_pages_own_title_is_no_column() -> None:
    title = "关于开展消防安全专项检查工作的公告"
    markup = (
        f'<div class="crumb">位置：<a href="/">首页</a> &gt; <a href="/g/">公告</a> &gt; {title}</div><h1>{title}</h1>'
    )
    column = page(body(markup, f'<meta name="ArticleTitle" content="{title}">'), "/g/1.html").column
    assert column is not None
    assert column.path == ("公告",)


def test_a_menu_is_no_trail() -> None:
    assert page(body(MENU), "/a/b.html").column is None


def test_a_column_without_a_trail_has_the_name_of_its_tag() -> None:
    column = page(body(MENU, '<meta name="ColumnName" content="通知公告">'), "/a/b.html").column
    assert column is not None
    assert (column.path, column.url) == (("通知公告",), "")


def test_a_template_variable_is_no_name() -> None:
    assert page(body(MENU, '<meta name="ColumnName" content="{{channel.name}}">'), "/a/b.html").column is None
