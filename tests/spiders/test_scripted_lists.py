"""The whole way: a worker crawls a site whose lists only scripts lead through, and misses no article."""

from pathlib import Path

from redis.asyncio import Redis

from infra.records import Outcome
from scoring.facts import SiteFacts
from scoring.ledger import facts
from scoring.ledger.folding import fold
from tests.spiders.scripted_site import ARTICLES, UNIT, serve
from tests.spiders.worker_process import CODE, crawl, settings_for, site_target


async def test_every_article_of_scripted_lists_is_found(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve() as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
    opened = {path for path, row in seen.items() if row.outcome is Outcome.OK}
    assert opened >= ARTICLES
    assert len(opened) == len(seen), {path: row.reason for path, row in seen.items() if row.outcome is not Outcome.OK}
    assert max(site.hits.values()) == 1
    endpoints = [row for row in seen.values() if row.page is not None and row.page.kind == "endpoint"]
    assert len(endpoints) == 3 + 2 + 1, "three answers of the unit, two and one of the directory's columns"
    assert {row.found_on for row in endpoints if UNIT in row.url} == {f"{site.home}col/col7/index.html"}

    known = facts(site_target(site), fold(seen.values())[CODE].fields)
    assert isinstance(known, SiteFacts)
    columns = {fact.name: fact for fact in known.columns}
    newest = {name: f"{fact.newest:%m-%d}" for name, fact in columns.items() if fact.newest}
    assert newest | {"通知公告": "02-28", "规范性文件": "01-05", "其他文件": "01-05", "工作动态": "01-28"} == newest
    listing = columns["通知公告"].listing
    assert listing is not None
    assert (listing.readable, listing.entries) == (True, 4)
