"""Sites that never say 404: told by what they show for an address that nobody ever had, over real servers."""

from collections.abc import AsyncIterator, Callable, Container
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.once import Once
from infra.records import Observation, Outcome
from infra.redis.keys import Keys
from spiders.hosts.echoes import Echoes
from tests.site_server import CHALLENGE, HOST, PAGE, SiteServer
from tests.spiders.worker_process import INSPECTION, crawl, settings_for

PAGES = {"/": "首页", "/xwzx/1.html": "要闻", "/about.html": "关于", "/lost.html": "失物"}
LINKS = (
    "/xwzx/1.html",
    "/about.html",
    "/lost.html",
    "/gone/1.html",
    "/gone/2.html?id=3",
    "/gone/old.jsp",
    "/gone/a.doc",
    "/gone/b.png",
)
GONE = LINKS[3:]
Lost = Callable[[web.Request], web.Response]


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


def html(title: str, body: str, status: int = 200) -> web.Response:
    return web.Response(text=PAGE.format(title=title, body=body), content_type="text/html", status=status)


def there(path: str) -> web.Response:
    if path == "/":
        return html(
            "莲湖市人民政府",
            "".join(f'<li><a href="{link}">{link}</a></li>' for link in LINKS[:-1]) + '<img src="/gone/b.png">',
        )
    words = {"/lost.html": "<p>招领启事：页面不存在的也请来领</p>", "/about.html": "<p>本局设在人民路</p>"}
    return html(PAGES[path], words.get(path, "<h1>要闻</h1><p>发布时间：2024-01-15</p>" + "<p>正文。</p>" * 9))


@asynccontextmanager
async def serving(lost: Lost, own: Container[str] = PAGES) -> AsyncIterator[SiteServer]:
    """Serve its own pages, and ``lost`` for every other address."""
    site = SiteServer()

    async def answer(request: web.Request) -> web.Response:
        site.hits[request.path_qs] += 1
        return there(request.path) if request.path in own else lost(request)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


async def crawled(lost: Lost, redis: Redis, redis_url: str, folder: Path) -> tuple[SiteServer, dict[str, Observation]]:
    async with serving(lost) as site:
        return site, await crawl(site, redis, settings_for(site, redis_url, folder))


def outcomes(seen: dict[str, Observation], paths: tuple[str, ...] = GONE) -> set[Outcome]:
    return {seen[path].outcome for path in paths}


def own_words(request: web.Request) -> web.Response:
    return html("提示", f"<p>哎呀，您要的内容 {request.path} 飞走了</p><p>{len(request.path)} 秒后返回</p>")


