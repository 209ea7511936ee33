"""Before an address is dead it is looked at again: later, as a browser asks, and with its answer read."""

import asyncio
import gzip
import socket
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.clock import parse_as_of
from infra.frontier import Frontier, Lease, Limits
from infra.records import Outcome, Task, TaskKind
from spiders.fetching.beginnings import MOST, beginning
from spiders.fetching.second_look import BROWSER_AGENT, browser_headers
from spiders.observing import Answer, Observer
from tests.site_server import SiteServer, misbehaviour, serve
from tests.spiders.worker_process import CODE, INSPECTION, crawl, settings_for
from tests.waiting import until


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


def _is_browser(request: web.Request) -> bool:
    return request.headers.get("User-Agent", "") == BROWSER_AGENT and "text/html" in request.headers["Accept"]


def _page() -> web.Response:
    return web.Response(text="<html><body><h1>正文</h1><p>内容</p></body></html>", content_type="text/html")


def _for_browsers(status: int) -> None:
    @misbehaviour(f"{status}-but-for-browsers")
    async def handler(_: SiteServer, request: web.Request) -> web.StreamResponse:
        return _page() if _is_browser(request) else web.Response(status=status, text="no")


for _code in (400, 404, 405, 410, 500, 501):
    _for_browsers(_code)


@misbehaviour("404-from-elsewhere.pdf")
async def from_elsewhere(site: SiteServer, request: web.Request) -> web.StreamResponse:
    """Hand the file to those who come from the page that bears the link."""
    known = request.headers.get("Referer") == site.home
    return web.Response(body=b"%PDF-1.4", content_type="application/pdf") if known else web.Response(status=404)


