"""The site spider over a real server that misbehaves: what is observed each time, and that the crawl goes on."""

import hashlib
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.frontier import Frontier, Limits
from infra.records import Outcome, TaskKind
from spiders import observing
from spiders.reading.page import Page
from spiders.reading.page import read as read_page
from tests.site_server import HOST, article, serve
from tests.spiders.worker_process import INSPECTION, crawl, settings_for


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


async def test_pages_are_read_and_their_links_followed(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=6) as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        assert set(seen) == site.pages
        home = seen["/"]
        assert (home.kind, home.outcome, home.depth, home.found_on) == (TaskKind.HOME, Outcome.OK, 0, "")
        assert home.page is not None
        assert home.page.meta["SiteName"] == "莲湖市人民政府"
        assert home.page.marks.site_code == "4207000001"
        page = seen[article(0)]
        assert (page.kind, page.depth, page.found_on) == (TaskKind.ARTICLE, 1, site.home)
        assert page.page is not None
        assert page.page.published == "2024-01-15T00:00:00+08:00"
        assert page.latency_ms >= 0
        assert page.size > 500
        assert seen["/xwzx/"].kind is TaskKind.COLUMN


@pytest.mark.parametrize(
    ("name", "outcome", "status", "requests"),
    [
        ("404", Outcome.DEAD, 404, 2),
        ("410", Outcome.DEAD, 410, 2),
        ("500", Outcome.DEAD, 500, 2),
        ("503", Outcome.DEAD, 503, 2),
        ("503-retry-after", Outcome.BLOCKED, 503, 2),
        ("403", Outcome.BLOCKED, 403, 1),
        ("412", Outcome.BLOCKED, 412, 1),
        ("429-once", Outcome.OK, 200, 2),
        ("521-challenge", Outcome.BLOCKED, 521, 1),
        ("200-challenge", Outcome.BLOCKED, 200, 1),
        ("412-ruishu", Outcome.BLOCKED, 412, 1),
        ("202-ruishu", Outcome.BLOCKED, 202, 1),
        ("200-ruishu", Outcome.BLOCKED, 200, 1),
        ("drop", Outcome.UNSURE, 0, 2),
        ("drop-body", Outcome.UNSURE, 0, 2),
        ("slow", Outcome.UNSURE, 0, 2),
        ("slow-body", Outcome.UNSURE, 0, 2),
        ("huge", Outcome.UNSURE, 200, 1),
        ("gzip-bomb", Outcome.UNSURE, 200, 1),
    ],
)
async def test_misbehaviours(
    redis: Redis, redis_url: str, tmp_path: Path, name: str, outcome: Outcome, status: int, requests: int
) -> None:
    async with serve(articles=2) as site:
        site.extra_links = (f"/bad/{name}",)
        settings = settings_for(site, redis_url, tmp_path, max_attempts=2, timeout_seconds=0.5, page_bytes=2**20)
        seen = await crawl(site, redis, settings)
        row = seen[f"/bad/{name}"]
        assert (row.outcome, row.status) == (outcome, status)
        assert row.attempt == requests
        assert row.found_on == site.home
        assert row.reason or outcome is Outcome.OK
        assert site.hits[f"/bad/{name}"] >= requests
        assert site.pages < set(seen)
        frontier = Frontier(redis, INSPECTION, Limits.from_settings(settings))
        assert await frontier.dead_letters() == []


async def test_redirects_become_tasks_and_loops_end(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    names = ("redirect", "refresh", "redirect-loop", "redirect-inside", "redirect-scheme")
    async with serve(articles=2) as site:
        site.extra_links = tuple(f"/bad/{name}" for name in names)
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        plain = seen["/bad/redirect"]
        assert (plain.outcome, plain.location) == (Outcome.REDIRECT, f"http://{HOST}{article(0)}")
        refresh = seen["/bad/refresh"]
        assert (refresh.outcome, refresh.location, refresh.page) == (
            Outcome.REDIRECT,
            f"http://{HOST}{article(1)}",
            None,
        )
        assert seen["/bad/redirect-loop"].outcome is Outcome.REDIRECT
        back = seen["/bad/redirect-loop-back"]
        assert (back.outcome, back.found_on, back.depth) == (Outcome.DEAD, site.home, 2)
        assert seen["/bad/redirect-scheme"].outcome is Outcome.REFUSED
        assert seen["/bad/redirect-inside"].outcome is Outcome.REDIRECT
        secret = seen[f"http://127.0.0.1:{site.port}/secret"]
        assert (secret.outcome, secret.kind, secret.found_on) == (Outcome.REFUSED, TaskKind.OUTSIDE, site.home)
        assert "loopback" in secret.reason
        assert site.hits["/secret"] == 0


async def test_a_wall_that_wants_a_cookie_is_passed_within_one_lease(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=2) as site:
        site.extra_links = ("/bad/cookie-wall", "/bad/cookie-wall?again=1", "/bad/session-wall")
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, open_leases=1))
        assert {seen[path].outcome for path in site.extra_links} == {Outcome.OK}
        assert {seen[path].attempt for path in site.extra_links} == {1}
        page = seen["/bad/cookie-wall"].page
        assert page is not None
        assert page.title == "墙后的页面"
        assert [site.hits[path] for path in site.extra_links[:2]] == [3, 1]
        assert sum(count for path, count in site.hits.items() if "session-wall" in path) == 2


