"""Other sites over a real server: looked at no further than their beginning, and suspected by what they show there."""

from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.records import Outcome, SuspicionKind, TaskKind
from scoring.facts import SiteFacts
from spiders.fetching.beginnings import MOST
from tests.scoring.building import facts
from tests.site_server import CHALLENGE, SiteServer, misbehaviour, serve
from tests.spiders.worker_process import INSPECTION, crawl, settings_for, site_target


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


async def _endlessly(request: web.Request, first: str) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html; charset=utf-8"})
    await response.prepare(request)
    await response.write(first.encode())
    for _piece in range(2_000):
        await response.write(b"<p>x</p>" * 1_000)
    return response


@misbehaviour("casino")
async def casino(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """What stands on the name of an old partner now."""
    return await _endlessly(request, "<html><head><title>澳门新葡京-百家乐</title></head><body>")


@misbehaviour("moved-to-casino")
async def moved(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """The old partner's address leads there."""
    return web.Response(status=302, headers={"Location": "/bad/casino"})


@misbehaviour("partner")
async def partner(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """An honest neighbour with a long page."""
    return await _endlessly(request, "<html><head><title>某某公司</title></head><body>")


@misbehaviour("shielded")
async def shielded(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """A neighbour that keeps inspectors out with HTTP 200."""
    return web.Response(text=CHALLENGE, content_type="text/html")


@misbehaviour("hacked.html")
async def hacked(_: SiteServer, __: web.Request) -> web.StreamResponse:
    """A page of the site with a link that nobody is to see."""
    link = '<a href="http://other.lianhu.cn/bad/partner">好运</a>'
    text = f'<html><body><p>正文</p><div style="position:absolute;left:-9999px">{link}</div></body></html>'
    return web.Response(text=text, content_type="text/html")


async def test_what_other_sites_show(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    other_site = "http://other.lianhu.cn/bad/"
    async with serve(articles=1) as other, serve(articles=1) as site:
        names = ("casino", "moved-to-casino", "partner", "shielded", "pdf.pdf")
        site.extra_links = (*(other_site + name for name in names), "/bad/hacked.html")
        resolve = (site.resolve, f"other.lianhu.cn:127.0.0.1:{other.port}")
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, resolve=resolve))
    sold = seen[other_site + "casino"]
    assert (sold.outcome, sold.kind, sold.attempt) == (Outcome.OK, TaskKind.OUTSIDE, 1)
    assert sold.size == MOST
    assert sold.page is not None
    [one] = sold.page.suspicions
    assert (one.kind, one.sample) == (SuspicionKind.DARK_LINK, sold.url)
    assert sold.found_on == site.home
    kept = EvidenceStore(tmp_path, INSPECTION, "reader").read(sold.evidence)
    assert "澳门新葡京" in kept.decode("utf-8", "ignore")
    assert (seen[other_site + "partner"].outcome, seen[other_site + "partner"].page) == (Outcome.OK, None)
    assert (seen[other_site + "shielded"].outcome, seen[other_site + "shielded"].status) == (Outcome.BLOCKED, 200)
    assert (seen[other_site + "pdf.pdf"].outcome, seen[other_site + "pdf.pdf"].size) == (Outcome.OK, 2**20 + 9)
    assert seen[other_site + "moved-to-casino"].outcome is Outcome.REDIRECT
    assert other.hits["/bad/casino"] == 1
    page = seen["/bad/hacked.html"].page
    assert page is not None
    [hidden] = page.suspicions
    assert (hidden.sample, hidden.why) == (other_site + "partner", "off the screen")
    known = facts(list(seen.values()), site_target(site))
    assert isinstance(known, SiteFacts)
    suspected = {fact.url for fact in known.suspected[SuspicionKind.DARK_LINK]}
    assert suspected == {sold.url, f"{site.origin}/bad/hacked.html"}


async def test_the_government_and_hosts_beyond_doubt_are_left_at_their_head(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    hosts = ("www.hubei.gov.cn", "tieba.baidu.com")
    async with serve(articles=1) as other, serve(articles=1) as site:
        site.extra_links = tuple(f"http://{host}/bad/casino" for host in hosts)
        resolve = (site.resolve, *(f"{host}:127.0.0.1:{other.port}" for host in hosts))
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, resolve=resolve))
    assert {(seen[url].outcome, seen[url].page, seen[url].size) for url in site.extra_links} == {(Outcome.OK, None, 0)}
