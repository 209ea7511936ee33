"""Guides, letters and pairs built to hurt: the readers of fields do bounded work on them."""

import time

import pytest

from .pages import body, page

SECONDS = 5
_GUIDE = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/b/">办事指南</a></div>'
_BOX = _GUIDE.replace("办事指南", "县长信箱")
_READING = _GUIDE.replace("办事指南", "政策解读") + "<h1>某某办法解读</h1><p>发布时间：2024-01-01</p>"
_ASKED = _GUIDE.replace("办事指南", "意见征集") + "<h1>关于公开征求意见的公告</h1><p>发布时间：2024-01-01</p>"
_ROW = "<li><a href=/{}.html>关于某件事情的来信</a><p>来信时间：2024-01-03 回复时间：2024-01-04</p></li>"
BOMBS = {
    "labels": _GUIDE + "<p>受理条件</p>" * 30_000,
    "tabs": _GUIDE + "<ul>" + "<li>受理条件</li>" * 20_000 + "</ul><div>" + "<div>x</div>" * 20_000 + "</div>",
    "labels in a line": _GUIDE + "<p>" + "受理条件：申请材料：" * 40_000 + "</p>",
    "cells in a row": _GUIDE + "<table><tr>" + "<td>受理条件</td>" * 20_000 + "</tr></table>",
    "headed columns": _GUIDE + "<table><tr>" + "<th>受理条件</th>" * 20_000 + "</tr><tr><td>1</td></tr></table>",
    "terms": _GUIDE + "<dl>" + "<dt>受理条件</dt>" * 20_000 + "</dl>",
    "materials": _GUIDE + "<h3>受理条件</h3>x<h3>申请材料</h3>" + "法律法规规定的其他" * 60_000,
    "pictures": _GUIDE + "<h3>受理条件</h3><h3>办理流程</h3>" + "<img src=/a.png>" * 30_000,
    "headings of lists": _BOX + "<table>" + "<tr><td>标题</td><td>来信时间</td></tr>" * 20_000 + "</table>",
    "letters": _BOX + "".join(_ROW.format(n) for n in range(8_000)),
    "letters without end": _BOX + "<p>来信时间：2024-01-03 回复时间：</p>" * 20_000,
    "who answered": _BOX + "来信时间：2024-01-03<p>回复内容：x</p>" + "局" * 200_000,
    "ties in one line": _READING + "".join(f"相关文件：<a href=/{n}>《办法》</a> " for n in range(20_000)),
    "ties in many lines": _READING + "".join(f"<p>相关文件：<a href=/{n}>《办法》</a></p>" for n in range(15_000)),
    "numbers": _READING + "某政发〔2024〕1号" * 60_000,
    "names": _READING + "《关于印发" * 60_000,
    "days": _ASKED + "至2月3日" * 60_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_bounded_work(name: str) -> None:
    start = time.process_time()
    found = page(body(BOMBS[name]), "/a/b.html")
    assert time.process_time() - start < SECONDS
    assert found.kind in ("guide", "message", "mailbox", "interpretation", "article", "column")


@pytest.mark.parametrize(
    "markup", ["<input name=a>" * 20_000, "".join(f"<a href=/{n}>在线咨询</a>" for n in range(9_000))]
)
def test_a_home_page_of_fields_or_channels_costs_bounded_work(markup: str) -> None:
    start = time.process_time()
    assert page(body("<form>" + "<div>" * 30 + markup), "/").kind == "home"
    assert time.process_time() - start < SECONDS
