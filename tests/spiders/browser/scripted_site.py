# ruff: noqa: E501 - scripts stand on lines as pages write them
"""A site on loopback whose lists scripts build in ways that no reader knows, and pages whose scripts mean harm."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from tests.site_server import HOST, SiteServer

ROWS = 6
_FRAME = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{charset}"><title>{title}_莲湖市人民政府</title>
<meta name="SiteName" content="莲湖市人民政府"><meta name="ColumnName" content="{title}"></head><body>
<div class="nav"><a href="/">首页</a>{nav}</div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="{path}">{title}</a></div>
<div class="main"><ul id="list" class="list"></ul></div>{body}
<div class="footer">主办单位：莲湖市人民政府办公室 网站标识码：4207000001 鄂ICP备05012345号</div></body></html>"""
#: What every page here has: a script that the reader knows to fill the list, and cannot follow.
FILL = """<script>
const show = rows => { document.getElementById("list").innerHTML = rows.map(r =>
  `<li><a href="${r.href}">${r.name}</a><span>${r.day}</span></li>`).join(""); };
"""
ASK = FILL + 'fetch("/api/list?column=7").then(r => r.json()).then(d => show(d.rows));</script>'
COLUMNS = {
    "plain": ASK,
    "jquery": '<script src="/js/lib.js"></script>'
    + FILL
    + '$.getJSON("/api/list?column=7", d => show(d.rows));</script>',
    "gbk": ASK,
    "moved": FILL + 'fetch("/api/moved").then(r => r.json()).then(d => show(d.rows));</script>',
    "empty": FILL + 'fetch("/api/none").then(r => r.json()).then(d => show(d.rows));</script>',
    "tampered": FILL
    + """Object.defineProperty(document, "getElementsByTagName", {value: () => ({length: 3})});
    Object.defineProperty(document, "readyState", {value: "loading"});
    Object.defineProperty(Element.prototype, "outerHTML", {get: () => "<p>nothing to see</p>"});
    Object.defineProperty(Document.prototype, "documentElement", {get: () => document.body});
    fetch("/api/list?column=7").then(r => r.json()).then(d => show(d.rows));</script>""",
    "post": FILL
    + 'fetch("/api/list", {method: "POST", body: "column=7"}).then(r => r.json()).then(d => show(d.rows));</script>',
    "counted": FILL
    + 'fetch("/api/visit/add", {method: "POST"}).catch(() => 0);fetch("/api/list?column=7").then(r => r.json()).then(d => show(d.rows));</script>',
    "private": FILL + 'fetch("http://10.1.2.3/api/list").then(r => r.json()).then(d => show(d.rows));</script>',
    "loopback": FILL + 'fetch("http://127.0.0.1/secret").then(r => r.json()).then(d => show(d.rows));</script>',
    "port": FILL + f'fetch("http://{HOST}:8161/secret").then(r => r.json()).then(d => show(d.rows));</script>',
    "inside": FILL + 'fetch("/api/inside").then(r => r.json()).then(d => show(d.rows));</script>',
    "failing": FILL
    + 'fetch("/api/broken").then(r => r.json()).then(d => show(d.rows)).catch(() => show([{href: "/old.html", name: "很久以前的一条旧消息", day: "2019-01-01"}]));</script>',
    "endless": '<script src="/js/lib.js"></script>' + FILL + 'fetch("/x");for (;;) {}</script>',
    "huge": FILL
    + 'fetch("/x");const row = "字".repeat(1000); for (let n = 0; n < 50; n++) { const p = document.createElement("p"); p.textContent = row.repeat(1000); document.body.append(p); }</script>',
    "many": FILL
    + 'fetch("/x");for (let n = 0; n < 110000; n++) document.body.append(document.createElement("i"));</script>',
    "hungry": FILL + 'fetch("/x");const kept = []; for (;;) kept.push(new Array(100000).fill(kept.length));</script>',
    "alerts": FILL
    + 'fetch("/x");for (let n = 0; n < 100000; n++) { alert(n); confirm(n); prompt(n); } window.onbeforeunload = () => "stay";fetch("/api/list?column=7").then(r => r.json()).then(d => show(d.rows));</script>',
    "reload": FILL + 'fetch("/x");setInterval(() => location.reload(), 1);</script>',
    "away": FILL + 'fetch("/x");location.href = "/plain/elsewhere.html";</script>',
    "asking": FILL + 'setInterval(() => fetch("/api/list?n=" + Math.random()), 1);</script>',
    "counting": FILL
    + 'setInterval(() => fetch("/visit?n=" + Math.random(), {method: "POST"}).catch(() => 0), 1);</script>',
    "windows": FILL
    + 'fetch("/x");setInterval(() => { const a = document.createElement("a"); a.href = "/api/window"; a.target = "_blank"; document.body.append(a); a.click(); window.open("/api/window"); }, 20);</script>',
    "download": FILL
    + 'fetch("/x");const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob(["x".repeat(1000)])); a.download = "a.exe"; document.body.append(a); a.click();</script>',
}


