"""Reports of an inspection, written from what Redis holds, as far as enough of it is known to be published."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from scoring.reports.gate import FINAL_FROM, missing, refuse
from scoring.reports.info import NoticeInfo
from scoring.reports.write import write_all
from scoring.results import results


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """What a notice says that no crawl knows, and when it may be one."""

    notice: NoticeInfo
    min_coverage: float | None = None
    """Share of each target (0 to 1) without which it is refused; None: without the usual share it is a draft."""
    anyway: bool = False
    """Write a draft in the place of a refusal."""
    standard: str = ""
    """Judge by this one; the inspection's own when empty."""


async def write_reports(
    redis: Redis, inspection: str, out: Path, publishing: Publishing, say: Callable[[str], None]
) -> tuple[Path, ...]:
    """Write the notice, its annexes and the open data; give the files. ``say`` is told when the notice is a draft.

    Raises ``CoverageError`` with the list of what is missing, before anything is written.
    """
    found = await results(redis, inspection, publishing.standard)
    least = FINAL_FROM if publishing.min_coverage is None else publishing.min_coverage
    lacking = missing(found, least)
    if lacking and publishing.min_coverage is not None and not publishing.anyway:
        raise refuse(lacking, least)
    files = tuple(write_all(found, out, publishing.notice, draft=bool(lacking)))
    if lacking:
        targets = len({row.target.code for row in lacking})
        say(
            f"the notice is a draft (草稿): of {targets} targets less than {least:.0%} is checked, or the verdict "
            f"waits for people; `xuncha report --min-coverage {least}` lists what is missing"
        )
    return files
