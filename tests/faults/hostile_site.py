"""A site that means harm, over bare sockets: bodies without end, bombs, floods, lies about lengths, traps, loops.

No server library stands between, for none would send what this one sends. Nothing large is ever held here: long
bodies are one small piece sent again and again.
"""

import asyncio
import gzip
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

HOST = "www.hostile.gov.cn"
MIB = 2**20

Handler = Callable[["Exchange"], Awaitable[None]]
PLACES: dict[str, Handler] = {}


@dataclass(slots=True, kw_only=True)
class HostileSite:
    """What a running site was asked, and its knobs."""

    port: int = 0
    hits: Counter[str] = field(default_factory=Counter)
    home_links: tuple[str, ...] = ()
    articles: int = 0

    @property
    def resolve(self) -> str:
        """The override that leads the site's host name here."""
        return f"{HOST}:127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request on one connection."""

    site: HostileSite
    path: str
    query: str
    writer: asyncio.StreamWriter

    async def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()

    async def head(self, *headers: str, status: str = "200 OK", version: str = "HTTP/1.1") -> None:
        rows = [f"{version} {status}", "Content-Type: text/html; charset=utf-8", "Connection: close", *headers]
        await self.send("\r\n".join((*rows, "", "")).encode())

    async def page(self, body: str, *, title: str = "莲湖市人民政府") -> None:
        data = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()
        await self.head(f"Content-Length: {len(data)}")
        await self.send(data)

    async def chunks(self, piece: bytes, times: int) -> None:
        """Send a chunked body: the same piece again and again."""
        await self.head("Transfer-Encoding: chunked")
        chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
        for _ in range(times):
            await self.send(chunk)
        await self.send(b"0\r\n\r\n")


def place(path: str) -> Callable[[Handler], Handler]:
    """Serve the decorated handler at ``path`` and below it."""

    def register(handler: Handler) -> Handler:
        PLACES[path] = handler
        return handler

    return register


