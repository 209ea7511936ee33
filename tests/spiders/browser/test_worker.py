"""A worker with a browser, as operators run it: what it sees, what it keeps, and that it leaves nothing behind."""

import asyncio
import signal
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import orjson
import pytest
from redis.asyncio import Redis

from infra.evidence import EvidenceStore, digest
from infra.inspections import Inspections
from infra.records import Observation, Outcome
from infra.settings import Settings
from scoring.facts import SiteFacts
from scoring.ledger import facts
from scoring.ledger.folding import fold
from tests.site_server import HOST, SiteServer
from tests.spiders.browser.places import browsers_of, needs_browser, profile_of, still_alive
from tests.spiders.browser.scripted_site import ROWS, column, rows, serve
from tests.spiders.worker_process import (
    CODE,
    INSPECTION,
    observations,
    running_inspection,
    settings_for,
    site_target,
    worker_process,
)
from tests.waiting import until


def settings(site: SiteServer, redis_url: str, folder: Path, **changes: object) -> Settings:
    return settings_for(site, redis_url, folder, **{"browser": "on", "evidence": "all"} | changes)


async def inspected(
    site: SiteServer, redis: Redis, wanted: Settings, *, metrics: list[str] | None = None
) -> dict[str, Observation]:
    """Have a worker process inspect the test site; give what was seen, by path, and what its metrics said."""
    frontier = await running_inspection(redis, wanted, site_target(site))
    async with worker_process(wanted, "--once") as process:

        async def finished() -> bool:
            assert process.returncode is None
            progress = await frontier.progress()
            return progress.known > 1 and progress.finished

        await until(finished, timeout=40)
        if metrics is not None:
            metrics += await asyncio.to_thread(_metrics, await _port(redis))
        await Inspections(redis).finish(INSPECTION)
        _, log = await asyncio.wait_for(process.communicate(), 15)
    assert (process.returncode, log) == (0, b"")
    assert not browsers_of(process.pid)
    return {row.url.removeprefix(f"http://{HOST}"): row for row in await observations(redis)}


async def _port(redis: Redis) -> int:
    [worker] = await Inspections(redis).workers(INSPECTION)
    return worker.metrics_port


def _metrics(port: int) -> list[str]:
    with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return [line for line in answer.read().decode().splitlines() if line.startswith("xuncha_pages_rendered")]