@asynccontextmanager
async def serve(linked: tuple[str, ...] = ("plain", "jquery", "post")) -> AsyncIterator[SiteServer]:
    """Run the site on a free loopback port until the block ends; its home page links to the lists in ``linked``."""
    site = SiteServer()

    async def answer(request: web.Request) -> web.StreamResponse:
        site.hits[request.path_qs] += 1
        site.times.append((request.path_qs, asyncio.get_running_loop().time()))
        return _answer(request, linked)

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


def column(name: str, script: str | None = None) -> bytes:
    """The list page ``/name/``."""
    charset = "gb18030" if name == "gbk" else "utf-8"
    body = COLUMNS[name] if script is None else script
    return _FRAME.format(title="通知公告", nav="", path=f"/{name}/", body=body, charset=charset).encode(charset)


def rows(count: int = ROWS) -> list[dict[str, str]]:
    """What the endpoint lists, the newest first."""
    return [
        {"href": f"/art/2024/{n}.html", "name": f"关于第{n}号便民服务事项办理的通知", "day": f"2024-02-{28 - n:02}"}
        for n in range(count)
    ]


def _answer(request: web.Request, linked: tuple[str, ...]) -> web.StreamResponse:
    path = request.path
    name = path.strip("/")
    if name in COLUMNS:
        return web.Response(body=column(name), content_type="text/html")
    if path == "/":
        nav = "".join(f'<a href="/{name}/">{name}通知公告</a>' for name in linked)
        list_ = "".join(f'<li><a href="{r["href"]}">{r["name"]}</a><span>{r["day"]}</span></li>' for r in rows(2))
        return _html(_FRAME.format(title="首页", nav=nav, path="/", body=f"<ul>{list_}</ul>", charset="utf-8"))
    if path.startswith("/art/2024/"):
        return _html(
            "<html><head><title>通知</title></head><body><h1>关于便民服务的通知</h1><p>发布时间：2024-02-01</p>"
            + "<p>各项工作平稳推进。</p>" * 20
        )
    answered: dict[str, Callable[[], web.StreamResponse]] = {
        "/api/list": lambda: web.json_response({"rows": rows()}),
        "/api/none": lambda: web.json_response({"rows": []}),
        "/api/moved": lambda: web.Response(status=302, headers={"Location": "/api/list?moved=1"}),
        "/api/inside": lambda: web.Response(status=302, headers={"Location": "http://192.168.1.1/api/list"}),
        "/api/broken": lambda: web.Response(status=503, text="503"),
        "/x": lambda: web.json_response({}),
        "/js/lib.js": lambda: web.Response(
            text="window.$ = {getJSON: (u, f) => fetch(u).then(r => r.json()).then(f)};",
            content_type="application/javascript",
        ),
    }
    return answered[path]() if path in answered else web.Response(status=404, text="404")


def _html(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/html")