@asynccontextmanager
async def serve_hostile(**knobs: object) -> AsyncIterator[HostileSite]:
    """Run the site on a free loopback port until the block ends."""
    site = HostileSite(**knobs)  # type: ignore[arg-type]  # the dataclass's own fields
    under_way: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        under_way.add(task)
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await _answer(site, reader, writer)
        writer.transport.abort()
        under_way.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()
        for task in list(under_way):
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _answer(site: HostileSite, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    target = head.split(" ", 2)[1]
    site.hits[target] += 1
    path, _, query = target.partition("?")
    handler = PLACES.get("/" + path.split("/")[1], _nothing)
    await handler(Exchange(site=site, path=path, query=query, writer=writer))
    if writer.can_write_eof():
        writer.write_eof()
    await reader.read()


async def _nothing(exchange: Exchange) -> None:
    await exchange.head("Content-Length: 0", status="404 Not Found")


@place("/")
async def home(exchange: Exchange) -> None:
    links = "".join(f'<li><a href="{path}">一个链接的标题</a></li>' for path in exchange.site.home_links)
    rows = "".join(f'<li><a href="/a/{n}.html">第{n}号新闻的标题</a></li>' for n in range(exchange.site.articles))
    await exchange.page(f"<ul>{links}{rows}</ul>")


@place("/a")
async def article(exchange: Exchange) -> None:
    await exchange.page("<h1>今日要闻</h1><p>发布时间：2024-01-15</p>" + "<p>全市经济社会发展平稳。</p>" * 20)


@place("/endless")
async def endless(exchange: Exchange) -> None:
    """300 MB in chunks."""
    await exchange.chunks(b"<p>endless</p>" * 4681, 4800)


@place("/large")
async def large(exchange: Exchange) -> None:
    """A page as large as one may be (8 MiB less a little), sent as fast as it is taken."""
    await exchange.chunks("<p>很长的一页，没有别的内容。</p>\n".encode() * 1000, 175)


@place("/huge-length")
async def huge_length(exchange: Exchange) -> None:
    """A length of 2 GB."""
    await exchange.head(f"Content-Length: {2 << 30}")
    await exchange.send(bytes(65536))


@place("/bomb-gzip")
async def gzip_bomb(exchange: Exchange) -> None:
    """1 MB that swells to 1 GB: one compressed piece of 16 MiB, 64 times in one stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(16 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    await exchange.head("Content-Encoding: gzip")
    await exchange.send(gzip.compress(b"")[:10], *[piece] * 64)


@place("/bomb-members")
async def many_members(exchange: Exchange) -> None:
    """100,000 compressed files in one, each of them empty."""
    await exchange.head("Content-Encoding: gzip")
    for _ in range(10):
        await exchange.send(gzip.compress(b"") * 10_000)


@place("/unasked")
async def unasked(exchange: Exchange) -> None:
    """An encoding that nobody asked for."""
    await exchange.head("Content-Encoding: br")
    await exchange.send(bytes(1000))


@place("/bomb-nested")
async def nested_bomb(exchange: Exchange) -> None:
    """A bomb packed once more."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    inner = packer.compress(bytes(64 * MIB)) + packer.flush()
    await exchange.head("Content-Encoding: gzip, gzip")
    await exchange.send(gzip.compress(inner))


@place("/deflate-lie")
async def lying_deflate(exchange: Exchange) -> None:
    """Says deflate and is none."""
    await exchange.head("Content-Encoding: deflate")
    await exchange.send("<html><body>就是一页</body></html>".encode() * 50)


@place("/gzip-cut")
async def cut_gzip(exchange: Exchange) -> None:
    """A compressed page whose second half is missing."""
    data = gzip.compress(b"".join(b"<p>%d</p>" % n for n in range(5000)))
    await exchange.head("Content-Encoding: gzip")
    await exchange.send(data[: len(data) // 2])


@place("/links")
async def many_links(exchange: Exchange) -> None:
    """100,000 links, each to a page that is not there."""
    await exchange.head("Transfer-Encoding: chunked")
    for start in range(0, 100_000, 1000):
        rows = "".join(f'<a href="/n/{n}">{n}</a>' for n in range(start, start + 1000)).encode()
        await exchange.send(b"%x\r\n%s\r\n" % (len(rows), rows))
    await exchange.send(b"0\r\n\r\n")


@place("/calendar")
async def calendar(exchange: Exchange) -> None:
    """Every day leads to the next four, for ever."""
    day = int(exchange.query.removeprefix("date=") or 0)
    links = "".join(f'<a href="/calendar?date={day * 4 + n}">第{day * 4 + n}天</a>' for n in range(1, 5))
    await exchange.page(f"<h1>日历</h1>{links}")


@place("/loop")
async def loop(exchange: Exchange) -> None:
    """Leads round in a ring of three."""
    step = int(exchange.path.rpartition("/")[2] or 0)
    await exchange.head(f"Location: /loop/{(step + 1) % 3}", "Content-Length: 0", status="302 Found")


@place("/corridor")
async def corridor(exchange: Exchange) -> None:
    """Leads on and on to addresses that are always new."""
    step = int(exchange.path.rpartition("/")[2] or 0)
    await exchange.head(f"Location: /corridor/{step + 1}", "Content-Length: 0", status="302 Found")


@place("/many-headers")
async def many_headers(exchange: Exchange) -> None:
    """A million header lines."""
    await exchange.send(b"HTTP/1.1 200 OK\r\n")
    for start in range(0, 1_000_000, 1000):
        await exchange.send(b"".join(b"X-%d: y\r\n" % n for n in range(start, start + 1000)))
    await exchange.send(b"\r\n")


@place("/long-header")
async def long_header(exchange: Exchange) -> None:
    """One header line of 64 MB."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nX-Long: ")
    for _ in range(1024):
        await exchange.send(b"y" * 65536)
    await exchange.send(b"\r\n\r\n")


@place("/drip")
async def drip(exchange: Exchange) -> None:
    """A byte a second."""
    await exchange.head("Content-Length: 100000")
    while True:
        await exchange.send(b"x")
        await asyncio.sleep(1)


@place("/drip-large")
async def drip_large(exchange: Exchange) -> None:
    """Sends enough to need room, and then a byte a second."""
    await exchange.head()
    await exchange.send(b"<p>x</p>" * 50_000)
    while True:
        await exchange.send(b"x")
        await asyncio.sleep(1)


@place("/drip-head")
async def drip_head(exchange: Exchange) -> None:
    """A header that comes a byte a second."""
    while True:
        await exchange.send(b"H")
        await asyncio.sleep(1)


@place("/length-long")
async def longer_length(exchange: Exchange) -> None:
    """Promises a thousand bytes more than the whole page has."""
    body = "<html><head><title>长度不符</title></head><body><p>内容完整</p></body></html>".encode()
    await exchange.head(f"Content-Length: {len(body) + 1000}")
    await exchange.send(body)


@place("/length-cut")
async def cut_length(exchange: Exchange) -> None:
    """Promises a page and stops in its midst."""
    await exchange.head("Content-Length: 1000")
    await exchange.send("<html><head><title>半页</title></head><body><p>内容".encode())


@place("/length-short")
async def shorter_length(exchange: Exchange) -> None:
    """Promises 40 bytes, sends a page, and what follows looks like another answer."""
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 40\r\n\r\n")
    await exchange.send(b"<html><body><p>forty bytes of a page</p>")
    await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")


@place("/http10")
async def old_version(exchange: Exchange) -> None:
    """HTTP/1.0: no length, the body ends where the connection does."""
    await exchange.send(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n")
    await exchange.send("<html><head><title>旧协议</title></head><body><p>内容</p></body></html>".encode())


@place("/no-head")
async def no_head(exchange: Exchange) -> None:
    """A body without any head, as HTTP/0.9 had it."""
    await exchange.send(b"<html><body>bare</body></html>")


@place("/deep")
async def deep(exchange: Exchange) -> None:
    """A million elements, each inside the last."""
    await exchange.chunks(b"<div><font>" * 1000, 700)


@place("/attributes")
async def attributes(exchange: Exchange) -> None:
    """One tag with a million attributes."""
    await exchange.head("Transfer-Encoding: chunked")
    for start in range(0, 700_000, 1000):
        piece = (b"<div " if not start else b"") + b"".join(b"a%d=1 " % n for n in range(start, start + 1000))
        await exchange.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    await exchange.send(b"1\r\n>\r\n0\r\n\r\n")
