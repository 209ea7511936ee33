"""``xuncha run`` and ``xuncha up``: from nothing to the finished notice on one machine.

Registry, inspection, first tasks, processes, waiting, reports: in that order, each part by the file that owns it.
"""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from redis.asyncio import Redis

from infra.inspections import Inspections, State
from infra.redis.server import Server, redis_server
from infra.settings import Settings
from tui.access import client, find_inspection
from tui.errors import OperatorError
from tui.output import on_terminal
from tui.running.attendance import Attendance, Crew
from tui.running.opening import Opening, open_inspection
from tui.running.progress import Progress
from tui.running.reporting import Publishing, write_reports


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """What one run does besides crawling."""

    out: Path
    publishing: Publishing
    workers: int
    headless: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """How a run ended."""

    inspection: str
    state: State
    files: tuple[Path, ...]


def run(settings: Settings, opening: Opening, plan: RunPlan, progress: Progress) -> RunEnd:
    """Inspect everything that ``opening`` names and write the reports.

    Raises ``OperatorError`` or ``RedisUnavailable`` with one line; an interruption too.
    """
    plan.out.mkdir(parents=True, exist_ok=True)
    with redis_server(settings) as server:
        return asyncio.run(_run(server, settings, opening, plan, progress))


async def _run(server: Server, settings: Settings, opening: Opening, plan: RunPlan, progress: Progress) -> RunEnd:
    async with client(server.url) as redis:
        inspection = await open_inspection(redis, settings, opening)
        await Inspections(redis).start(inspection.id, by="run")
        progress.say(f"inspection {inspection.id}: {len(opening.targets)} targets, as of {opening.as_of:%Y-%m-%d}")
        crew = Crew(
            workers=plan.workers, dashboard=on_terminal() and not plan.headless, go_on=_go_on(settings, inspection.id)
        )
        attendance = Attendance(redis, server, settings, inspection.id, progress=progress)
        state = await attendance.until_over(crew)
        if state is not State.FINISHED:
            progress.say(f"inspection {inspection.id} was {state}: the reports cover what was seen until then")
        files = await write_reports(redis, inspection.id, plan.out, plan.publishing, progress.say)
        return RunEnd(inspection=inspection.id, state=state, files=files)


def up(settings: Settings, wanted: str | None, *, workers: int, headless: bool, progress: Progress) -> RunEnd:
    """Run the processes of an inspection that exists until it is over; a new or stopped one is started."""

    async def go(server: Server) -> RunEnd:
        async with client(server.url) as redis:
            inspection = await _startable(redis, wanted)
            dashboard = on_terminal() and not headless
            crew = Crew(workers=workers, dashboard=dashboard, go_on=_go_on(settings, inspection))
            state = await Attendance(redis, server, settings, inspection, progress=progress).until_over(crew)
            return RunEnd(inspection=inspection, state=state, files=())

    with redis_server(settings) as server:
        return asyncio.run(go(server))


async def _startable(redis: Redis, wanted: str | None) -> str:
    """Give the id of an inspection that runs or is paused, starting it if it does neither."""
    inspection = await find_inspection(redis, wanted)
    if inspection.state in {State.FINISHED, State.CLOSED}:
        msg = f"inspection {inspection.id} is {inspection.state}; `xuncha report` writes its notice"
        raise OperatorError(msg)
    if inspection.state in {State.NEW, State.STOPPED}:
        await Inspections(redis).start(inspection.id, by="up")
    return inspection.id


def default_workers() -> int:
    """One worker a core that this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


def _go_on(settings: Settings, inspection: str) -> str:
    """Give the command that goes on, with what it needs to find the same Redis."""
    place = (
        "" if settings.redis_url or settings.data_dir == Path(".xuncha") else f"XUNCHA_DATA_DIR={settings.data_dir} "
    )
    return f"{place}xuncha up --inspection {inspection}"
