"""Pictures over a real server: dead and alive, looked at last, asked once, and left alone where nobody wants them."""

from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.records import Outcome, TaskKind
from tests.site_server import HOST, PAGE, SiteServer, misbehaviour, serve
from tests.spiders.worker_process import crawl, settings_for

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55")


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


@misbehaviour("album.html")
async def album(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """Show pictures: on the site and elsewhere, there and gone."""
    shown = ("/bad/logo.png", "/gone.png", "http://other.lianhu.cn/gone.jpg", "http://other.lianhu.cn/bad/logo.png")
    body = "".join(f'<img src="{address}">' for address in shown)
    return web.Response(text=PAGE.format(title="相册", body=body), content_type="text/html")


@misbehaviour("album-again.html")
async def album_again(site: SiteServer, request: web.Request) -> web.StreamResponse:
    """Show the same."""
    return await album(site, request)


@misbehaviour("logo.png")
async def logo(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """A picture of some size."""
    return web.Response(body=PNG + bytes(200_000), content_type="image/png")


async def test_pictures_are_verified_like_links(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=2) as other, serve(articles=4) as site:
        site.extra_links = ("/bad/album.html", "/bad/album-again.html")
        resolve = (site.resolve, f"other.lianhu.cn:127.0.0.1:{other.port}")
        settings = settings_for(site, redis_url, tmp_path, resolve=resolve, open_leases=1)
        seen = await crawl(site, redis, settings)
        there, gone = seen["/bad/logo.png"], seen["/gone.png"]
        assert (there.kind, there.outcome, there.page, there.size) == (
            TaskKind.IMAGE,
            Outcome.OK,
            None,
            len(PNG) + 200_000,
        )
        assert (gone.outcome, gone.status, gone.attempt) == (Outcome.DEAD, 404, 2)
        assert gone.found_on in {f"http://{HOST}{path}" for path in site.extra_links}
        assert seen["http://other.lianhu.cn/gone.jpg"].outcome is Outcome.DEAD
        assert seen["http://other.lianhu.cn/bad/logo.png"].outcome is Outcome.OK
        assert site.hits["/bad/logo.png"] == other.hits["/bad/logo.png"] == 1
        asked = [path for path, _ in site.times]
        assert asked.index("/bad/logo.png") > max(asked.index(path) for path in site.pages), "pages come first"
        assert site.pages < set(seen)


async def test_pictures_can_be_left_alone(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=1) as site:
        site.extra_links = ("/bad/album.html",)
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, images=False))
        assert set(seen) == site.pages | {"/bad/album.html"}
