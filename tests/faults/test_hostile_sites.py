"""A real worker against a site that means harm: its memory stays bounded, every task is settled with a reason."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.frontier import Frontier
from infra.records import Kind, Observation, Outcome, Target
from infra.settings import Settings
from tests.faults.hostile_site import HOST, MIB, HostileSite, serve_hostile
from tests.spiders.worker_process import CODE, observations, running_inspection, worker_process
from tests.waiting import until

#: What a worker may take, whatever a site sends (issue 3).
CEILING = 512 * MIB
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@pytest.fixture
def settings(redis_url: str, tmp_path: Path) -> Settings:
    return Settings.model_validate(
        {
            "redis_url": redis_url,
            "data_dir": tmp_path,
            "rate": 500.0,
            "open_leases": 32,
            "concurrency": 32,
            "timeout_seconds": 6.0,
            "max_attempts": 2,
            "heartbeat_seconds": 1.0,
        }
    )


def peak_bytes(pid: int) -> int:
    """The most memory that a process ever had resident, as the kernel kept count."""
    match = _PEAK.search(Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    assert match is not None
    return int(match[1]) * 1024


class Siege:
    """A worker under siege: what it saw, and what it took."""

    def __init__(self, redis: Redis, frontier: Frontier, process: asyncio.subprocess.Process) -> None:
        self._redis = redis
        self._process = process
        self.frontier = frontier
        self.pid = process.pid
        self.peak = 0

    async def end(self) -> dict[str, Observation]:
        """Wait until all is settled; give what was seen, by path."""
        await until(self._is_over, timeout=60)
        self.peak = peak_bytes(self._process.pid)
        print(f"the worker's peak: {self.peak / MIB:.0f} MiB")
        return {row.url.removeprefix(f"http://{HOST}"): row for row in await observations(self._redis)}

    async def _is_over(self) -> bool:
        assert self._process.returncode is None, "the worker died"
        progress = await self.frontier.progress()
        return progress.known > 1 and progress.finished


@asynccontextmanager
async def siege(redis: Redis, settings: Settings, site: HostileSite) -> AsyncIterator[Siege]:
    """Let a worker crawl the site; it must still be there at the end and have written nothing to its log."""
    settings = settings.model_copy(update={"resolve": (site.resolve,)})
    target = Target(code=CODE, name="敌意网站", kind=Kind.SITE, url=f"http://{HOST}/", unit="某单位")
    frontier = await running_inspection(redis, settings, target)
    async with worker_process(settings) as process:
        yield Siege(redis, frontier, process)
        assert process.returncode is None
        assert process.stderr is not None
        process.terminate()
        assert await process.stderr.read() == b""


#: Every place of the site that does harm by itself, with how it must end, a word of the recorded reason, and tries.
HARM = {
    "/endless": (Outcome.UNSURE, "larger", 1),
    "/huge-length": (Outcome.UNSURE, "larger", 1),
    "/bomb-gzip": (Outcome.UNSURE, "larger", 1),
    "/bomb-nested": (Outcome.UNSURE, "larger", 1),
    "/bomb-members": (Outcome.UNSURE, "64 pieces", 1),
    "/unasked": (Outcome.UNSURE, "br was not asked for", 1),
    "/deflate-lie": (Outcome.UNSURE, "packed", 1),
    "/gzip-cut": (Outcome.UNSURE, "cut off", 2),
    "/many-headers": (Outcome.UNSURE, "cut off", 2),
    "/long-header": (Outcome.UNSURE, "cut off", 2),
    "/drip": (Outcome.UNSURE, "in time", 2),
    "/drip-head": (Outcome.UNSURE, "in time", 2),
    "/length-cut": (Outcome.UNSURE, "cut off", 2),
    "/no-head": (Outcome.UNSURE, "cut off", 2),
}


async def test_harm_is_survived_and_told_while_other_pages_are_fetched(redis: Redis, settings: Settings) -> None:
    settings = settings.model_copy(update={"timeout_seconds": 3.0})
    async with serve_hostile(home_links=tuple(HARM), articles=30) as site, siege(redis, settings, site) as worker:
        seen = await worker.end()
    for path, (outcome, word, tries) in HARM.items():
        row = seen[path]
        assert (row.outcome, row.attempt) == (outcome, tries), (path, row)
        assert word in row.reason, (path, row.reason)
    articles = [row for path, row in seen.items() if path.startswith("/a/")]
    assert len(articles) == 30
    assert {row.outcome for row in articles} == {Outcome.OK}
    assert max(row.seen_at for row in articles) < max(row.seen_at for row in seen.values())
    progress = await worker.frontier.progress()
    assert (progress.done, progress.failed, progress.dead) == (31, len(HARM), 0)
    assert worker.peak < CEILING


async def test_old_and_wrong_answers_are_read_where_a_page_is_there(redis: Redis, settings: Settings) -> None:
    settings = settings.model_copy(update={"max_pages": 200})
    links = ("/http10", "/length-long", "/length-short", "/deep", "/attributes", "/links")
    async with serve_hostile(home_links=links, articles=20) as site, siege(redis, settings, site) as worker:
        seen = await worker.end()
    assert {path: seen[path].outcome for path in links} == dict.fromkeys(links, Outcome.OK)
    for path, title in (("/http10", "旧协议"), ("/length-long", "长度不符")):
        page = seen[path].page
        assert page is not None
        assert page.title == title
    assert all(seen[f"/a/{number}.html"].outcome is Outcome.OK for number in range(20))
    assert "length" in seen["/length-long"].reason
    assert "links" in seen["/links"].reason
    assert len(seen) == 200
    assert worker.peak < CEILING


async def test_redirects_without_end_stop_at_the_depth(redis: Redis, settings: Settings) -> None:
    settings = settings.model_copy(update={"max_depth": 12})
    async with (
        serve_hostile(home_links=("/loop/0", "/corridor/0"), articles=5) as site,
        siege(redis, settings, site) as worker,
    ):
        seen = await worker.end()
    assert sorted(path for path in seen if path.startswith("/loop")) == ["/loop/0", "/loop/1", "/loop/2"]
    assert sum(path.startswith("/corridor") for path in seen) == 12
    assert max(row.depth for row in seen.values()) == 12
    assert {seen[f"/a/{number}.html"].outcome for number in range(5)} == {Outcome.OK}
    circle = {path: hits for path, hits in site.hits.items() if path.startswith("/loop")}
    assert max(circle.values()) <= 4, "walked round again once, and looked at once more as a browser would"
    assert any("redirect loop" in row.reason for path, row in seen.items() if path in circle)
    assert {hits for path, hits in site.hits.items() if path not in circle} == {1}


async def test_a_calendar_without_end_stops_at_the_budget(redis: Redis, settings: Settings) -> None:
    settings = settings.model_copy(update={"max_pages": 150})
    async with (
        serve_hostile(home_links=("/calendar?date=0",), articles=5) as site,
        siege(redis, settings, site) as worker,
    ):
        seen = await worker.end()
    progress = await worker.frontier.progress()
    assert len(seen) == progress.done == progress.known == 150
    assert {seen[f"/a/{number}.html"].outcome for number in range(5)} == {Outcome.OK}


async def test_large_bodies_at_once_share_a_bounded_room(redis: Redis, settings: Settings) -> None:
    links = tuple(f"/{kind}/{number}" for number in range(12) for kind in ("large", "endless"))
    async with serve_hostile(home_links=links, articles=24) as site, siege(redis, settings, site) as worker:
        seen = await worker.end()
    outcomes = {path: row.outcome for path, row in seen.items()}
    assert {outcomes[path] for path in links if "large" in path} == {Outcome.OK}
    assert {outcomes[path] for path in links if "endless" in path} == {Outcome.UNSURE}
    assert sum(path.startswith("/a/") for path in outcomes) == 24
    assert worker.peak < CEILING


async def test_who_holds_the_room_without_end_is_put_out_and_the_waiting_are_not_blamed(
    redis: Redis, settings: Settings
) -> None:
    settings = settings.model_copy(update={"body_room": settings.page_bytes, "timeout_seconds": 2.0, "max_attempts": 1})
    links = tuple(f"/drip-large/{number}" for number in range(3))
    async with serve_hostile(home_links=(*links, "/large/0"), articles=10) as site, siege(redis, settings, site) as one:
        seen = await one.end()
    assert {(seen[path].outcome, seen[path].reason) for path in links} == {
        (Outcome.UNSURE, "no complete answer in time")
    }
    # Had it been blamed for waiting, its one attempt would have been lost.
    assert seen["/large/0"].outcome is Outcome.OK
    assert all(seen[f"/a/{number}.html"].outcome is Outcome.OK for number in range(10))
