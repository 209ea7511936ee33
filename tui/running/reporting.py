"""Reports of an inspection, written from what Redis holds, as far as enough of it is known to be published."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from redis.asyncio import Redis

from scoring.reports.gate import FINAL_FROM, Missing, missing, refuse
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


class Step(StrEnum):
    """What is being done for a report."""

    SCORING = "scoring"
    WRITING = "writing"
    DONE = "done"


#: Is told the step, and how much of how much of it is done.
Progress = Callable[[Step, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What came of it."""

    files: tuple[Path, ...]
    """None when it was refused."""
    lacking: tuple[Missing, ...]
    """What is missing: of a refusal, or of a draft."""
    least: float
    """Share of each target (0 to 1) that was asked for."""

    @property
    def targets(self) -> int:
        """Of how many targets something is missing."""
        return len({row.target.code for row in self.lacking})


async def publish(
    redis: Redis, inspection: str, out: Path, publishing: Publishing, progress: Progress = lambda *_: None
) -> Published:
    """Write the notice, its annexes and the open data, or say what is missing and write nothing."""
    found = await results(redis, inspection, publishing.standard, scored=partial(progress, Step.SCORING))
    least = FINAL_FROM if publishing.min_coverage is None else publishing.min_coverage
    lacking = missing(found, least)
    files: tuple[Path, ...] = ()
    if not lacking or publishing.min_coverage is None or publishing.anyway:
        progress(Step.WRITING, 0, 1)
        files = tuple(write_all(found, out, publishing.notice, draft=bool(lacking)))
        progress(Step.DONE, 1, 1)
    return Published(files=files, lacking=lacking, least=least)


async def write_reports(
    redis: Redis, inspection: str, out: Path, publishing: Publishing, say: Callable[[str], None]
) -> tuple[Path, ...]:
    """Write the notice, its annexes and the open data; give the files. ``say`` is told when the notice is a draft.

    Raises ``CoverageError`` with the list of what is missing, before anything is written.
    """
    done = await publish(redis, inspection, out, publishing)
    if not done.files:
        raise refuse(done.lacking, done.least)
    if done.lacking:
        say(
            f"the notice is a draft (草稿): of {done.targets} targets less than {done.least:.0%} is checked, or the "
            f"verdict waits for people; `xuncha report --min-coverage {done.least}` lists what is missing"
        )
    return done.files