@misbehaviour("405")
async def never(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Refuse every GET."""
    return web.Response(status=405)


@misbehaviour("404-endless.pdf")
async def endless(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Say that the file is gone, at great length."""
    response = web.StreamResponse(status=404, headers={"Content-Type": "text/html"})
    await response.prepare(request)
    for _piece in range(400):
        await response.write("很遗憾".encode() * 8192)
    return response


@misbehaviour("404-cut-off.pdf")
async def cut_off(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Say that the file is gone and break off."""
    response = web.StreamResponse(status=404, headers={"Content-Length": "1000", "Content-Type": "text/html"})
    await response.prepare(request)
    await response.write(b"<html>")
    assert request.transport is not None
    request.transport.abort()
    return response


@pytest.mark.parametrize(
    ("name", "outcome", "status", "looks"),
    [
        ("400-but-for-browsers", Outcome.OK, 200, 2),
        ("404-but-for-browsers", Outcome.OK, 200, 2),
        ("405-but-for-browsers", Outcome.OK, 200, 2),
        ("410-but-for-browsers", Outcome.OK, 200, 2),
        ("500-but-for-browsers", Outcome.OK, 200, 2),
        ("501-but-for-browsers", Outcome.OK, 200, 2),
        ("404-from-elsewhere.pdf", Outcome.OK, 200, 2),
        ("404", Outcome.DEAD, 404, 2),
        ("405", Outcome.BLOCKED, 405, 2),
        ("500", Outcome.DEAD, 500, 3),
        ("403", Outcome.BLOCKED, 403, 1),
        ("404-endless.pdf", Outcome.DEAD, 404, 2),
        ("404-cut-off.pdf", Outcome.DEAD, 404, 2),
    ],
)
async def test_a_bad_answer_counts_when_it_is_given_to_a_browser_too(
    redis: Redis, redis_url: str, tmp_path: Path, name: str, outcome: Outcome, status: int, looks: int
) -> None:
    async with serve(articles=2) as site:
        site.extra_links = (f"/bad/{name}",)
        settings = settings_for(site, redis_url, tmp_path)
        seen = await crawl(site, redis, settings)
        row = seen[f"/bad/{name}"]
        assert (row.outcome, row.status, row.attempt, row.found_on) == (outcome, status, looks, site.home)
        assert site.hits[f"/bad/{name}"] == looks
        assert all(site.hits[path] == 1 for path in site.pages), "what opens is asked once"
        progress = (await Frontier(redis, INSPECTION, Limits.from_settings(settings)).target_progress())[CODE]
        assert progress.known == progress.done + progress.failed + progress.blocked == len(seen)


async def test_a_server_that_was_down_for_a_moment_is_not_dead(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async def file(_: web.Request) -> web.Response:
        return web.Response(body=b"%PDF-1.4", content_type="application/pdf")

    app = web.Application()
    app.router.add_get("/late.pdf", file)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))  # and does not listen yet: who comes is refused
        async with serve(articles=1) as site:
            site.extra_links = ("http://other.lianhu.cn/late.pdf",)
            resolve = (site.resolve, f"other.lianhu.cn:127.0.0.1:{door.getsockname()[1]}")
            settings = settings_for(site, redis_url, tmp_path, resolve=resolve, rate=20.0, max_attempts=9)
            frontier = Frontier(redis, INSPECTION, Limits.from_settings(settings))

            async def refused() -> bool:
                return (await frontier.host_state("other.lianhu.cn")).streak > 0

            async def open_the_door() -> None:
                await until(refused)
                await web.SockSite(runner, door).start()

            opening = asyncio.create_task(open_the_door())
            seen = await crawl(site, redis, settings)
            await opening
        await runner.cleanup()
    row = seen["http://other.lianhu.cn/late.pdf"]
    assert (row.outcome, row.status) == (Outcome.OK, 200)
    assert row.attempt > 1


async def test_the_second_look_comes_after_all_that_waits(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    gone = [f"/gone/{number}.html" for number in range(4)]
    async with serve(articles=2) as site:
        site.extra_links = tuple(gone)
        await crawl(site, redis, settings_for(site, redis_url, tmp_path, open_leases=1, concurrency=1))
        assert [path for path, _ in site.times if path in gone] == [*gone, *gone]


async def test_a_site_with_many_dead_links_is_neither_slowed_down_nor_given_up(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    gone = tuple(f"/gone/{number}.pdf" for number in range(70))
    async with serve(articles=2) as site:
        site.extra_links = gone
        settings = settings_for(site, redis_url, tmp_path, open_leases=1)
        seen = await crawl(site, redis, settings)
        assert {(seen[path].outcome, seen[path].attempt) for path in gone} == {(Outcome.DEAD, 2)}
        frontier = Frontier(redis, INSPECTION, Limits.from_settings(settings))
        assert await frontier.dead_letters() == []
        assert (await frontier.host_state("www.lianhu.gov.cn")).streak == 0


def _lease(attempt: int, **changes: object) -> Lease:
    values: dict[str, object] = {"target": "t", "kind": TaskKind.ARTICLE, "url": "http://a.gov.cn/x"}
    return Lease(id=1, attempt=attempt, task=Task(**(values | changes)))  # type: ignore[arg-type]  # as the record has them


def test_an_operator_who_wants_one_attempt_gets_one() -> None:
    observer = Observer(as_of=parse_as_of("2024-02-29"), homes={}, max_attempts=1)
    gone = Answer(status=404, headers={}, body=b"", latency_ms=1)
    seen = observer.of_answer(_lease(1), gone).observation
    assert seen is not None
    assert seen.outcome is Outcome.DEAD


def test_the_inspector_says_who_it_is_at_first() -> None:
    assert browser_headers(_lease(1)) == {}
    assert browser_headers(_lease(2))["User-Agent"] == BROWSER_AGENT
    assert "Referer" not in browser_headers(_lease(2))
    assert browser_headers(_lease(3, found_on="http://a.gov.cn/"))["Referer"] == "http://a.gov.cn/"


async def _chunks(*parts: bytes, error: Exception | None = None) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if error is not None:
        raise error


async def test_the_beginning_of_a_body_is_what_comes_of_it() -> None:
    assert await beginning(_chunks(b"ab", b"c"), []) == b"abc"
    assert await beginning(_chunks(b"x" * MOST, b"y" * MOST), []) == b"x" * MOST
    assert await beginning(_chunks(b"ab", error=aiohttp.ClientPayloadError()), []) == b"ab"
    packed = gzip.compress(b"abc" * 99_999)
    assert (await beginning(_chunks(packed), ["gzip"])).startswith(b"abc")
    assert len(await beginning(_chunks(packed), ["gzip"])) == MOST
    assert (await beginning(_chunks(packed[:90]), ["gzip"])).startswith(b"abc")
    assert await beginning(_chunks(zlib.compress(b"abc")), ["deflate"]) == b"abc"
    assert await beginning(_chunks(zlib.compress(b"abc")[2:-4]), ["deflate"]) == b"abc"
    assert await beginning(_chunks(b"no gzip"), ["gzip"]) == b""
    assert await beginning(_chunks(packed), ["gzip", "gzip"]) == b""
