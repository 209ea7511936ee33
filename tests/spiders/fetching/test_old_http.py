"""Answers that break HTTP as old servers do: read as a browser reads them, and never taken for a page they are not."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from infra.records import Observation, Outcome
from spiders.fetching.old_http import OldBody
from tests.site_server import HOST, PAGE, SiteServer
from tests.spiders.worker_process import crawl, settings_for

BODY = PAGE.format(title="旧页面", body="<h1>旧页面</h1><p>发布时间：2024-01-15</p><p>正文</p>").encode()
HEAD = b"Content-Type: text/html; charset=utf-8\r\n"


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


def answer(
    body: bytes = BODY, *, line: bytes = b"HTTP/1.1 200 OK", length: int | None = None, more: bytes = b""
) -> bytes:
    told = b"" if length is None else b"Content-Length: %d\r\n" % length
    return line + b"\r\n" + HEAD + told + more + b"\r\n" + body


@asynccontextmanager
async def answering(answers: Mapping[str, bytes], *, closes: bool) -> AsyncIterator[int]:
    """Serve raw answers by path on a free loopback port, which is given; then close the connection, or never do."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while True:
                asked = await reader.readuntil(b"\r\n\r\n")
                path = asked.split(b" ", 2)[1].decode()
                writer.write(answers.get(path, b"HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"))
                await writer.drain()
                if closes:
                    break
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


#: What browsers show as the page that it is.
SHOWN = {
    "HTTP/1.0 to the end of the connection": answer(line=b"HTTP/1.0 200 OK"),
    "HTTP/1.0 in chunks": answer(
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY), line=b"HTTP/1.0 200 OK", more=b"Transfer-Encoding: chunked\r\n"
    ),
    "no reason": answer(line=b"HTTP/1.1 200", length=len(BODY)),
    "bare line feeds": answer(length=len(BODY)).replace(b"\r\n", b"\n"),
    "a header in GBK": answer(length=len(BODY), more="X-Unit: 莲湖\r\n".encode("gbk")),
    "empty lines before it": b"\r\n\r\n" + answer(length=len(BODY)),
    "too long a length": answer(length=len(BODY) + 500),
    "too short a length": answer(length=len(BODY.decode())),
    "no length at all": answer(length=0),
    "an empty length": answer(more=b"Content-Length:\r\n"),
    "a length below nothing": answer(more=b"Content-Length: -1\r\n"),
    "a length told twice": answer(length=len(BODY), more=b"Content-Length: %d\r\n" % len(BODY)),
    "two lengths": answer(length=len(BODY), more=b"Content-Length: 7\r\n"),
    "length and chunks": answer(
        b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY), length=5, more=b"Transfer-Encoding: chunked\r\n"
    ),
    "chunks that are none": answer(more=b"Transfer-Encoding: chunked\r\n"),
    "a line that is no header": answer(length=len(BODY), more=b"Powered by ASP\r\n"),
    "a space before the colon": answer(length=len(BODY), more=b"X-Powered-By : ASP\r\n"),
    "an interim answer": b"HTTP/1.1 100 Continue\r\n\r\n" + answer(length=len(BODY), more=b"X A: 1\r\nB\r\n"),
}
#: What shows nothing, or only a part; whoever asks again may be luckier.
LOST = {
    "cut off before its length": answer(BODY[:300], length=len(BODY)),
    "cut off in a chunk": answer(b"%x\r\n" % len(BODY) + BODY[:300], more=b"Transfer-Encoding: chunked\r\n"),
    "cut off in a malformed chunk": answer(
        b"%x\r\n" % len(BODY) + BODY[:300], length=1, more=b"Transfer-Encoding: chunked\r\n"
    ),
    "no status": answer(line=b"HTTP/1.1 OK", length=len(BODY)),
    "no head": BODY,
    "nothing": b"",
    "a head without end": b"HTTP/1.1 200 OK\r\nA B: c\r\n" + b"X: y\r\n" * 20_000,
    "nothing but interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 20,
}