@needs_browser
async def test_lists_that_only_a_browser_shows_are_judged_and_what_was_judged_opens(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    told: list[str] = []
    async with serve() as site:
        seen = await inspected(site, redis, settings(site, redis_url, tmp_path), metrics=told)
        assert all(row.outcome is Outcome.OK for row in seen.values()), seen
        assert site.hits["/plain/"] == site.hits["/jquery/"] == site.hits["/js/lib.js"] == 1
    page = seen["/plain/"].page
    assert page is not None
    assert (page.readable, page.rendered, page.entries, page.undated) == (True, True, ROWS, 0)
    assert page.newest == "2024-02-28T00:00:00+08:00"
    assert {f"/art/2024/{n}.html" for n in range(ROWS)} <= seen.keys(), "links of the list are followed"
    home = seen["/"].page
    assert home is not None
    assert (home.readable, home.rendered) == (True, False)

    store = EvidenceStore(tmp_path, INSPECTION, "reader")
    record = store.open(seen["/plain/"].evidence)
    assert (record.head.kind, record.head.url) == ("conversion", f"http://{HOST}/plain/")
    assert digest(record.body) == record.head.digest == seen["/plain/"].digest
    assert record.body.decode().count("<span>2024-02-") == ROWS

    post = seen["/post/"]
    assert post.page is not None
    assert (post.page.readable, post.page.rendered) == (False, False)
    assert post.reason == "its list needs a browser: its script asks by POST, which an inspection never does"
    assert store.open(post.evidence).head.kind == "response"
    assert 'xuncha_pages_rendered_total{outcome="read"} 2.0' in told
    assert 'xuncha_pages_rendered_total{outcome="failed"} 1.0' in told

    known = facts(site_target(site), fold(seen.values())[CODE].fields)
    assert isinstance(known, SiteFacts)


async def test_without_a_browser_the_same_page_is_not_checked(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve() as site:
        seen = await inspected(site, redis, settings(site, redis_url, tmp_path, browser="off"))
        assert site.hits["/api/list?column=7"] == 0
    page = seen["/plain/"].page
    assert page is not None
    assert (page.readable, page.rendered, page.entries) == (False, False, 0)
    assert seen["/plain/"].reason == ""


async def test_a_crawl_without_a_browser_does_not_load_what_drives_one() -> None:
    code = "import sys, spiders.worker, spiders.site; print('playwright' in sys.modules)"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert out == b"False\n"


@needs_browser
async def test_a_killed_worker_leaves_no_browser(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(linked=("endless",)) as site:
        wanted = settings(site, redis_url, tmp_path)
        await running_inspection(redis, wanted, site_target(site))
        async with worker_process(wanted) as process:
            await until(lambda: "/js/lib.js" in site.hits, timeout=20)
            processes = browsers_of(process.pid)
            assert len(processes) > 3
            folder = profile_of(processes)
            assert folder.is_dir()
            process.send_signal(signal.SIGKILL)
            await process.wait()
            await until(lambda: not still_alive(processes))
            await until(lambda: not folder.exists())


@needs_browser
async def test_a_worker_that_is_asked_to_leave_gives_the_page_back(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(linked=("endless",)) as site:
        wanted = settings(site, redis_url, tmp_path)
        frontier = await running_inspection(redis, wanted, site_target(site))
        async with worker_process(wanted) as process:
            await until(lambda: "/js/lib.js" in site.hits, timeout=20)
            processes = browsers_of(process.pid)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(process.communicate(), 15)
            assert (process.returncode, log) == (0, b"")
            assert time.monotonic() - began < 10
            await until(lambda: not still_alive(processes))
        progress = await frontier.progress()
        assert (progress.leased, progress.dead) == (0, 0)
        assert "/endless/" not in {row.url.removeprefix(f"http://{HOST}") for row in await observations(redis)}
        assert progress.waiting >= 1


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"browser_path": "/nowhere/chromium"}, "worker: browser: /nowhere/chromium is no program; install"),
        ({"browser": "yes"}, "worker: setting browser: "),
    ],
)
async def test_a_browser_that_is_absent_is_told_in_one_line(
    redis_url: str, tmp_path: Path, changes: dict[str, str], line: str
) -> None:
    pytest.importorskip("playwright", reason="the extra browser is not installed")
    environment = {"PATH": "/usr/bin", "XUNCHA_REDIS_URL": redis_url, "XUNCHA_BROWSER": "on"}
    environment |= {f"XUNCHA_{name.upper()}": value for name, value in changes.items()}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "spiders", "worker", "--once", env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, log = await process.communicate()
    assert process.returncode == 2
    assert log.decode().startswith(line)
    assert log.count(b"\n") == 1


async def test_run_tells_that_a_browser_is_absent_before_it_begins(tmp_path: Path) -> None:
    pytest.importorskip("playwright", reason="the extra browser is not installed")
    (tmp_path / "sites.csv").write_text("标识码,名称,类型,网址,单位\n", encoding="utf-8")
    arguments = ("run", "sites.csv", "--as-of", "2024-02-29", "--out", "out", "--browser", "--headless")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui.cli", *arguments),
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin",
            "XUNCHA_BROWSER_PATH": "/nowhere/chromium",
            "PYTHONPATH": str(Path(__file__).parents[3]),
        },
        stderr=asyncio.subprocess.PIPE,
    )
    _, log = await process.communicate()
    assert (process.returncode, log.count(b"\n")) == (2, 1)
    assert b"browser: /nowhere/chromium is no program; install Debian's chromium, or name one as browser_path" in log


@needs_browser
async def test_a_replay_shows_pages_from_what_the_archives_hold(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    kept = EvidenceStore(tmp_path / "kept", INSPECTION, "browsed")
    html, json = ("Content-Type", "text/html"), ("Content-Type", "application/json")
    list_ = orjson.dumps({"rows": rows()})
    kept.keep(
        f"http://{HOST}/", 200, [html], b'<a href="/plain/">a</a><a href="/moved/">b</a>' + bytes(column("plain"))
    )
    kept.keep(f"http://{HOST}/plain/", 200, [html], column("plain"))
    kept.keep(f"http://{HOST}/moved/", 200, [html], column("moved"))
    _, location = kept.keep(f"http://{HOST}/api/list?column=7", 200, [json], list_)
    kept.close()
    archive = tmp_path / "kept" / "evidence" / INSPECTION / location.partition("#")[0]
    async with serve() as site:
        wanted = settings(site, redis_url, tmp_path, replay=(archive,), resolve=())
        seen = await inspected(site, redis, wanted)
        assert not site.hits
    plain, moved = seen["/plain/"].page, seen["/moved/"]
    assert plain is not None
    assert (plain.rendered, plain.entries, plain.newest) == (True, ROWS, "2024-02-28T00:00:00+08:00")
    assert moved.reason.startswith("its list needs a browser: not in the archives that are replayed: ")
