"""Titles of the home page are searched for over a real server: asked once, read, and told; nothing is posted."""

from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.clock import parse_as_of
from infra.records import Outcome, Task, TaskKind
from scoring.facts import SiteFacts
from scoring.ledger import facts
from scoring.ledger.folding import fold
from spiders.reading.page import Page, read
from spiders.reading.trial import asked
from spiders.trials import trials_of
from tests.site_server import SiteServer, misbehaviour, serve
from tests.spiders.worker_process import crawl, settings_for, site_target

HOME = "http://www.lianhu.gov.cn/"
AS_OF = parse_as_of("2024-02-29")
FORM = '<form action="{}"><input name="q" placeholder="搜索"></form>'


def home(action: str = "/so", rows: int = 12) -> Page:
    listed = "".join(
        f'<li><a href="/a/{n}.html">莲湖市第{n}次防汛工作会议召开</a><span>2024-02-{n + 1:02d}</span></li>'
        for n in range(rows)
    )
    away = '<li><a href="http://www.gov.cn/a.html">国务院常务会议研究部署有关工作</a><span>2024-02-20</span></li>'
    body = f"<body>{FORM.format(action)}<ul>{listed}{away}</ul></body>"
    return read(f"<html><head><title>莲湖市人民政府</title></head>{body}</html>".encode(), HOME, as_of=AS_OF)


def task(kind: TaskKind = TaskKind.HOME) -> Task:
    return Task(target="t", kind=kind, url=HOME)


def test_four_titles_of_the_site_are_drawn_by_the_seed() -> None:
    first = trials_of(home(), task(), seed="2024q1")
    assert [one.kind for one in first] == [TaskKind.SEARCH] * 4
    assert all(one.found_on == HOME and one.url.startswith(f"{HOME}so?q=") for one in first)
    assert all("防汛" in asked(one.url) for one in first), "what leads away is not the site's to find"
    assert trials_of(home(), task(), seed="2024q1") == first
    assert trials_of(home(), task(), seed="2024q2") != first
    assert len(trials_of(home(rows=2), task(), seed="")) == 2


def test_only_a_form_of_the_home_page_that_asks_by_get_is_tried() -> None:
    assert not trials_of(home(), task(TaskKind.COLUMN), seed="")
    assert not trials_of(home('/so" method="post'), task(), seed="")
    assert not trials_of(home("javascript:go()"), task(), seed="")
    assert not trials_of(home("https://www.baidu.com/s"), task(), seed="")
    assert trials_of(home("http://so.lianhu.gov.cn/s"), task(), seed="")
    known = {("t", one.url) for one in trials_of(home(), task(), seed="")}
    assert not trials_of(home(), task(), seed="", recent=known)


@misbehaviour("so")
async def search(site: SiteServer, request: web.Request) -> web.StreamResponse:
    """A search that knows every title but the fifth and its like, and is dead for the sixth's."""
    wanted = request.query["q"]
    number = int(wanted.removeprefix("第").partition("号")[0])
    if number % 3 == 2:
        return web.Response(status=404, text="404")
    shown = "另一条完全不同的新闻" if number % 3 == 1 else wanted
    rows = "".join(f'<li><a href="/x/{n}.html">{shown}{n}</a><span>2024-01-02</span></li>' for n in range(3))
    return web.Response(
        text=f"<html><body><p>搜索“{wanted}”</p><ul>{rows}</ul></body></html>", content_type="text/html"
    )


@pytest.mark.parametrize("posted", [False, True])
async def test_a_crawl_tries_the_search(redis: Redis, redis_url: str, tmp_path: Path, *, posted: bool) -> None:
    method = ' method="post"' if posted else ""
    async with serve(articles=12) as site:
        # The home page of the test site takes markup where it takes links.
        site.extra_links = (
            f'"></a><form action="/bad/so"{method}><input name="q" placeholder="搜索"></form><a href="/',
        )
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        tried = [one for one in seen.values() if one.kind is TaskKind.SEARCH]
        assert len([path for path in site.hits if path.startswith("/bad/so?")]) == len(tried)
    assert len(tried) == (0 if posted else 4)
    told = facts(site_target(site), fold(seen.values())[site_target(site).code].fields)
    assert isinstance(told, SiteFacts)
    for one in tried:
        number = int(asked(one.url).removeprefix("第").partition("号")[0])
        assert one.found_on == HOME
        if number % 3 == 2:
            assert (one.outcome, one.attempt, one.page) == (Outcome.DEAD, 2, None)
        else:
            assert one.page is not None
            assert one.page.trial is not None
            assert one.page.trial.found is (number % 3 == 0)
            assert one.evidence, "what a title was not found in can be shown"
    assert {one.url for one in told.trials} == {one.url for one in tried if one.page is not None}
