"""Attachments in a real crawl: fetched within their cap, read beside the pages, each at no cost but its own."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from redis.asyncio import Redis

from infra.evidence import EvidenceStore
from infra.inspections import Inspections
from infra.records import AttachmentSeen, Outcome, SuspicionKind, TaskKind, Word, WordKind
from infra.words import Words
from spiders.worker import Worker
from tests.site_server import CHALLENGE, SiteServer, misbehaviour, serve
from tests.spiders.attachments import files, old_files
from tests.spiders.attachments.test_personal import identity
from tests.spiders.worker_process import (
    INSPECTION,
    crawl,
    observations,
    running_inspection,
    settings_for,
    site_target,
)
from tests.waiting import until

NUMBER = identity(order="777")
Handler = Callable[[SiteServer, web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worker notice within a moment that the inspection is over."""
    monkeypatch.setattr("spiders.worker.LOOK", 0.05)


def file(name: str, body: bytes) -> str:
    """Serve a file; give its path."""

    @misbehaviour(name)
    async def answer(_: SiteServer, __: web.Request) -> web.StreamResponse:
        return web.Response(body=body, content_type="application/octet-stream")

    return f"/bad/{name}"


LIST = file("list.doc", files.workbook({"名单": [["姓名", "身份证号"], ["张三", NUMBER]]}))
LETTER = file("letter.pdf", old_files.binary_word("关于印发通知的函"))
SCAN = file("scan.pdf", files.pdf("", ""))
LOCKED = file("locked.docx", old_files.ole({"EncryptionInfo": b"x", "EncryptedPackage": b"y"}))
LONG = file("long.zip", bytes(300_000))
ERROR = file("error.xls", b"<html><head><title>x</title></head><body>no such file</body></html>")
WALLED = file("walled.pdf", CHALLENGE.encode())
ENDLESS = file("endless.rtf", files.endless_rtf())


