"""``xuncha page URL``: one page fetched as a worker would, within the same guard and limits."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from spiders.page.command import main
from tests.site_server import HOST, SiteServer, article, misbehaviour, serve
from tests.spiders.fetching.test_tls import OLD, certified


@pytest.fixture
async def site() -> AsyncIterator[SiteServer]:
    async with serve(articles=5) as running:
        yield running


@misbehaviour("led-to-article")
async def led_to_article(_: SiteServer, __: web.Request) -> web.StreamResponse:
    raise web.HTTPFound(article(0))


@misbehaviour("led-inside")
async def led_inside(_: SiteServer, __: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("http://169.254.169.254/latest/meta-data/")


@misbehaviour("led-round")
async def led_round(_: SiteServer, request: web.Request) -> web.StreamResponse:
    onward = "/bad/led-round;b" if request.path.endswith("a") else "/bad/led-round;a"
    raise web.HTTPFound(onward)


@misbehaviour("a-file")
async def a_file(_: SiteServer, __: web.Request) -> web.StreamResponse:
    return web.Response(body=b"%PDF-1.4", content_type="application/pdf")


@misbehaviour("for-browsers")
async def for_browsers(_: SiteServer, request: web.Request) -> web.StreamResponse:
    is_browser = "Chrome" in request.headers.get("User-Agent", "")
    return web.Response(text="<h1>欢迎来访的市民</h1>", content_type="text/html", status=200 if is_browser else 404)


@misbehaviour("endless")
async def endless(_: SiteServer, request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/html"})
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65_536)


async def run(*arguments: str) -> int:
    """The command beside the server's own loop."""
    return await asyncio.to_thread(main, list(arguments))


async def page_of(site: SiteServer, url: str, output: pytest.CaptureFixture[bytes], *more: str) -> Any:
    assert await run(url, "--resolve", site.resolve, "--json", *more) == 0
    return json.loads(output.readouterr().out)


async def test_fetches_a_page_and_says_why_it_is_read_so(
    site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = await page_of(site, site.origin + article(3), capsysbinary, "--why")
    assert (found["title"], found["published"]) == ("今日要闻", "2024-01-15T00:00:00+08:00")
    assert found["why"]["published"]["text"] == "发布时间：2024-01-15"
    assert (found["fetched"]["status"], found["fetched"]["redirects"]) == (200, [])
    assert found["encoding_declared"] == "utf-8"
    assert site.hits == {article(3): 1}, "nothing else is asked of the host"


async def test_tells_people_how_it_was_fetched(site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert await run(site.url("led-to-article"), "--resolve", site.resolve) == 0
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines[0].startswith(f"取自 fetched: {site.origin}{article(0)} HTTP 200 ")
    assert lines[1] == f"转自 redirected from: {site.url('led-to-article')}"
    assert "标题 title: 今日要闻" in lines


async def test_looks_again_as_a_browser_before_a_page_is_called_dead(
    site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = await page_of(site, site.url("for-browsers"), capsysbinary)
    assert found["fetched"]["status"] == 200
    assert site.hits["/bad/for-browsers"] == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("404", "dead: HTTP 404"),
        ("403", "blocked: HTTP 403"),
        ("led-inside", "refused: 169.254.169.254 is link-local"),
        ("led-round", "redirect loop"),
        ("a-file", "a file, not a page (application/pdf)"),
        ("endless", "unsure: larger than a page is read"),
    ],
)
async def test_says_in_one_line_what_was_not_to_be_had(
    site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes], name: str, reason: str
) -> None:
    assert await run(site.url(name), "--resolve", site.resolve) == 1
    output = capsysbinary.readouterr()
    lines = output.err.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(f"{site.url(name)}: ")
    assert reason in lines[0]
    assert output.out == b""


async def test_waits_no_longer_than_a_worker(
    site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_TIMEOUT_SECONDS", "0.2")
    site.latency = 30
    assert await run(site.home, "--resolve", site.resolve) == 1
    assert b"unsure: no complete answer in time" in capsysbinary.readouterr().err


async def test_private_addresses_stay_closed_unless_opened(
    site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    url = f"http://127.0.0.1:{site.port}{article(1)}"
    assert await run(url) == 1
    assert b"refused: 127.0.0.1 is loopback" in capsysbinary.readouterr().err
    assert not site.hits
    assert await run(url, "--allow-private", "--json") == 0
    assert json.loads(capsysbinary.readouterr().out)["title"] == "今日要闻"


async def test_reads_what_robots_allow_where_they_are_obeyed(
    site: SiteServer, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_ROBOTS", "obey")
    monkeypatch.setenv("XUNCHA_RATE", "500")
    site.robots = "User-agent: *\nDisallow: /zwgk/"
    assert (await page_of(site, site.origin + article(1), capsysbinary))["title"] == "今日要闻"
    assert await run(f"{site.origin}/zwgk/", "--resolve", site.resolve) == 1
    assert b"refused: robots.txt disallows it" in capsysbinary.readouterr().err


async def test_reaches_a_server_of_the_last_decade(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    context = OLD["TLSv1"].context(tmp_path, key, certified(key))
    async with serve(articles=3, context=context) as site:
        found = await page_of(site, site.origin + article(0), capsysbinary)
    assert (found["fetched"]["tls"], found["fetched"]["tls_obsolete"]) == ("TLSv1", True)


async def test_is_a_program_of_its_own(site: SiteServer) -> None:
    url = f"http://{HOST}{article(2)}"
    command = [sys.executable, "-m", "spiders", "page", url, "--resolve", site.resolve, "--json"]
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    shown, said = await child.communicate()
    assert (child.returncode, said) == (0, b"")
    assert json.loads(shown)["title"] == "今日要闻"
