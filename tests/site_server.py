"""A small government site on loopback for tests: well-formed pages, and misbehaviours that bear a name.

In the manner of Scrapy's mock server: what a crawler must survive is served by a real server over real
sockets. Every request is counted, so that a test can tell what was fetched, how often and when.
"""

import asyncio
import gzip
import ssl
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOST = "www.lianhu.gov.cn"
PAGE = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="莲湖市人民政府"></head><body>
<div class="nav"><a href="/">首页</a> <a href="/xwzx/">新闻中心</a> <a href="/zwgk/">政务公开</a></div>
{body}
<div class="footer">主办单位：莲湖市人民政府办公室 网站标识码：4207000001 鄂ICP备05012345号</div></body></html>"""
CHALLENGE = (
    "<html><head><script>document.cookie=('_')+('_jsl_clearance=')+"
    "location.href=location.pathname+location.search</script></head></html>"
)
RUISHU = (
    '<html><head><meta charset="utf-8"><meta content="qYnY6bSzsBbQ" id="9DhefwqGPrzG">'
    "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=57326;$_ts.cd=\"qEywrrAltG\";</script>"
    '<script src="/4QbVtADbnLVIc/d.FxJzG50F.dfe1675.js" r="m"></script></head><body></body></html>'
)

Handler = Callable[["SiteServer", web.Request], Awaitable[web.StreamResponse]]
MISBEHAVIOURS: dict[str, Handler] = {}


def misbehaviour(name: str) -> Callable[[Handler], Handler]:
    """Serve the decorated handler at ``/bad/<name>``."""

    def register(handler: Handler) -> Handler:
        MISBEHAVIOURS[name] = handler
        return handler

    return register


@dataclass(slots=True, kw_only=True)
class SiteServer:
    """What a running site was asked, and its knobs."""

    articles: int = 20
    port: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    times: list[tuple[str, float]] = field(default_factory=list)
    latency: float = 0.0
    """Seconds every page takes."""
    secure: bool = False
    robots: str = ""
    """What robots.txt says; without it there is none."""
    extra_links: tuple[str, ...] = ()
    """Links that the home page bears beside its own."""

    @property
    def resolve(self) -> str:
        """The override that leads the site's host name here."""
        return f"{HOST}:127.0.0.1:{self.port}"

    @property
    def home(self) -> str:
        """The site's home page, as a registry names it."""
        return f"{self.origin}/"

    @property
    def origin(self) -> str:
        return f"https://{HOST}" if self.secure else f"http://{HOST}"

    def url(self, name: str) -> str:
        """Where a misbehaviour is served."""
        return f"{self.origin}/bad/{name}"

    @property
    def pages(self) -> set[str]:
        """Paths of every well-formed page of the site."""
        columns = {"/", "/xwzx/", "/zwgk/", "/zwgk/lsgd/"}
        return columns | {article(number) for number in range(self.articles)}


def article(number: int) -> str:
    """Path of an article, in the manner of a TRS site."""
    return f"/xwzx/202401/t202401{number % 28 + 1:02d}_{number}.html"


@asynccontextmanager
async def serve(*, articles: int = 20, context: ssl.SSLContext | None = None) -> AsyncIterator[SiteServer]:
    """Run the site on a free loopback port until the block ends; with a ``context`` over TLS."""
    site = SiteServer(articles=articles, secure=context is not None)

    async def answer(request: web.Request) -> web.StreamResponse:
        site.hits[request.path_qs] += 1
        site.times.append((request.path_qs, time.monotonic()))
        if site.latency:
            await asyncio.sleep(site.latency)
        handler = MISBEHAVIOURS.get(request.path.removeprefix("/bad/").partition(";")[0])
        return await handler(site, request) if handler is not None else _page(site, request.path)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await listener.start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


def _page(site: SiteServer, path: str) -> web.Response:
    if path == "/robots.txt" and site.robots:
        return web.Response(text=site.robots)
    if path not in site.pages:
        return _html("页面不存在", "<p>抱歉，您访问的页面不存在</p>", status=404)
    if path == "/":
        return _html("莲湖市人民政府", _list(site) + "".join(f'<a href="{url}">链接</a>' for url in site.extra_links))
    if path == "/xwzx/":
        return _html("新闻中心", '<div class="crumb"><a href="/">首页</a> &gt; 新闻中心</div>' + _list(site))
    if path.startswith("/zwgk/"):
        return _html("政务公开", '<div class="crumb"><a href="/">首页</a> &gt; 政务公开</div>' + _archive())
    return _html("今日要闻", "<h1>今日要闻</h1><p>发布时间：2024-01-15</p>" + "<p>全市经济社会发展平稳。</p>" * 20)


def _list(site: SiteServer) -> str:
    rows = (
        f'<li><a href="{article(n)}">第{n}号新闻标题内容</a><span>2024-01-{n % 28 + 1:02d}</span></li>'
        for n in range(site.articles)
    )
    return f'<ul class="list">{"".join(rows)}</ul>'


def _archive() -> str:
    return '<ul class="list"><li><a href="/zwgk/lsgd/">历史归档</a><span>2019-03-02</span></li></ul>'


def _html(title: str, body: str, status: int = 200) -> web.Response:
    return web.Response(text=PAGE.format(title=title, body=body), content_type="text/html", status=status)


def _status(status: int, **headers: str) -> Handler:
    async def handler(_: SiteServer, __: web.Request) -> web.StreamResponse:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return web.Response(status=status, headers=named, text=f"{status}", content_type="text/html")

    return handler