async def test_links_to_other_sites_are_verified_and_not_followed(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=2) as other, serve(articles=1) as site:
        site.extra_links = ("http://other.lianhu.cn/", "http://gone.lianhu.cn/a", "http://127.0.0.1/")
        resolve = (site.resolve, f"other.lianhu.cn:127.0.0.1:{other.port}", "gone.lianhu.cn:127.0.0.1:1")
        settings = settings_for(site, redis_url, tmp_path, resolve=resolve, max_attempts=2)
        seen = await crawl(site, redis, settings)
        verified = seen["http://other.lianhu.cn/"]
        assert (verified.outcome, verified.kind, verified.page) == (Outcome.OK, TaskKind.OUTSIDE, None)
        assert sum(other.hits.values()) == 1
        gone = seen["http://gone.lianhu.cn/a"]
        assert (gone.outcome, gone.reason) == (Outcome.DEAD, "no server answers at this address")
        assert seen["http://127.0.0.1/"].outcome is Outcome.REFUSED


async def test_bodies_are_decoded_by_trial_and_attachments_stopped_at_their_head(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=1) as site:
        site.extra_links = ("/bad/wrong-charset", "/bad/gzip", "/bad/pdf.pdf")
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, attachments="head"))
        wrong, zipped, pdf = (seen[path] for path in site.extra_links)
        assert wrong.page is not None
        assert (wrong.page.title, wrong.page.encoding) == ("编码错误的页面", "gb18030")
        assert zipped.page is not None
        assert zipped.page.title == "压缩页面"
        assert (pdf.outcome, pdf.kind, pdf.page, pdf.attachment) == (Outcome.OK, TaskKind.ATTACHMENT, None, None)
        assert pdf.size == 2**20 + 9
        assert pdf.digest == ""


async def test_a_page_that_breaks_the_reader_is_unsure_and_the_crawl_goes_on(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fragile(body: bytes, url: str, **options: object) -> Page:
        if url.endswith("/zwgk/"):
            raise ZeroDivisionError("odd page\nwith a second line")
        return read_page(body, url, **options)  # type: ignore[arg-type]  # the very options of the caller

    monkeypatch.setattr(observing, "read", fragile)
    async with serve(articles=3) as site:
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        row = seen["/zwgk/"]
        assert row.outcome is Outcome.UNSURE
        assert row.reason == "could not be read: ZeroDivisionError: odd page with a second line"
        assert set(seen) == site.pages - {"/zwgk/lsgd/"}


async def test_evidence_of_lists_and_dead_pages_is_kept_and_read_back(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=2) as site:
        site.extra_links = ("/bad/404", "/bad/521-challenge")
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        store = EvidenceStore(tmp_path, INSPECTION, "reader")
        for path in ("/", "/xwzx/", "/bad/404", "/bad/521-challenge"):
            row = seen[path]
            body = store.read(row.evidence)
            assert row.digest == "sha256:" + hashlib.sha256(body).hexdigest()
            assert row.size == len(body)
        assert seen[article(0)].evidence == ""


async def test_when_evidence_cannot_be_kept_pages_wait_and_none_is_lost(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("spiders.posting.EVIDENCE_PAUSE", 0.3)
    (tmp_path / "evidence").write_text("a file where the folder should be")

    async with serve(articles=2) as site:
        site.latency = 0.01
        original = EvidenceStore.keep

        def keep_and_repair(self: EvidenceStore, *arguments: object, each: bool) -> tuple[str, str]:
            try:
                return original(self, *arguments, each=each)  # type: ignore[arg-type]  # handed through
            finally:
                (tmp_path / "evidence").unlink() if (tmp_path / "evidence").is_file() else None

        monkeypatch.setattr(EvidenceStore, "keep", keep_and_repair)
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path))
        assert set(seen) == site.pages
        assert seen["/"].evidence
        assert seen["/"].attempt == 1
        assert site.hits["/"] == 2
    assert "crawling pauses" in caplog.text