async def test_what_a_site_shows_for_nothing_is_dead(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    site, seen = await crawled(own_words, redis, redis_url, tmp_path)
    assert outcomes(seen) == {Outcome.DEAD}
    assert {(seen[path].status, seen[path].attempt, seen[path].found_on) for path in GONE} == {(200, 2, site.home)}
    assert "does not exist" in seen[GONE[0]].reason
    assert "in place of the file" in seen["/gone/b.png"].reason
    assert outcomes(seen, ("/", "/xwzx/1.html", "/about.html")) == {Outcome.OK}
    assert all(site.hits[path] == 1 for path in ("/xwzx/1.html", "/about.html"))


async def test_the_odd_address_is_asked_once_and_is_no_page_of_the_site(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    site, seen = await crawled(own_words, redis, redis_url, tmp_path)
    asked = set(site.hits) - set(PAGES) - set(GONE) - {"/xwzx/", "/zwgk/"}
    [odd] = asked
    assert site.hits[odd] == 1
    assert odd not in seen
    assert site.hits["/"] == 2, "the home page was compared with it"


async def test_words_alone_leave_it_unsure(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    def honest(request: web.Request) -> web.Response:
        said = request.path.startswith("/gone") and request.path.endswith(".html")
        return html("提示", "<p>您访问的页面不存在</p>", 200 if said else 404)

    site, seen = await crawled(honest, redis, redis_url, tmp_path)
    assert (seen[GONE[0]].outcome, seen[GONE[0]].status) == (Outcome.UNSURE, 200)
    assert seen[GONE[0]].reason == "answers HTTP 200 with a page that says there is none"
    assert outcomes(seen, GONE[2:]) == {Outcome.DEAD}
    assert site.hits["/"] == 1


@pytest.mark.parametrize("way", ["shown", "led"])
async def test_a_site_that_gives_its_home_page_for_everything(
    redis: Redis, redis_url: str, tmp_path: Path, way: str
) -> None:
    def home(_: web.Request) -> web.Response:
        return there("/") if way == "shown" else web.Response(status=302, headers={"Location": "/"})

    _, seen = await crawled(home, redis, redis_url, tmp_path)
    pages = tuple(path for path in GONE if not path.endswith((".doc", ".png")))
    assert outcomes(seen, pages) == {Outcome.OK if way == "shown" else Outcome.REDIRECT}
    assert seen["/"].outcome is Outcome.OK


async def test_a_site_that_leads_everything_to_an_error_page(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    def led(request: web.Request) -> web.Response:
        if request.path == "/error.html":
            return own_words(request)
        return web.Response(status=302, headers={"Location": f"/error.html?from={request.path}"})

    _, seen = await crawled(led, redis, redis_url, tmp_path)
    assert outcomes(seen) == {Outcome.DEAD}
    assert {seen[path].status for path in GONE} == {302}
    assert {seen[path].reason for path in GONE} == {"leads where the site leads an address that does not exist"}
    assert not [path for path in seen if path.startswith("/error")]


@pytest.mark.parametrize(
    "everything",
    [
        '<div id="app"></div><script src="/app.js"></script>',
        '<form>请登录<input type="password"></form>',
        CHALLENGE,
    ],
)
async def test_shells_logins_and_challenges_tell_nothing_of_a_link(
    redis: Redis, redis_url: str, tmp_path: Path, everything: str
) -> None:
    _, seen = await crawled(
        lambda _: web.Response(text=f"<html><body>{everything}</body></html>", content_type="text/html"),
        redis, redis_url, tmp_path,
    )  # fmt: skip
    assert Outcome.DEAD not in outcomes(seen)


async def test_a_site_that_loads_every_page_by_script(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    shell = (
        "".join(f'<a href="{link}">栏目</a>' for link in LINKS[:-2])
        + '<p>正在加载，请稍候</p><script src="/a.js"></script>'
    )
    site = serving(lambda _: html("莲湖市人民政府", shell), own=frozenset())
    async with site as server:
        seen = await crawl(server, redis, settings_for(server, redis_url, tmp_path))
    assert {row.outcome for row in seen.values()} == {Outcome.OK}


async def test_an_article_or_a_list_for_every_address_tells_nothing(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    _, seen = await crawled(lambda _: there("/xwzx/1.html"), redis, redis_url, tmp_path)
    assert Outcome.DEAD not in outcomes(seen)


async def test_a_site_that_turns_odd_addresses_away_is_judged_by_its_statuses(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    _, seen = await crawled(lambda _: web.Response(status=403), redis, redis_url, tmp_path)
    assert outcomes(seen) == {Outcome.BLOCKED}
    assert outcomes(seen, LINKS[:2]) == {Outcome.OK}


async def test_what_one_worker_heard_all_know(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    await crawled(own_words, redis, redis_url, tmp_path)
    kept = Once(redis, Keys(INSPECTION).echo)
    other = Echoes(kept, seed=INSPECTION, delay=60)

    async def never(url: str) -> web.Response:
        raise AssertionError(url)

    url = f"http://{HOST}/any.html"
    assert other.of(url) is None
    await other.learn(url, never)  # type: ignore[arg-type]  # is not to be called
    echo = other.of(url)
    assert echo is not None
    assert echo.imprint
    await redis.set(Keys(INSPECTION).echo("http://b.cn"), b"not what was kept")
    await other.learn("http://b.cn/", never)  # type: ignore[arg-type]
    broken = other.of("http://b.cn/x")
    assert broken is not None
    assert broken.imprint == ""