for _code in (403, 404, 410, 412, 429, 500, 503):
    MISBEHAVIOURS[str(_code)] = _status(_code)
MISBEHAVIOURS["503-retry-after"] = _status(503, Retry_After="1")


@misbehaviour("429-once")
async def too_many_once(site: SiteServer, request: web.Request) -> web.StreamResponse:
    """Refuse the first request and serve the second."""
    if site.hits[request.path_qs] == 1:
        return web.Response(status=429, headers={"Retry-After": "0"})
    return _html("恢复访问", "<p>恢复访问</p>")


@misbehaviour("521-challenge")
async def challenge(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Answer with a script that wants a browser, as 加速乐 does."""
    return web.Response(status=521, text=CHALLENGE, content_type="text/html")


@misbehaviour("200-challenge")
async def disguised_challenge(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """The same with a status that claims all is well."""
    return web.Response(text=CHALLENGE, content_type="text/html")


@misbehaviour("412-ruishu")
async def ruishu(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Answer with a script that wants a browser, as 瑞数 does."""
    return web.Response(status=412, text=RUISHU, content_type="text/html")


@misbehaviour("202-ruishu")
async def accepted_ruishu(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """The same with the status of its newer versions."""
    return web.Response(status=202, text=RUISHU, content_type="text/html")


@misbehaviour("200-ruishu")
async def disguised_ruishu(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """The same with a status that claims all is well."""
    return web.Response(text=RUISHU, content_type="text/html")


@misbehaviour("slow")
async def slow(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Answer after a minute: later than any test waits."""
    await asyncio.sleep(60)
    return web.Response()


@misbehaviour("slow-body")
async def slow_body(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Answer at once and then never end."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<html>")
    await asyncio.sleep(60)
    return response


@misbehaviour("drop")
async def drop(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Close the connection without an answer."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@misbehaviour("drop-body")
async def drop_body(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Promise 1000 bytes, send six, close."""
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<html>")
    assert request.transport is not None
    request.transport.abort()
    return response


@misbehaviour("redirect")
async def redirect(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead to an article."""
    return web.Response(status=302, headers={"Location": article(0)})


@misbehaviour("refresh")
async def refresh(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead to an article by the page itself, which shows nothing else."""
    head = f'<meta http-equiv="refresh" content="0;url={article(1)}">'
    return web.Response(text=f"<html><head>{head}</head><body></body></html>", content_type="text/html")


@misbehaviour("redirect-loop")
async def redirect_loop(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead to a page that leads back."""
    return web.Response(status=301, headers={"Location": "/bad/redirect-loop-back"})


@misbehaviour("redirect-loop-back")
async def redirect_loop_back(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead back."""
    return web.Response(status=301, headers={"Location": "/bad/redirect-loop"})


@misbehaviour("redirect-self")
async def redirect_self(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead to itself, with a cookie that it wants to see."""
    return web.Response(status=302, headers={"Location": "/bad/redirect-self", "Set-Cookie": "seen=1"})


@misbehaviour("cookie-wall")
async def cookie_wall(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Want a cookie that is set by a redirect to where it was asked, then a second one, then show the page."""
    here = str(request.rel_url)
    if request.cookies.get("seen") != "1":
        return web.Response(status=302, headers={"Location": here, "Set-Cookie": "seen=1; Path=/"})
    if request.cookies.get("token") != "a b":
        return web.Response(status=302, headers={"Location": here, "Set-Cookie": 'token="a b"; HttpOnly; Max-Age=60'})
    return _html("墙后的页面", "<p>正文内容</p>")


@misbehaviour("session-wall")
async def session_wall(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead to itself with a session in the address, as Java servers do before they know that cookies are kept."""
    if "JSESSIONID" not in request.cookies:
        headers = {"Location": f"{request.path};jsessionid=0A1B", "Set-Cookie": "JSESSIONID=0A1B"}
        return web.Response(status=302, headers=headers)
    return _html("会话后的页面", "<p>正文内容</p>")


@misbehaviour("redirect-inside")
async def redirect_inside(site: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead to a loopback address."""
    return web.Response(status=302, headers={"Location": f"http://127.0.0.1:{site.port}/secret"})


@misbehaviour("redirect-scheme")
async def redirect_scheme(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Lead to a file of the reader's own machine."""
    return web.Response(status=302, headers={"Location": "file:///etc/passwd"})


@misbehaviour("huge")
async def huge(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Send far more than any page has, in pieces and without saying how much."""
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    for _piece in range(400):
        await response.write(b"x" * 65536)
    return response


@misbehaviour("gzip-bomb")
async def gzip_bomb(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Send 40 kB that swell to 40 MB."""
    body = gzip.compress(bytes(40 * 2**20))
    return web.Response(body=body, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})


@misbehaviour("gzip")
async def zipped(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """An ordinary page, compressed."""
    body = gzip.compress(PAGE.format(title="压缩页面", body="<p>压缩内容</p>").encode())
    return web.Response(body=body, headers={"Content-Encoding": "gzip", "Content-Type": "text/html"})


@misbehaviour("wrong-charset")
async def wrong_charset(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """A GBK page whose header says UTF-8."""
    body = PAGE.format(title="编码错误的页面", body="<p>正文内容</p>").encode("gb18030")
    return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8"})


@misbehaviour("pdf.pdf")
async def pdf(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """An attachment of a megabyte."""
    return web.Response(body=b"%PDF-1.4\n" + b"x" * 2**20, content_type="application/pdf")
