"""Serves the generated city: one loopback port for all its sites, told apart by the Host header.

Pages are written when they are first asked for and kept in a bounded cache. What is not on the city answers as a real
server would: 404 with a page of its own, 410 from a host that has ended, 403 from one that keeps inspectors out.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial

from aiohttp import web

from infra.demo import attachments, feeds, searching
from infra.demo.city import BETS_HOST, CLOSED_HOST, FEED_HOST, FORMER_HOST, NEIGHBOURS, SHY_HOST, SILENT_HOST, DemoCity
from infra.demo.model import Account, Form, Site
from infra.demo.sites import page_count, style_of

LOOPBACK = "127.0.0.1"
#: Nothing listens on port 1 of a machine that offers no tcpmux, so a connection there is refused.
_NOBODY = 1
_CACHE = 4096
_DECORATION = {
    ".css": ("text/css", b"body{font-family:SimSun}"),
    ".js": ("application/javascript", b"void 0;"),
    ".png": ("image/png", bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")),
    ".jpg": ("image/jpeg", bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says: status, media type, body, and for a redirect where to."""

    body: bytes
    status: int = 200
    media: str = "text/html"
    location: str = ""


_Routes = dict[str, Callable[[], Answer]]


class CityServer:
    """Answers for one city. ``answer`` is a function of host and path alone."""

    def __init__(self, city: DemoCity) -> None:
        self.city = city
        self._routes: dict[str, _Routes] = {}
        self._feeds: _Routes = {
            path: partial(_feed, account) for account in city.accounts if (path := feeds.feed_path(account))
        }
        self.answer = lru_cache(maxsize=_CACHE)(self._answer)

    def paths(self, host: str) -> list[str]:
        """Every path that a site serves, or the feed host; of two names of one page the shorter."""
        routes = self._feeds if host == FEED_HOST else self._site_routes(host)
        return [path for path in routes if not (path.endswith("/index.html") and path[: -len("index.html")] in routes)]

    def _answer(self, host: str, path: str) -> Answer:
        if host == FEED_HOST:
            maker = self._feeds.get(path)
            return maker() if maker else _missing("utf-8")
        if host == SHY_HOST:
            return Answer(body=_plain("访问受限", "您的访问请求未通过校验。"), status=403)
        if host == CLOSED_HOST:
            return Answer(body=_plain("服务已停止", "本站已停止服务。"), status=410)
        if host in {*NEIGHBOURS, BETS_HOST, FORMER_HOST}:
            return Answer(body=_plain(host, f"欢迎访问 {host}。"))
        site = self.city.site(host)
        if site is None:
            return Answer(body=b"no such host", status=421, media="text/plain")
        return self._of_site(site, path)

    def _of_site(self, site: Site, path: str) -> Answer:
        routes = self._site_routes(site.unit.host)
        location = _moved(site, path, routes)
        if location:
            return Answer(body=b"", status=302, location=location)
        if path in routes:
            return routes[path]()
        style = style_of(site)
        if site.searchable and path.partition("?")[0] == style.search_path:
            charset = site.unit.charset
            words = searching.asked(path, style.search_field, charset)
            return _page(partial(style.search_page, words, searching.found(site, words)), charset)
        media, body = _DECORATION.get(path[path.rfind(".") :] if "." in path else "", ("", b""))
        if path.startswith("/module/visitcount/"):
            media, body = "text/html", b"<html></html>"
        elif path == "/robots.txt":
            media, body = "text/plain", b"User-agent: *\nDisallow:\n"
        return Answer(body=body, media=media) if media else _missing(site.unit.charset)

    def _site_routes(self, host: str) -> _Routes:
        if host not in self._routes:
            site = self.city.site(host)
            self._routes[host] = _routes(site) if site else {}
        return self._routes[host]


def resolve_rows(city: DemoCity, port: int) -> list[str]:
    """Give the ``HOST:ADDR:PORT`` rows under which the city's names are reached, the one nobody answers at too."""
    return [*(f"{host}:{LOOPBACK}:{port}" for host in city.hosts), f"{SILENT_HOST}:{LOOPBACK}:{_NOBODY}"]


@asynccontextmanager
async def serving(city: DemoCity, port: int = 0) -> AsyncIterator[int]:
    """Serve the city while the block runs; gives the port (a free one for 0). Raises ``OSError`` when it is taken."""
    server = CityServer(city)

    async def handle(request: web.Request) -> web.Response:
        host = request.host.rpartition(":")[0] or request.host
        answer = server.answer(host.lower(), request.path_qs)
        headers = {"Location": answer.location} if answer.location else {}
        headers["Content-Type"] = answer.media
        return web.Response(body=answer.body, status=answer.status, headers=headers)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2)
    await runner.setup()
    try:
        listener = web.TCPSite(runner, LOOPBACK, port, backlog=512)
        await listener.start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def serve(city: DemoCity, port: int = 0) -> None:
    """Serve until SIGINT or SIGTERM; the first line on standard output is the port."""
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(city, port))


async def _serve(city: DemoCity, port: int) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with serving(city, port) as bound:
        print(bound, flush=True)
        await stop.wait()


def _routes(site: Site) -> _Routes:
    """Lay out a site: path → what writes the answer. Articles and files that are gone have no path."""
    style = style_of(site)
    charset = site.unit.charset
    routes: _Routes = {path: partial(_page, style.home_page, charset) for path in ("/", "/index.html")}
    for column in site.columns:
        for page in range(page_count(style, column)):
            routes[style.column_path(column, page)] = partial(_page, partial(style.column_page, column, page), charset)
        if style.column_path(column).endswith("/"):
            routes[f"{style.column_path(column)}index.html"] = routes[style.column_path(column)]
        for article in column.articles:
            if column.form is not Form.FORMS and not article.gone:
                write = partial(style.article_page, column, article)
                routes[style.article_path(column, article)] = partial(_page, write, charset)
            for file in article.attachments:
                if not file.gone:
                    path = style.file_path(column, article, file)
                    routes[path] = partial(_file, file.suffix, file.name)
    return routes


def _moved(site: Site, path: str, routes: _Routes) -> str:
    """Say where a path leads by redirect: an entrance, a directory without its slash, a service elsewhere."""
    if path == "/" and site.unit.entrance:
        return "/index.html"
    if path not in routes and f"{path}/" in routes:
        return f"{path}/"
    return f"http://{SHY_HOST}/" if path == "/wsbs.html" else ""


def _page(write: Callable[[], str], charset: str) -> Answer:
    text = write()
    media = "text/xml" if text.startswith("<datastore>") else "text/html"
    return Answer(body=text.encode(charset), media=media)


def _file(suffix: str, title: str) -> Answer:
    return Answer(body=attachments.content(suffix, title), media=attachments.media_type(suffix))


def _feed(account: Account) -> Answer:
    return Answer(body=feeds.content(account), media=feeds.media_type(account.way))


def _missing(charset: str) -> Answer:
    text = (
        "<html><head><title>404</title></head><body><h1>404</h1><p>您访问的页面不存在。</p>"
        '<a href="/">返回首页</a></body></html>'
    )
    return Answer(body=text.encode(charset), status=404)


def _plain(title: str, text: str) -> bytes:
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><p>{text}</p></body></html>'.encode()
