# ruff: noqa: E501 - markup stands on lines as publishing systems write it
"""A site on loopback whose lists no link leads through: jpaas units, a gkmlpt directory, VSB pages that count down.

The unit's endpoint is as strict as the real one: 403 for whoever does not name the page that asks.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from infra.clock import BEIJING
from tests.site_server import HOST, SiteServer

ORIGIN = f"http://{HOST}"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
QUERY = "{'parseType':'bulidstatic','webId':'1','tplSetId':'2','pageType':'column','tagId':'信息列表','editType':'null','pageId':'7'}"
UNIT_ARTICLES, UNIT_ROWS = 11, 4
DIRECTORY_ARTICLES = {31: 130, 32: 3}
VSB_PAGES, VSB_ROWS = 4, 3
_FRAME = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/col/col7/index.html">通知公告</a><a href="/gkmlpt/index">信息公开目录</a><a href="/xw/gzdt.htm">工作动态</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; {title}</div>{body}<div class="footer">网站标识码：4207000001</div></body></html>"""


#: Paths of all articles, however deep in a list they stand.
ARTICLES = frozenset(
    (
        *(f"/col/col7/art/2024/art_{n}.html" for n in range(UNIT_ARTICLES)),
        *(f"/gkmlpt/content/{c}/post_{n}.html" for c, count in DIRECTORY_ARTICLES.items() for n in range(count)),
        *(f"/info/1015/{n}.htm" for n in range(VSB_PAGES * VSB_ROWS)),
    )
)


@asynccontextmanager
async def serve() -> AsyncIterator[SiteServer]:
    """Run the site on a free loopback port until the block ends."""
    site = SiteServer()

    async def answer(request: web.Request) -> web.StreamResponse:
        site.hits[request.path_qs] += 1
        return _answer(request)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


def _answer(request: web.Request) -> web.Response:
    path = request.path
    if path == UNIT:
        return _unit(request)
    if path.startswith("/gkmlpt/api/all/"):
        return _directory(int(path.rpartition("/")[2]), int(request.query["page"]))
    if path in ARTICLES:
        return _page("公告", "<h1>今日事项公告</h1><p>发布时间：2024-01-15</p>" + "<p>各项工作平稳推进。</p>" * 20)
    pages = {"/": _home, "/col/col7/index.html": _column, "/gkmlpt/index": _index}
    if path in pages:
        return pages[path]()
    number = path.removeprefix("/xw/gzdt/").removesuffix(".htm")
    if path == "/xw/gzdt.htm" or (number.isdigit() and 0 < int(number) < VSB_PAGES):
        return _countdown(VSB_PAGES if path == "/xw/gzdt.htm" else int(number))
    return web.Response(status=404, text="404")


def _page(title: str, body: str) -> web.Response:
    return web.Response(text=_FRAME.format(title=title, body=body), content_type="text/html")


def _home() -> web.Response:
    return _page("莲湖市人民政府", "<p>欢迎访问</p>")


def _column() -> web.Response:
    script = f'<script src="/script/AuthorizedRead/unitbuild.js" url="{UNIT}" queryData="{QUERY}"></script>'
    return _page("通知公告", f"<div>{script}</div>")


def _unit(request: web.Request) -> web.Response:
    if (
        request.headers.get("Referer") != f"{ORIGIN}/col/col7/index.html"
        or "Mozilla" not in request.headers["User-Agent"]
    ):
        return web.Response(status=403)
    told: dict[str, Any] = json.loads(parse_qs(request.query_string).get("paramJson", ["{}"])[0])
    number = told.get("pageNo", 1)
    start = (number - 1) * UNIT_ROWS
    rows = "".join(
        f'<li><a href="art/2024/art_{n}.html" title="关于第{n}号便民事项的通知">关于第{n}号…</a><span>2024-02-{28 - n:02}</span></li>'
        for n in range(start, min(start + UNIT_ROWS, UNIT_ARTICLES))
    )
    pager = f'<div class="pagination" rows="{UNIT_ROWS}" count="{UNIT_ARTICLES}" pageNo="{number}"></div>'
    html = f'<div class="page-content"><ul>{rows}</ul></div>{pager}'
    return web.json_response({"success": True, "code": "200", "data": {"html": html}})


def _index() -> web.Response:
    tree = [{"id": 30, "name": "文件", "children": [{"id": 31, "name": "规范性文件"}, {"id": 32, "name": "其他文件"}]}]
    config = f"window._CONFIG = {{ SID: '755041', TREE: {json.dumps(tree)}, SERVICE_AREA_ID: 0 }};"
    return _page("信息公开目录", f'<div id="app"></div><script>{config}</script>')


def _directory(column: int, number: int) -> web.Response:
    total, start = DIRECTORY_ARTICLES[column], (number - 1) * 100
    day = int(datetime(2024, 1, 5, tzinfo=BEIJING).timestamp())
    articles = [
        {"id": n, "title": f"文件第{n}号", "url": f"{ORIGIN}/gkmlpt/content/{column}/post_{n}.html", "create_time": day}
        for n in range(start, min(start + 100, total))
    ]
    classify = {"id": column, "name": {31: "规范性文件", 32: "其他文件"}[column], "post_count": total}
    return web.json_response({"classify": classify, "articles": articles, "total": total, "offset": start})


def _countdown(number: int) -> web.Response:
    start = (VSB_PAGES - number) * VSB_ROWS
    rows = "".join(
        f'<li id="line_u8_{n}"><a href="/info/1015/{n}.htm">第{n}次工作会议顺利召开</a><span>2024-01-{28 - n:02}</span></li>'
        for n in range(start, start + VSB_ROWS)
    )
    go = f'<script src="/system/resource/js/gotopage.js"></script><script>function a8(){{_simple_list_gotopage_fun({VSB_PAGES},"a8",2)}}</script>'
    return _page("工作动态", f"<ul>{rows}</ul>{go}")