async def observed(
    redis: Redis, redis_url: str, folder: Path, answers: Mapping[str, bytes], *, closes: bool = True, **changes: object
) -> dict[str, Observation]:
    """What a crawl observes of each answer; the home page, which is well, bears a link to every one."""
    paths = {f"/{number}.html": name for number, name in enumerate(answers)}
    links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in paths.items())
    home = PAGE.format(title="首页", body=f'<ul class="list">{links}</ul>').encode()
    served = {path: answers[name] for path, name in paths.items()} | {"/": answer(home, length=len(home))}
    served |= dict.fromkeys(("/xwzx/", "/zwgk/"), answer())
    async with answering(served, closes=closes) as port:
        site = SiteServer(articles=0, port=port)
        seen = await crawl(site, redis, settings_for(site, redis_url, folder, max_attempts=1, **changes))
    return {name: seen[path] for path, name in paths.items()}


async def test_what_a_browser_shows_is_read(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    seen = await observed(redis, redis_url, tmp_path, SHOWN)
    assert {name: (row.outcome, row.status) for name, row in seen.items()} == dict.fromkeys(SHOWN, (Outcome.OK, 200))
    assert {name: row.page.title if row.page else "" for name, row in seen.items()} == dict.fromkeys(SHOWN, "旧页面")
    assert {row.page.marks.site_code for row in seen.values() if row.page} == {"4207000001"}
    noted = {name for name, row in seen.items() if "rules of HTTP" in row.reason}
    assert noted == set(list(SHOWN)[7:])
    assert seen["too long a length"].reason.startswith("its end is there")


async def test_what_broke_off_is_unsure(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    seen = await observed(redis, redis_url, tmp_path, LOST)
    assert {name: row.outcome for name, row in seen.items()} == dict.fromkeys(LOST, Outcome.UNSURE)
    assert {name for name, row in seen.items() if not row.reason} == set()


async def test_a_wrong_length_on_a_connection_left_open(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    names = ("too long a length", "too short a length", "a length told twice", "no length at all")
    answers = {name: SHOWN[name] for name in names}
    seen = await observed(redis, redis_url, tmp_path, answers, closes=False, timeout_seconds=1.0)
    late, *others = (seen[name] for name in names)
    assert (late.outcome, late.reason) == (Outcome.UNSURE, "no complete answer in time")
    assert {row.outcome for row in others} == {Outcome.OK}


async def test_a_malformed_answer_is_no_way_around_the_limits(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    huge = b"HTTP/1.1 200 OK\r\nX-A : b\r\nContent-Type: text/html\r\n\r\n" + b"x" * 2_000_000
    bomb = gzip.compress(bytes(20 * 2**20))
    swollen = answer(bomb, length=len(bomb), more=b"Content-Encoding: gzip\r\nX-A : b\r\n")
    seen = await observed(redis, redis_url, tmp_path, {"huge": huge, "bomb": swollen}, page_bytes=2**20)
    assert {(row.outcome, row.reason) for row in seen.values()} == {(Outcome.UNSURE, "larger than a page is read")}


async def test_a_location_of_any_encoding_leads_where_it_leads_a_browser(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    moved = {
        code: answer(b"", line=b"HTTP/1.1 302 Found", length=0, more=b"Location: /a?q=%b\r\n" % "通知".encode(code))
        for code in ("gbk", "utf-8")
    }
    seen = await observed(redis, redis_url, tmp_path, moved)
    assert seen["gbk"].location == f"http://{HOST}/a?q=%CD%A8%D6%AA"
    assert seen["utf-8"].location == f"http://{HOST}/a?q=%E9%80%9A%E7%9F%A5"


@given(answer=st.binary(max_size=400), length=st.none() | st.integers(0, 300), chunked=st.booleans())
def test_no_body_breaks_the_reader(answer: bytes, length: int | None, chunked: bool) -> None:
    async def read() -> bytes:
        reader = asyncio.StreamReader()
        reader.feed_data(answer[100:])
        reader.feed_eof()
        body = OldBody(reader, answer[:100], length=length, chunked=chunked)
        return b"".join([piece async for piece in body.iter_any()])

    with suppress(aiohttp.ClientPayloadError):
        assert len(asyncio.run(read())) <= len(answer)
