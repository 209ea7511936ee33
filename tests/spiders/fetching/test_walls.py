"""Redirect loops are told, and walls that only want a cookie are passed: over real HTTP, by a whole worker."""

from collections import defaultdict
from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.records import Observation, Outcome, TaskKind
from infra.redirects import MOST
from infra.settings import Settings
from tests.site_server import HOST, PAGE, SiteServer, misbehaviour, serve
from tests.spiders.worker_process import INSPECTION, crawl_all, settings_for

TITLE = "墙后的页面"


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


def page(title: str = TITLE) -> web.Response:
    return web.Response(text=PAGE.format(title=title, body="<p>正文内容</p>"), content_type="text/html")


def to(location: str, *cookies: str) -> web.Response:
    response = web.Response(status=302, headers={"Location": location})
    for cookie in cookies:
        response.headers.add("Set-Cookie", cookie)
    return response


@misbehaviour("circle")
async def circle(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead round through three addresses, which others lead into."""
    return to(f"/bad/circle?at={({'a': 'b', 'b': 'c', 'c': 'a'}).get(request.query['at'], 'a')}")


@misbehaviour("self")
async def leads_to_itself(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead to itself, and want nothing."""
    return to(str(request.rel_url))


@misbehaviour("self-with-cookies")
async def leads_to_itself_with_cookies(site: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead to itself with another cookie each time."""
    return to(str(request.rel_url), f"seen={site.hits.total()}")


@misbehaviour("on-and-on")
async def on_and_on(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead to an address that was never met before."""
    return to(f"/bad/on-and-on?n={int(request.query['n']) + 1}")


@misbehaviour("no-inspectors")
async def no_inspectors(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead round in a circle who does not say that it is a browser."""
    return page() if "Mozilla" in request.headers["User-Agent"] else to(str(request.rel_url))


@misbehaviour("checked-elsewhere")
async def checked_elsewhere(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Set a cookie and have it checked at another address, which leads back."""
    if request.query_string == "check":
        return to("/bad/checked-elsewhere") if "token" in request.cookies else web.Response(text="请启用 Cookie")
    return page() if "token" in request.cookies else to("/bad/checked-elsewhere?check", "token=1; Path=/; HttpOnly")


@misbehaviour("set-elsewhere")
async def set_elsewhere(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Have a cookie set at another address, which leads back."""
    if request.query_string.endswith("check"):
        return to(f"/bad/set-elsewhere?{request.query_string.removesuffix('check')}", "token=1; Path=/")
    return page() if "token" in request.cookies else to(f"/bad/set-elsewhere?{request.query_string}check")


@misbehaviour("session-in-address")
async def session_in_address(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Want a session in the address, as servers do that trust no cookie."""
    return page() if ";jsessionid=" in request.path else to(f"{request.path};jsessionid=0A1B")


@misbehaviour("large")
async def large(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Have a page of a megabyte behind a wall."""
    if "token" not in request.cookies:
        return to(str(request.rel_url), "token=1")
    return web.Response(text=PAGE.format(title=TITLE, body="<p>正文</p>" * 100_000), content_type="text/html")


@misbehaviour("no-wall")
async def no_wall(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead to a page, with a cookie that nobody needs."""
    return to("/bad/no-wall-either", "lang=en") if request.query_string else page()


@misbehaviour("no-wall-either")
async def no_wall_either(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """The page that it leads to, in the language of the cookie."""
    return page("english") if "lang" in request.cookies else page()


@misbehaviour("into-the-house")
async def into_the_house(site: SiteServer, request: web.Request) -> web.StreamResponse:
    """Lead by a cookie to where nobody may look."""
    if request.query_string:
        return to(f"http://127.0.0.1:{site.port}/secret")
    return to("/bad/into-the-house?n=1", "token=1")


async def seen_of(
    redis: Redis, redis_url: str, folder: Path, *paths: str, **changes: object
) -> tuple[SiteServer, dict[str, list[Observation]]]:
    """What is observed of a site that bears these links, by path."""
    async with serve(articles=1) as site:
        site.extra_links = paths
        rows = await crawl_all(site, redis, settings_for(site, redis_url, folder, **changes))
    seen: dict[str, list[Observation]] = defaultdict(list)
    for row in rows:
        seen[row.url.removeprefix(f"http://{HOST}")].append(row)
    return site, seen


def told(rows: list[Observation]) -> list[tuple[Outcome, str]]:
    return [(row.outcome, row.page.title if row.page else "") for row in rows]


@pytest.mark.parametrize("linked", ["a", "ab", "cba"])
async def test_a_circle_is_one_dead_link_however_its_addresses_became_known(
    redis: Redis, redis_url: str, tmp_path: Path, linked: str
) -> None:
    paths = [f"/bad/circle?at={letter}" for letter in linked]
    _, seen = await seen_of(redis, redis_url, tmp_path, *paths, "/bad/circle?at=outside")
    rows = [row for letter in "abc" for row in seen[f"/bad/circle?at={letter}"]]
    [dead] = [row for row in rows if row.outcome is Outcome.DEAD]
    assert dead.reason.startswith("redirect loop: leads to itself by way of http://")
    assert (dead.status, dead.attempt, dead.found_on) == (302, 2, f"http://{HOST}/")
    assert {row.outcome for row in rows if row is not dead} == {Outcome.REDIRECT}
    assert len(rows) == 3
    assert [row.outcome for row in seen["/bad/circle?at=outside"]] == [Outcome.REDIRECT]
    assert (await Frontier(redis, INSPECTION, Limits.from_settings(Settings())).progress()).failed == 1


async def test_who_leads_to_itself_is_dead_unless_cookies_are_handed_out(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    site, seen = await seen_of(redis, redis_url, tmp_path, "/bad/self", "/bad/self-with-cookies", "/bad/redirect-self")
    [itself] = seen["/bad/self"]
    assert (itself.outcome, itself.reason) == (Outcome.DEAD, "redirect loop: leads to itself")
    assert site.hits["/bad/self"] == 2
    for path, most in (("/bad/self-with-cookies", 11), ("/bad/redirect-self", 2)):
        [row] = seen[path]
        assert row.outcome is Outcome.UNSURE
        assert row.reason == "redirect loop: leads to itself, with cookies that may let others pass"
        assert site.hits[path] == most


async def test_a_way_without_end_is_dead_where_a_browser_gives_up(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    site, seen = await seen_of(redis, redis_url, tmp_path, "/bad/on-and-on?n=0")
    [last] = seen[f"/bad/on-and-on?n={MOST}"]
    assert (last.outcome, last.reason) == (Outcome.DEAD, f"redirect loop: more than {MOST} redirects in a row")
    assert sum(count for path, count in site.hits.items() if "on-and-on" in path) == MOST + 2
    assert seen[f"/bad/on-and-on?n={MOST + 1}"] == []


async def test_a_loop_for_inspectors_alone_is_passed_as_a_browser(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    _, seen = await seen_of(redis, redis_url, tmp_path, "/bad/no-inspectors")
    assert told(seen["/bad/no-inspectors"]) == [(Outcome.OK, TITLE)]


@pytest.mark.parametrize("path", ["/bad/checked-elsewhere", "/bad/session-in-address", "/bad/large"])
async def test_a_wall_is_passed_within_one_lease(redis: Redis, redis_url: str, tmp_path: Path, path: str) -> None:
    site, seen = await seen_of(redis, redis_url, tmp_path, path)
    assert told(seen[path]) == [(Outcome.OK, TITLE)]
    assert seen[path][0].attempt == 1
    assert sum(count for hit, count in site.hits.items() if hit.startswith(path)) <= 3
    assert {row.outcome for rows in seen.values() for row in rows} == {Outcome.OK}


async def test_a_wall_whose_cookie_is_set_elsewhere_is_passed_where_it_leads_back(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    paths = ("/bad/set-elsewhere?n=1", "/bad/set-elsewhere?n=2")
    site, seen = await seen_of(redis, redis_url, tmp_path, *paths, open_leases=1, concurrency=1)
    assert told(seen[paths[0]]) == [(Outcome.REDIRECT, ""), (Outcome.OK, TITLE)]
    [check] = seen[f"{paths[0]}check"]
    assert (check.outcome, check.status, check.location) == (Outcome.REDIRECT, 302, f"http://{HOST}{paths[0]}")
    assert told(seen[paths[1]])[-1] == (Outcome.OK, TITLE)
    assert site.hits[paths[0]] == 2
    found = seen[paths[0]][1]
    assert (found.kind, found.found_on, found.status) == (TaskKind.ARTICLE, f"http://{HOST}/", 200)


async def test_a_cookie_that_opens_nothing_is_not_kept_and_its_redirect_stays_one(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    paths = ("/bad/no-wall?n=1", "/bad/no-wall?n=2", "/bad/no-wall")
    site, seen = await seen_of(redis, redis_url, tmp_path, *paths, open_leases=1)
    assert [row.outcome for path in paths for row in seen[path]] == [Outcome.REDIRECT, Outcome.REDIRECT, Outcome.OK]
    assert told(seen["/bad/no-wall-either"]) == [(Outcome.OK, TITLE)]
    assert site.hits["/bad/no-wall-either"] == 2, "once on trial, with the cookie, and once as a task"
    assert [seen[path][0].status for path in paths] == [302, 302, 200]


async def test_no_way_through_walls_leads_into_the_house(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    site, seen = await seen_of(redis, redis_url, tmp_path, "/bad/into-the-house")
    assert [row.outcome for row in seen["/bad/into-the-house"]] == [Outcome.REDIRECT]
    assert site.hits["/secret"] == 0


async def test_a_loop_at_another_host_is_a_dead_link_too(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=1) as other, serve(articles=1) as site:
        site.extra_links = ("http://other.lianhu.cn/bad/redirect-loop",)
        resolve = (site.resolve, f"other.lianhu.cn:127.0.0.1:{other.port}")
        rows = await crawl_all(site, redis, settings_for(site, redis_url, tmp_path, resolve=resolve))
    there = {row.url.rpartition("/")[2]: row for row in rows if "other" in row.url}
    assert there["redirect-loop"].outcome is Outcome.REDIRECT
    dead = there["redirect-loop-back"]
    assert (dead.outcome, dead.kind, dead.found_on) == (Outcome.DEAD, TaskKind.OUTSIDE, site.home)


async def test_a_shield_that_wants_a_script_stays_blocked(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    site, seen = await seen_of(redis, redis_url, tmp_path, "/bad/521-challenge", max_attempts=1)
    assert [row.outcome for row in seen["/bad/521-challenge"]] == [Outcome.BLOCKED]
    assert site.hits["/bad/521-challenge"] == 1