@misbehaviour("unsaid.zip")
async def unsaid(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """A file longer than any, which does not say so."""
    response = web.StreamResponse(headers={"Content-Type": "application/zip"})
    await response.prepare(request)
    for _piece in range(40):
        await response.write(bytes(65536))
    return response


@misbehaviour("stuck.pdf")
async def stuck(_: SiteServer, request: web.Request) -> web.StreamResponse:
    """A file that begins and is cut off."""
    response = web.StreamResponse(headers={"Content-Type": "application/pdf", "Content-Length": "90000"})
    await response.prepare(request)
    await response.write(b"%PDF-1.4 ")
    assert request.transport is not None
    request.transport.abort()
    return response


async def test_files_are_read_and_told_by_their_bytes(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=2) as site:
        site.extra_links = (LIST, LETTER, SCAN, LOCKED, ERROR, WALLED)
        settings = settings_for(site, redis_url, tmp_path)
        seen = await crawl(site, redis, settings)
    rows = {path: seen[path].attachment for path in site.extra_links}
    assert {seen[path].kind for path in rows} == {TaskKind.ATTACHMENT}
    assert all(seen[path].outcome is Outcome.OK for path in rows if path != WALLED)
    told = {path: (row.type, row.readable, row.has_text_layer, row.encrypted) for path, row in rows.items() if row}
    assert told == {
        LIST: ("xlsx", True, None, False),
        LETTER: ("doc", True, None, False),
        SCAN: ("pdf", True, False, False),
        LOCKED: ("ooxml", False, None, True),
        ERROR: ("html", True, None, False),
    }
    assert (seen[WALLED].outcome, seen[WALLED].reason) == (Outcome.BLOCKED, "challenge page (cookie)")
    assert seen[LOCKED].reason == "could not be read: encrypted"
    (suspicion,) = [one for row in rows.values() if row for one in row.suspicions]
    assert (suspicion.kind, suspicion.where, suspicion.count) == (SuspicionKind.ID_CARD, "sheet 名单, line 2", 1)
    assert suspicion.sample == f"{NUMBER[:4]}{'*' * 12}{NUMBER[-2:]}"
    # What is suspected must be there to be looked at; the rest is not kept.
    kept = EvidenceStore(settings.data_dir, INSPECTION, "reader")
    assert kept.read(seen[LIST].evidence).startswith(b"PK")
    assert seen[LETTER].evidence == ""


async def test_the_words_of_an_inspection_are_looked_for_in_files_too(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    await Words(redis, INSPECTION).put([Word(wrong="关于印发", kind=WordKind.SERIOUS)])
    async with serve(articles=1) as site:
        site.extra_links = (LETTER,)
        settings = settings_for(site, redis_url, tmp_path)
        seen = await crawl(site, redis, settings)
    letter = seen[LETTER].attachment
    assert letter is not None
    (suspicion,) = letter.suspicions
    assert (suspicion.kind, suspicion.sample) == (SuspicionKind.SERIOUS_WORDING, "关于印发")
    assert EvidenceStore(settings.data_dir, INSPECTION, "reader").read(seen[LETTER].evidence)


async def test_what_is_too_large_or_cut_off_is_there_all_the_same(redis: Redis, redis_url: str, tmp_path: Path) -> None:
    async with serve(articles=1) as site:
        site.extra_links = (LONG, "/bad/unsaid.zip", "/bad/stuck.pdf", "/bad/404", "/bad/gone.pdf")
        seen = await crawl(site, redis, settings_for(site, redis_url, tmp_path, attachment_bytes=100_000))
    too_large = AttachmentSeen(readable=False, reason="too large to be read")
    for path in (LONG, "/bad/unsaid.zip"):
        row = seen[path]
        assert (row.outcome, row.status, row.reason, row.attempt) == (Outcome.OK, 200, "too large to be read", 1), path
        assert row.attachment == too_large
    assert seen[LONG].size == 300_000
    stuck = seen["/bad/stuck.pdf"]
    assert (stuck.outcome, stuck.status, stuck.attempt) == (Outcome.OK, 200, 3)
    assert stuck.reason.startswith("cut off")
    assert (seen["/bad/gone.pdf"].outcome, seen["/bad/gone.pdf"].attachment) == (Outcome.DEAD, None)


async def reading_pid() -> int:
    """The process that reads for a worker in this one."""
    found: list[int] = []

    def look() -> bool:
        found[:] = [
            int(one.name)
            for one in Path("/proc").iterdir()
            if one.name.isdigit() and (line := command_of(one)) and "spiders.attachments.process" in line[:4]
            and line[3] == str(os.getpid())
        ]  # fmt: skip
        return bool(found)

    await until(look)
    return found[0]


def command_of(process: Path) -> list[str]:
    try:
        return (process / "cmdline").read_text().split("\0")
    except OSError:
        return []


async def test_a_reader_killed_in_the_midst_costs_its_file_and_the_crawl_goes_on(
    redis: Redis, redis_url: str, tmp_path: Path
) -> None:
    async with serve(articles=5) as site:
        site.extra_links = (ENDLESS, LETTER)
        crawling = asyncio.create_task(crawl(site, redis, settings_for(site, redis_url, tmp_path)))
        await until(lambda: site.hits[ENDLESS] > 0)
        pid = await reading_pid()
        stat = Path(f"/proc/{pid}/stat")
        await until(lambda: int(stat.read_text().rpartition(")")[2].split()[11]) > 50)
        os.kill(pid, signal.SIGKILL)
        seen = await crawling
    killed = seen[ENDLESS]
    assert (killed.outcome, killed.reason) == (Outcome.OK, "could not be read: its reader was ended by SIGKILL")
    letter = seen[LETTER].attachment
    assert letter is not None
    assert letter.readable
    assert site.pages < set(seen)


async def test_a_worker_that_leaves_gives_a_file_back_that_it_was_reading(
    redis: Redis, redis_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("spiders.worker.GRACE", 0.1)
    async with serve(articles=1) as site:
        site.extra_links = (ENDLESS,)
        settings = settings_for(site, redis_url, tmp_path)
        frontier = await running_inspection(redis, settings, site_target(site))
        worker = Worker(settings, redis, name="w", metrics_port=0)
        running = asyncio.create_task(worker.run(INSPECTION, once=True))
        await until(lambda: site.hits[ENDLESS] > 0)
        await reading_pid()
        worker.leave()
        await asyncio.wait_for(running, 5)
        progress = await frontier.progress()
    assert (progress.leased, progress.waiting) == (0, progress.known - progress.done)
    assert progress.waiting >= 1
    assert not any(row.url.endswith(ENDLESS) for row in await observations(redis))
    await Inspections(redis).stop(INSPECTION)
