"""A real worker against files that mean harm: its memory and its reader's are bounded, each file ends with a reason."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis

from infra.records import Outcome
from infra.settings import Settings
from tests.faults.hostile_site import MIB, Exchange, place, serve_hostile
from tests.faults.test_hostile_sites import CEILING, peak_bytes, siege
from tests.spiders.attachments import files, old_files
from tests.spiders.attachments.test_files import BOMBS
from tests.waiting import until

#: What the process that reads may have resident: its limit is one of address space.
READER_CEILING = 768 * MIB

BODIES = {
    **{f"/{number}-{name.replace(' ', '-')}.docx": body for number, (name, body) in enumerate(BOMBS.items())},
    "/swelling.pdf": files.swelling_pdf(),
    "/long.doc": old_files.binary_word(*["重复的文字" * 1000] * 400),
    "/stray.xls": old_files.binary_sheet("甲", [["首"], *([[]] * 60_000), ["尾"]]),
    "/cut.pdf": files.pdf("页")[:400],
    "/letter.docx": files.word("通知"),
}


def register(path: str, body: bytes) -> None:
    @place(path)
    async def answer(exchange: Exchange) -> None:
        await exchange.head(f"Content-Length: {len(body)}")
        await exchange.send(body)


for _path, _body in BODIES.items():
    register(_path, _body)


@place("/filler.zip")
async def filler(exchange: Exchange) -> None:
    """As long as a file may be, and no file at all."""
    await exchange.chunks(bytes(65536), 32 * 16 - 1)


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


def reader_of(worker: int) -> int | None:
    """The process that reads files for a worker, as the kernel knows its children."""
    children = Path(f"/proc/{worker}/task/{worker}/children").read_text(encoding="ascii").split()
    return int(children[0]) if children else None


async def watch(worker: int, peaks: list[int]) -> None:
    """Note how large the readers get, of which there may be several one after another."""

    def look() -> bool:
        reader = reader_of(worker)
        if reader is not None:
            # It may end between the two looks.
            with suppress(OSError, AssertionError):
                peaks.append(peak_bytes(reader))
        return False

    await until(look, timeout=300)


async def test_files_that_mean_harm_cost_themselves_only(redis: Redis, settings: Settings) -> None:
    links = (*BODIES, *(f"/filler.zip/{number}.zip" for number in range(4)))
    peaks: list[int] = []
    async with serve_hostile(home_links=links, articles=20) as site, siege(redis, settings, site) as worker:
        watching = asyncio.create_task(watch(worker.pid, peaks))
        seen = await worker.end()
        watching.cancel()
    rows = {path: seen[path] for path in links}
    assert {row.outcome for row in rows.values()} == {Outcome.OK}
    unread = {path for path, row in rows.items() if row.attachment is not None and not row.attachment.readable}
    assert unread == set(links) - {"/letter.docx", "/long.doc", "/stray.xls"}
    assert all(rows[path].reason.startswith("could not be read: ") for path in unread)
    assert sum(path.startswith("/a/") for path in seen) == 20
    print(f"the reader's peak: {max(peaks) / MIB:.0f} MiB")
    assert worker.peak < CEILING
    assert max(peaks) < READER_CEILING
