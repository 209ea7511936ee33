"""``xuncha run`` as its user starts it: real processes, a real Redis, a real site on loopback."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import orjson
import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Limits, Progress
from infra.inspections import Inspection, Inspections, State
from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis
from infra.settings import Settings
from tests import site_server
from tests.site_server import SiteServer
from tests.waiting import until

ARTICLES = 60
REGISTRY = (
    "标识码,名称,类型,网址,单位,平台,互动,内容源\n"
    f"4207000001,莲湖市政府网,网站,http://{site_server.HOST}/,莲湖市,,,\n"
    ",莲湖发布,账号,lhfb,莲湖市,微信,有,posts.csv\n"
)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "sites.csv").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "posts.csv").write_text("发布时间,标题\n2024-02-28 09:30,一条\n", encoding="utf-8")
    return tmp_path


@asynccontextmanager
async def running(
    room: Path, url: str | None, site: SiteServer, *arguments: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start ``xuncha`` in ``room``; whatever a test leaves running is ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui.cli", *arguments, "--resolve", site.resolve, "--headless", "--workers", "1"),
        cwd=room,
        env={**os.environ, **({"XUNCHA_REDIS_URL": url} if url else {}), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def run(rate: float) -> tuple[str, ...]:
    return ("run", "sites.csv", "--as-of", "2024-02-29", "--out", "o", "--rate", str(rate))


async def the_inspection(redis: Redis) -> Inspection | None:
    known = await Inspections(redis).list()
    return known[0] if known else None


async def progress_of(redis: Redis) -> Progress:
    found = await the_inspection(redis)
    if found is None:
        return Progress()
    return await Frontier(redis, found.id, Limits.from_settings(Settings())).progress()


async def crawl_is_under_way(redis: Redis) -> bool:
    progress = await progress_of(redis)
    return progress.done >= 3 and progress.waiting > 10


async def test_from_nothing_to_the_notice(room: Path) -> None:
    """With a Redis of its own, which ends with it."""
    async with site_server.serve(articles=ARTICLES) as site, running(room, None, site, *run(200)) as process:
        out, err = (text.decode() for text in await process.communicate())
    assert process.returncode == 0, err
    assert err == ""
    assert f"pages {ARTICLES + 4}/{ARTICLES + 4} done, 0 failed, 0 blocked" in out
    assert "sites finished 1/1" in out
    scores = orjson.loads((room / "o" / "scores.json").read_bytes())
    assert [target["pages"]["done"] for target in scores["targets"] if target["kind"] == "site"] == [ARTICLES + 4]
    assert {path.name for path in (room / "o").iterdir()} == {"通报.docx", "得分.xlsx", "scores.json", "findings.jsonl"}
    assert f"is {State.FINISHED}" in out
    assert not (room / ".xuncha" / "redis" / "redis.sock").exists()


async def test_sigterm_gives_leases_back_and_up_goes_on(room: Path, redis: Redis, redis_url: str) -> None:
    async with site_server.serve(articles=ARTICLES) as site:
        async with running(room, redis_url, site, *run(10)) as process:
            await until(lambda: crawl_is_under_way(redis), timeout=20)
            process.send_signal(signal.SIGTERM)
            asked = time.monotonic()
            err = (await process.communicate())[1].decode()
            assert time.monotonic() - asked < 10
        assert process.returncode == 1
        assert err.count("\n") == 1
        assert "xuncha up --inspection" in err
        progress = await progress_of(redis)
        assert progress.leased == 0
        assert progress.waiting > 0
        async with running(room, redis_url, site, "up", "--rate", "200") as process:
            out, err = (text.decode() for text in await process.communicate())
        assert process.returncode == 0, err
        assert "is finished" in out
    assert (await progress_of(redis)).done == ARTICLES + 4
    assert set(site.hits.values()) == {1}


async def test_a_killed_worker_is_replaced_and_no_page_is_lost(room: Path, redis: Redis, redis_url: str) -> None:
    async with site_server.serve(articles=ARTICLES) as site, running(room, redis_url, site, *run(20)) as process:
        await until(lambda: crawl_is_under_way(redis), timeout=20)
        found = await the_inspection(redis)
        assert found is not None
        beats = await Inspections(redis).workers(found.id)
        worker = next(beat for beat in beats if beat.role == "worker")
        os.kill(worker.pid, signal.SIGKILL)
        out, err = (text.decode() for text in await process.communicate())
    assert process.returncode == 0, err
    assert f"{worker.name} died (killed by SIGKILL), starting another" in out
    assert (await progress_of(redis)).done == ARTICLES + 4
    assert any("died" in line for line in await Inspections(redis).recent_log(found.id))


async def test_a_stop_by_the_operator_ends_the_run_with_what_was_seen(room: Path, redis: Redis, redis_url: str) -> None:
    async with site_server.serve(articles=ARTICLES) as site, running(room, redis_url, site, *run(10)) as process:
        await until(lambda: crawl_is_under_way(redis), timeout=20)
        found = await the_inspection(redis)
        assert found is not None
        await Inspections(redis).stop(found.id, by="a test")
        out, err = (text.decode() for text in await process.communicate())
    assert process.returncode == 0, err
    assert "was stopped: the reports cover what was seen until then" in out
    assert (room / "o" / "通报.docx").exists()


async def test_its_own_redis_killed_in_mid_crawl_is_brought_back(room: Path) -> None:
    async with site_server.serve(articles=ARTICLES) as site, running(room, None, site, *run(20)) as process:
        redis = connect(EmbeddedRedis(room / ".xuncha" / "redis").url)
        await until(lambda: answers_under_way(redis), timeout=20)
        os.kill((await redis.info("server"))["process_id"], signal.SIGKILL)
        out, err = (text.decode() for text in await process.communicate())
        await redis.aclose()
    assert process.returncode == 0, err
    assert "Redis is away" in out
    assert f"pages {ARTICLES + 4}/{ARTICLES + 4} done" in out


async def answers_under_way(redis: Redis) -> bool:
    try:
        return await crawl_is_under_way(redis)
    except RedisError:
        return False


async def test_a_posts_file_that_cannot_be_used_is_told_and_leaves_its_account_undecided(room: Path) -> None:
    (room / "posts.csv").write_text("发布时间,标题\n上周五,一条\n", encoding="utf-8")
    async with site_server.serve(articles=3) as site, running(room, None, site, *run(200)) as process:
        err = (await process.communicate())[1].decode()
    assert process.returncode == 0
    assert "not checked, 莲湖发布: posts.csv: 1 bad rows" in err
    scores = orjson.loads((room / "o" / "scores.json").read_bytes())
    assert [target["verdict"] for target in scores["targets"] if target["kind"] == "account"] == ["pending"]
