# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""What is damaged: small pages and answers of every publishing system, and of every kind of page, and their addresses."""

import json
from collections.abc import Iterator
from pathlib import Path

from tests.spiders.reading import pages as written

#: The largest page of a folder that is taken, in bytes.
LARGEST = 60_000
_SUFFIXES = frozenset((".html", ".htm", ".shtml", ".xml", ".js", ".json"))
PATHS = (
    "/zwgk/tzgg/index.html",
    "/zfwj/202401/t20240109_1.html",
    "/",
    "/col/col1/index.html",
    "/xw/gzdt.htm",
    "/xw/gzdt/35.htm",
    "/main.psp?page=2",
    "/module/web/jpage/dataproxy.jsp?columnid=1&page=2",
    "/api-gateway/jpaas-publish-server/front/page/build/unit?pageId=1&tagId=x",
    "/sysj/gkmlpt/api/all/31?page=1&sid=7",
    "/was5/web/search?channelid=1&page=2",
)
_CRUMB = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/xw/">新闻</a></div>'
_ROWS = "".join(
    f'<li><a href="/xw/{n}.html" title="关于第{n}批专项工作的通知公告">关于第{n}批专项工…</a><span>[0{n}-1{n}]</span></li>'
    for n in range(1, 7)
)
_STORE = (
    "<datastore><totalrecord>95</totalrecord><totalpage>5</totalpage><nextgroup><![CDATA[<a href='/module/web/jpage/dataproxy.jsp?page=2'></a>]]></nextgroup>"
    f"<recordset><record><![CDATA[{_ROWS}]]></record></recordset></datastore>"
)
_CALL = (
    "<script>$('#5521').jpage({totalRecord:95,perPage:20,groupSize:3,proxyUrl:'/module/web/jpage/dataproxy.jsp',"
    "ajaxParam:{col:1,webid:60,columnid:30067,unitid:'5521',webname:'水阳县',permissiontype:0}});</script>"
)
_UNIT = """<script src="/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{'parseType':'bulidstatic','webId':'29e9','pageType':'column','tagId':'信息列表','pageId':'bf39'}"></script>"""
_TREE = [{"id": 21, "name": "规范性文件", "children": [{"id": 31, "name": "现行"}]}]
_CONFIG = f"<script>window._CONFIG = {{ SITE_NAME: '水阳', SID: '755041', TREE: {json.dumps(_TREE)}, DETAIL: {{}} }};</script>"
_ARTICLES = [
    {
        "id": n,
        "title": f"公告第{n}号全文",
        "url": f"/content/1/post_{n}.html",
        "create_time": 1708392600,
        "date": "2024-02-20",
    }
    for n in range(6)
]
_VSB = "<script src='../system/resource/js/gotopage.js'></script><script>_simple_list_gotopage_fun(36,'a1343GOPAGE',2)</script>"
_WEBPLUS = '<div class="wp_paging"><em class="all_count">95</em><em class="curr_page">1</em><em class="all_pages">7</em><a class="next" href="/xw/list2.htm">下一页</a></div>'
_LETTER = (
    "<h3>关于路灯的来信</h3><p>来信时间：2024-01-03</p><p>内容：路灯不亮。</p><table><tr><td>回复单位</td><td>县住建局</td></tr></table>"
    "<p>回复时间：2024-01-05</p><p>回复内容：已修复。</p>"
)
_GUIDE = "<h2>取水许可</h2><table><tr><td>受理条件</td><td>略</td></tr><tr><td>申请材料</td><td>略</td></tr><tr><td>办理流程</td><td>略</td></tr><tr><td>收费标准</td><td>不收费</td></tr></table>"
_INNER = {
    "store": f'<div id="5521"><script type="text/xml">{_STORE}</script></div>{_CALL}',
    "unit": _UNIT + '<div class="pagination" rows="15" count="47" pageNo="1"></div>',
    "directory": _CONFIG,
    "countdown": f"<ul>{_ROWS}</ul>{_VSB}",
    "paging": f"<ul>{_ROWS}</ul>{_WEBPLUS}",
    "guide": _GUIDE,
    "blocks": f'<div class="box"><h3><a href="/a/">要闻</a></h3><ul>{_ROWS}</ul></div>' * 2,
    "hidden": f'<div style="display:none"><a href="http://x.example/">彩票</a></div>{_UNIT}',
    "interpretation": "<h1>《水阳县河道管理办法》解读</h1><p>发布时间：2024-01-09</p><div>政策原文：<a href='/zfwj/1.html'>办法</a></div>",
}


def seeds(folder: Path | None) -> Iterator[bytes]:
    """The pages of the tests, one of each system and kind, and those of a folder."""
    for markup in (written.TRS_ARTICLE, written.TRS_LIST):
        yield markup.encode()
        yield markup.encode("gb18030")
    for inner in _INNER.values():
        yield written.body(_CRUMB + inner + written.FOOTER).encode()
    yield written.body(_CRUMB.replace("新闻", "县长信箱") + _LETTER).encode()
    yield _STORE.encode()
    yield json.dumps({"success": True, "data": {"html": _ROWS}}, ensure_ascii=False).encode()
    yield json.dumps({"classify": {"id": 31, "post_count": 203}, "articles": _ARTICLES}, ensure_ascii=False).encode()
    yield b"<script>document.cookie='__jsl_clearance_s=17|0|x';location.href=location.pathname</script>"
    yield b"<meta http-equiv=refresh content='0;url=/index.html'><script>window.location='/a/'</script>"
    if folder is not None:
        yield from _of_folder(folder)


def _of_folder(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in _SUFFIXES:
            body = path.read_bytes()
            if len(body) <= LARGEST:
                yield body
