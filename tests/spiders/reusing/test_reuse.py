"""An inspection that re-uses an earlier one: it sees the same, asks for less, and believes no server too much."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra import metrics
from infra.evidence import EvidenceStore, digest, folder_of
from infra.inspections import Inspections
from infra.records import Observation, Outcome
from infra.warc import Head, walk
from tests.site_server import CHALLENGE, article
from tests.spiders.revisited_site import Manner, Quarters, RevisitedSite, serve, timeless
from tests.spiders.worker_process import worker_process
from tests.waiting import until


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


@pytest.fixture
async def site() -> AsyncIterator[RevisitedSite]:
    async with serve(articles=6) as running:
        yield running


@pytest.fixture
def quarters(site: RevisitedSite, redis: Redis, redis_url: str, tmp_path: Path) -> Quarters:
    return Quarters.of(site, redis, redis_url, tmp_path)


def unchanged(seen: dict[str, Observation]) -> set[str]:
    return {path for path, row in seen.items() if row.unchanged_since}


def told_unchanged() -> float:
    """What the metrics of this process count of pages that were not sent."""
    samples = [sample for metric in metrics.FETCH_REQUESTS.collect() for sample in metric.samples]
    return sum(sample.value for sample in samples if sample.labels["outcome"] == "unchanged")


def opens(quarters: Quarters, inspection: str, seen: dict[str, Observation]) -> None:
    """Assert that every page is kept by its own inspection."""
    store = EvidenceStore(quarters.settings.data_dir, inspection, "reader")
    for row in seen.values():
        assert digest(store.read(row.evidence)) == row.digest


async def test_the_same_is_seen_and_less_is_sent(quarters: Quarters, site: RevisitedSite) -> None:
    first = await quarters.inspect("q1")
    sent = site.sent
    before = told_unchanged()
    second = await quarters.inspect("q2", reuses="q1")
    assert set(second) == site.pages
    assert timeless(second) == timeless(first)
    whole = {"/"} | {next(path for path in site.conditional if path not in site.unchanged)}
    assert unchanged(second) == site.pages - whole == set(site.unchanged)
    assert max(site.hits.values()) == 1
    assert site.sent < sent / 2
    assert "/" not in site.conditional
    assert all(second[path].seen_at > first[path].seen_at for path in second)
    assert all(second[path].unchanged_since.endswith("+08:00") for path in unchanged(second))
    opens(quarters, "q2", second)
    assert told_unchanged() - before == len(unchanged(second))


@pytest.mark.parametrize(("etag", "last_modified"), [(True, False), (False, True)])
async def test_one_validator_is_enough(
    quarters: Quarters, site: RevisitedSite, etag: bool, last_modified: bool
) -> None:
    site.etag, site.last_modified = etag, last_modified
    first = await quarters.inspect("q1")
    second = await quarters.inspect("q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert len(unchanged(second)) == len(site.pages) - 2


async def test_what_changed_in_between_is_seen(quarters: Quarters, site: RevisitedSite) -> None:
    first = await quarters.inspect("q1")
    site.changed = {article(1): "<p>补充内容</p>", "/xwzx/": '<a href="/xwzx/202402/t20240201_99.html">新来的一条</a>'}
    second = await quarters.inspect("q2", reuses="q1")
    assert not unchanged(second) & set(site.changed)
    assert second[article(1)].digest != first[article(1)].digest
    assert second["/xwzx/202402/t20240201_99.html"].outcome is Outcome.DEAD
    assert len(unchanged(second)) >= len(site.pages) - 4


async def test_a_third_inspection_re_uses_what_the_second_did_not_fetch(
    quarters: Quarters, site: RevisitedSite, tmp_path: Path
) -> None:
    first = await quarters.inspect("q1")
    second = await quarters.inspect("q2", reuses="q1")
    for segment in folder_of(tmp_path, "q1").iterdir():
        segment.unlink()
    third = await quarters.inspect("q3", reuses="q2")
    assert timeless(third) == timeless(first)
    assert len(unchanged(third)) == len(site.pages) - 2
    opens(quarters, "q3", third)
    both = unchanged(third) & unchanged(second)
    assert both
    assert all(third[path].unchanged_since == second[path].unchanged_since for path in both), "since it was sent"


async def test_by_default_lists_are_kept_and_so_re_used(
    site: RevisitedSite, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    quarters = Quarters.of(site, redis, redis_url, tmp_path, evidence="findings")
    first = await quarters.inspect("q1")
    second = await quarters.inspect("q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert unchanged(second) < {"/xwzx/", "/zwgk/", "/zwgk/lsgd/"}
    assert len(unchanged(second)) == 2
    assert set(site.conditional) == {"/xwzx/", "/zwgk/", "/zwgk/lsgd/"}


@pytest.mark.parametrize("harm", ["removed", "corrupted", "cut"])
async def test_a_kept_body_that_cannot_be_read_is_fetched_again(
    quarters: Quarters, site: RevisitedSite, tmp_path: Path, caplog: pytest.LogCaptureFixture, harm: str
) -> None:
    first = await quarters.inspect("q1")
    await quarters.inspect("q2", reuses="q1")
    [segment] = folder_of(tmp_path, "q1").glob("*.warc.gz")
    whole = segment.read_bytes()
    with segment.open("rb") as file:
        heads = [found for found in walk(file) if isinstance(found, Head)]
    broken = bytearray(whole)
    for head in heads:
        broken[head.end - 12] ^= 255
    segment.write_bytes({"removed": b"", "corrupted": bytes(broken), "cut": whole[:300]}[harm])
    _take_for_known(segment)
    third = await quarters.inspect("q3", reuses="q1")
    assert timeless(third) == timeless(first)
    assert not unchanged(third)
    assert max(site.hits.values()) == 2
    assert all(row.attempt == 1 for row in third.values())
    told = [line for line in caplog.messages if "fetched whole" in line]
    assert len(told) == 1
    assert f"{segment.name}#" in told[0]


def _take_for_known(segment: Path) -> None:
    """Have the index believe that the segment is still as it was when the index was made."""
    with closing(sqlite3.connect(segment.parent / "validators.sqlite")) as rows:
        known = segment.stat()
        rows.execute("UPDATE segments SET size = ?, changed = ?", (known.st_size, known.st_mtime_ns))
        rows.commit()


async def test_a_server_that_calls_everything_unchanged_is_found_out(
    quarters: Quarters, site: RevisitedSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.manner = Manner.LIAR
    await quarters.inspect("q1")
    site.changed = dict.fromkeys(site.pages, "<p>新内容</p>")
    second = await quarters.inspect("q2", reuses="q1")
    assert not unchanged(second)
    assert sum(site.conditional.values()) == 1
    assert sum(site.hits[path] for path in site.pages) == len(site.pages) + 1
    assert all(row.outcome is Outcome.OK and row.attempt == 1 for row in second.values())
    assert "it calls a page unchanged whatever it is asked by" in caplog.text


async def test_an_answer_behind_a_wall_says_nothing_of_the_word_of_its_host(
    quarters: Quarters, site: RevisitedSite
) -> None:
    site.manner = Manner.LIAR
    await quarters.inspect("q1")
    site.changed, site.walled = dict.fromkeys(site.pages, "<p>新内容</p>"), "/xwzx/"
    second = await quarters.inspect("q2", reuses="q1")
    assert set(second) == site.pages
    assert not unchanged(second)


async def test_validators_that_do_not_change_with_the_page_are_found_out(
    quarters: Quarters, site: RevisitedSite, caplog: pytest.LogCaptureFixture
) -> None:
    site.manner, site.last_modified = Manner.STALE, False
    await quarters.inspect("q1")
    site.changed = dict.fromkeys(site.pages, "<p>新内容</p>")
    second = await quarters.inspect("q2", reuses="q1")
    assert not unchanged(second)
    assert sum(site.conditional.values()) == 1
    assert "changed, and its ETag or Last-Modified did not" in caplog.text


async def test_a_server_that_refuses_conditions_is_asked_without(quarters: Quarters, site: RevisitedSite) -> None:
    first = await quarters.inspect("q1")
    site.manner = Manner.STRICT
    second = await quarters.inspect("q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert max(site.hits.values()) == 2


async def test_a_server_that_answers_304_to_a_plain_request_is_asked_again_and_not_for_ever(
    quarters: Quarters, site: RevisitedSite
) -> None:
    site.bare = {article(0): 1, article(1): 99}
    seen = await quarters.inspect("q1")
    assert (seen[article(0)].outcome, seen[article(0)].attempt) == (Outcome.OK, 2)
    never = seen[article(1)]
    assert (never.outcome, never.status, never.reason, never.attempt) == (Outcome.UNSURE, 304, "HTTP 304", 3)
    assert site.hits[article(1)] == 3
    assert set(seen) == site.pages


async def test_a_page_that_was_none_then_is_looked_at_afresh(quarters: Quarters, site: RevisitedSite) -> None:
    site.odd = {article(2): web.Response(text=CHALLENGE, content_type="text/html")}
    first = await quarters.inspect("q1")
    assert first[article(2)].outcome is Outcome.BLOCKED
    second = await quarters.inspect("q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert article(2) in site.unchanged
    assert article(2) not in unchanged(second)
    assert site.hits[article(2)] == 2


async def test_attachments_are_asked_after_only_where_their_bodies_are_wanted(
    site: RevisitedSite, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    site.extra_links = ("/files/a.pdf",)
    site.odd = {"/files/a.pdf": web.Response(body=b"%PDF-1.4\n" + bytes(400_000), content_type="application/pdf")}
    keeping = Quarters.of(site, redis, redis_url, tmp_path)
    first = await keeping.inspect("q1")
    second = await keeping.inspect("q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert second["/files/a.pdf"].unchanged_since
    assert second["/files/a.pdf"].size == 400_009
    opens(keeping, "q2", second)
    sparing = Quarters.of(site, redis, redis_url, tmp_path, evidence="findings", attachments="head")
    third = await sparing.inspect("q3", reuses="q2")
    assert "/files/a.pdf" not in site.conditional
    assert third["/files/a.pdf"].size == 400_009


async def test_robots_is_asked_plainly(site: RevisitedSite, redis: Redis, redis_url: str, tmp_path: Path) -> None:
    quarters = Quarters.of(site, redis, redis_url, tmp_path, robots="obey", rate=50.0)
    first = await quarters.inspect("q1")
    second = await quarters.inspect("q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert unchanged(second)
    assert site.hits["/robots.txt"] == 1
    assert "/robots.txt" not in site.conditional


async def test_what_is_not_on_this_machine_is_fetched_and_said_once(
    quarters: Quarters, site: RevisitedSite, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        seen = await quarters.inspect("q2", reuses="q1")
    assert set(seen) == site.pages
    assert not site.conditional
    [line] = [line for line in caplog.messages if "re-uses nothing" in line]
    assert line.startswith("w-q2 re-uses nothing of inspection q1 and fetches every page whole: nothing is kept in ")
    assert any(line in logged for logged in await Inspections(quarters.redis).recent_log("q2"))


async def test_worker_processes_re_use_what_another_kept(
    site: RevisitedSite, redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    quarters = Quarters.of(site, redis, redis_url, tmp_path, open_leases=2)
    first = await quarters.inspect("q1")
    second = await by_two_processes(quarters, "q2", reuses="q1")
    assert timeless(second) == timeless(first)
    assert unchanged(second) == set(site.unchanged)
    assert len(unchanged(second)) >= 4
    opens(quarters, "q2", second)


async def by_two_processes(quarters: Quarters, name: str, *, reuses: str = "") -> dict[str, Observation]:
    """Inspect with two workers as operators run them; they have nothing to say."""
    frontier = await quarters.open(name, reuses=reuses)

    async def finished() -> bool:
        progress = await frontier.progress()
        return progress.known > 1 and progress.finished

    arguments = ("--once", "--inspection", name, "--name")
    async with (
        worker_process(quarters.settings, *arguments, "a") as one,
        worker_process(quarters.settings, *arguments, "b") as two,
    ):
        await until(finished, timeout=20)
        await Inspections(quarters.redis).finish(name)
        for process in (one, two):
            _, log = await asyncio.wait_for(process.communicate(), 10)
            assert (process.returncode, log) == (0, b"")
    return await quarters.seen(name)
