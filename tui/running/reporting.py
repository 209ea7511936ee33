"""Reports of an inspection, written from what Redis holds."""

from pathlib import Path

from redis.asyncio import Redis

from scoring.reports.info import NoticeInfo
from scoring.reports.write import write_all
from scoring.results import results


async def write_reports(redis: Redis, inspection: str, out: Path, notice: NoticeInfo) -> tuple[Path, ...]:
    """Write the notice, its annexes and the open data; give the files."""
    found = await results(redis, inspection)
    return tuple(write_all(found, out, notice))
