"""robots.txt where it is obeyed: asked once for all workers, what it forbids is refused, its delay holds for all."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from scrapy.http import Response

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections
from infra.records import Outcome
from infra.redis.keys import Keys
from infra.robots import RobotsCache, RobotsRefusedError
from infra.settings import Settings
from infra.shards import Shards
from spiders.hosts.robots import Robots, _read
from tests.site_server import article, serve
from tests.spiders.worker_process import INSPECTION, crawl, settings_for

ID = "robots"
LIMITS = Limits.from_settings(Settings(rate=1000))
ORIGIN = "http://www.a.gov.cn"
RULES = b"User-agent: *\nDisallow: /secret/\nAllow: /secret/open\nCrawl-delay: 2\n"


class Web:
    """Answers by URL, and what was asked."""

    def __init__(self, **answers: tuple[int, bytes]) -> None:
        self.answers = {f"{ORIGIN}/{name.replace('_', '.')}": answer for name, answer in answers.items()}
        self.asked: Counter[str] = Counter()

    async def fetch(self, url: str) -> Response:
        self.asked[url] += 1
        await asyncio.sleep(0)
        if url not in self.answers:
            raise OSError("no answer")
        status, body = self.answers[url]
        headers = {"Location": body.decode()} if 300 <= status < 400 else {}
        return Response(url, status=status, headers=headers, body=body)


async def robots_of(redis: Redis) -> Robots:
    await Inspections(redis).create(id=ID, as_of="2024-02-29", standard="national-2019", targets=[])
    return Robots(RobotsCache(redis, ID, Shards(redis, ID, LIMITS)), delay=0.001)


async def allowed(robots: Robots, web: Web, path: str) -> str:
    """Say why a page may not be fetched; empty when it may."""
    try:
        await robots.check(ORIGIN + path, web.fetch)
    except RobotsRefusedError as error:
        return str(error)
    return ""


async def test_one_worker_asks_and_all_know(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.hosts.once.LOOK", 0.01)
    web = Web(robots_txt=(200, RULES.replace(b"Crawl-delay: 2\n", b"")))
    first = await robots_of(redis)
    second = Robots(RobotsCache(redis, ID, Shards(redis, ID, LIMITS)), delay=0.001)
    answers = await asyncio.gather(
        *(allowed(robots, web, path) for robots in (first, second) for path in ("/a", "/secret/a", "/secret/open"))
    )
    assert answers == ["", "robots.txt disallows it", ""] * 2
    assert sum(web.asked.values()) == 1


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"robots_txt": (404, b"User-agent: *\nDisallow: /")}, ""),
        ({"robots_txt": (403, b"")}, ""),
        ({"robots_txt": (503, b"")}, "robots.txt answers HTTP 503, which forbids all"),
        ({"robots_txt": (301, b"/moved.txt"), "moved_txt": (200, RULES)}, "robots.txt disallows it"),
        ({"robots_txt": (301, b"/robots.txt")}, ""),
        ({"robots_txt": (301, b"javascript:0")}, ""),
        ({"robots_txt": (200, b"<html>\xb9\xfa</html>")}, ""),
        ({"robots_txt": (200, b"User-agent: Xuncha\nDisallow: /\n")}, "robots.txt disallows it"),
        ({}, ""),
    ],
)
async def test_what_is_no_plain_answer(
    redis: Redis, monkeypatch: pytest.MonkeyPatch, answers: dict[str, tuple[int, bytes]], why: str
) -> None:
    monkeypatch.setattr("spiders.hosts.robots._MAX_DELAY", 0.01)
    assert await allowed(await robots_of(redis), Web(**answers), "/secret/a") == why


async def test_a_delay_that_it_asks_for_holds_for_the_host_unless_an_operator_set_one(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.hosts.robots._MAX_DELAY", 0.02)
    await allowed(await robots_of(redis), Web(robots_txt=(200, RULES)), "/")
    host = Keys(ID).host("www.a.gov.cn")
    assert await redis.hget(host, "delay") == b"20"
    await redis.hset(host, "delay", "7000")
    await redis.delete(Keys(ID).robots(ORIGIN))
    again = Robots(RobotsCache(redis, ID, Shards(redis, ID, LIMITS)), delay=0.001)
    await allowed(again, Web(robots_txt=(200, RULES)), "/")
    assert await redis.hget(host, "delay") == b"7000"


async def test_a_claim_that_nobody_answers_is_anybodys_again(redis: Redis) -> None:
    cache = RobotsCache(redis, ID, Shards(redis, ID, LIMITS))
    assert await cache.claim(ORIGIN)
    assert not await cache.claim(ORIGIN)
    assert await cache.read(ORIGIN) is None
    assert 0 < await redis.pttl(Keys(ID).robots(ORIGIN)) <= 60_000


@given(st.binary(max_size=500), st.text(max_size=30))
def test_no_bytes_break_the_reading(data: bytes, path: str) -> None:
    rules = _read(b"+" + data, 0)
    assert rules.protego is None or rules.protego.can_fetch(f"{ORIGIN}/{path}", "Xuncha") in (True, False)


async def test_what_is_disallowed_is_refused_and_the_host_not_blamed(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)
    async with serve(articles=5) as site:
        site.robots = "User-agent: *\nDisallow: /secret/\nDisallow: /zwgk/\n"
        # More in a row than failures at which a host is given up.
        secrets = [f"/secret/{number}" for number in range(80)]
        site.extra_links = tuple(secrets)
        settings = settings_for(site, redis_url, tmp_path, robots="obey")
        seen = await crawl(site, redis, settings)
        assert {(seen[path].outcome, seen[path].reason, seen[path].status) for path in (*secrets, "/zwgk/")} == {
            (Outcome.REFUSED, "robots.txt disallows it", 0)
        }
        assert {seen[article(number)].outcome for number in range(5)} == {Outcome.OK}
        assert site.hits["/robots.txt"] == 1
        assert not [path for path in site.hits if path.startswith(("/secret", "/zwgk"))]
        assert await Frontier(redis, INSPECTION, Limits.from_settings(settings)).dead_letters() == []


async def test_by_default_nobody_asks(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=1) as site:
        site.robots = "User-agent: *\nDisallow: /\n"
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        assert {row.outcome for row in seen.values()} == {Outcome.OK}
        assert site.hits["/robots.txt"] == 0
