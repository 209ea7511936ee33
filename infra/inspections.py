"""An inspection's life (检查): created, run, paused, resumed, stopped, finished, closed; and who works on it.

The state is a field that every claim reads inside its script, never a message that could be missed. Each change is
checked and made in one step with its audit line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from redis.asyncio import Redis

from infra.clock import moment_of_ms, now_ms
from infra.freeing import free
from infra.plaintext import plain
from infra.records import Kind, RecordError, Target, Task, TaskKind, decode, encode
from infra.redis.keys import INSPECTIONS, Keys
from infra.redis.replies import text, texts
from infra.redis.scripts import Script, Scripts
from infra.tally import Tally

#: Milliseconds without a beat after which a process is taken for dead: four heartbeats of 5 s.
SILENT_MS: Final = 20_000
_LOG_KEPT: Final = 2_000
_LONGEST_LINE: Final = 500
_BATCH: Final = 1_000


class State(StrEnum):
    """Where an inspection stands."""

    NEW = "new"
    RUNNING = "running"
    PAUSED = "paused"
    """Nothing is handed out; what is under way ends."""
    STOPPED = "stopped"
    """Ended by a person before it was finished; it may be started again."""
    FINISHED = "finished"
    """Every task is settled and scored."""
    CLOSED = "closed"
    """The frontier's memory is freed; scores and findings stay."""


class InspectionError(ValueError):
    """What was asked cannot be done; one line that says to which inspection and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """检查: one round over a registry. Times are epoch milliseconds, 0 for not yet."""

    id: str
    as_of: str
    """监测时间点, ISO 8601."""
    standard: str
    state: State
    created_at: int
    started_at: int = 0
    finished_at: int = 0
    shards: int = 1
    """Parts of its frontier."""
    reuses: str = ""
    """The earlier inspection whose kept pages stand for those that have not changed since; '' for none."""

    @classmethod
    def read(cls, row: Mapping[Any, Any]) -> Self:
        """Read the meta hash; raise ``KeyError`` when it is not there."""
        fields = {text(name): text(value) for name, value in row.items()}
        return cls(
            id=fields["id"],
            as_of=fields["as_of"],
            standard=fields["standard"],
            state=State(fields["state"]),
            created_at=int(fields["created_at"]),
            started_at=int(fields.get("started_at", 0)),
            finished_at=int(fields.get("finished_at", 0)),
            shards=int(fields.get("shards", 1)),
            reuses=fields.get("reuses", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A process's sign of life."""

    name: str
    pid: int
    host: str
    role: str
    """worker or scorer"""
    started_at: int
    seen_at: int
    metrics_port: int = 0
    rate: float = 0.0
    """Pages (worker) or observations (scorer) a second."""
    fetched: int = 0
    rss_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """A transition: from which states, to which, and the stamp it sets the first time it is made."""

    verb: str
    of: tuple[State, ...]
    to: State
    stamp: str = ""


_START: Final = _Change(verb="start", of=(State.NEW, State.STOPPED), to=State.RUNNING, stamp="started_at")
_PAUSE: Final = _Change(verb="pause", of=(State.RUNNING,), to=State.PAUSED)
_RESUME: Final = _Change(verb="resume", of=(State.PAUSED,), to=State.RUNNING)
_STOP: Final = _Change(verb="stop", of=(State.RUNNING, State.PAUSED), to=State.STOPPED)
_FINISH: Final = _Change(verb="finish", of=(State.RUNNING, State.PAUSED), to=State.FINISHED, stamp="finished_at")
_CLOSE: Final = _Change(verb="close", of=(State.NEW, State.STOPPED, State.FINISHED), to=State.CLOSED)


class Inspections:
    """All inspections of one Redis."""

    def __init__(self, redis: Redis, *, silent_ms: int = SILENT_MS) -> None:
        self._redis: Final = redis
        self._silent_ms: Final = silent_ms

    async def create(  # noqa: PLR0913 - keywords, each a part of the inspection
        self,
        *,
        id: str,  # noqa: A002
        as_of: str,
        standard: str,
        targets: Sequence[Target],
        shards: int = 1,
        reuses: str = "",
    ) -> Inspection:
        """Make a new inspection over the targets, its frontier in so many shards, with what ``reuses`` kept.

        Raises ``InspectionError`` when the id is taken or cannot be one. Seed its frontier (``first_tasks``) before it
        is started: a running inspection with nothing to do is finished.
        """
        keys = _keys(id)
        created = now_ms()
        row: dict[Any, Any] = {"id": id, "as_of": as_of, "standard": standard, "created_at": str(created)}
        row["shards"] = str(shards)
        if reuses:
            row["reuses"] = _keys(reuses).inspection
        # The id is reserved first, so that two creators of the same id cannot mix their targets.
        if not await self._redis.hsetnx(keys.meta, "state", State.NEW):
            msg = f"inspection {id} exists already"
            raise InspectionError(msg)
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hset(keys.meta, mapping=row)
            for at in range(0, len(targets), _BATCH):
                part = targets[at : at + _BATCH]
                pipeline.hset(keys.targets, mapping={one.code: encode(one) for one in part})
                pipeline.rpush(keys.order, *(one.code for one in part))
            again = f", re-using {reuses}" if reuses else ""
            pipeline.rpush(keys.audit, _line(f"created with {len(targets)} targets{again}"))
            await pipeline.execute()
        await self._redis.zadd(INSPECTIONS, {id: created})
        return await self.get(id)

    async def get(self, inspection: str) -> Inspection:
        """Give one inspection; raise ``InspectionError`` when there is none of this id."""
        row = await self._redis.hgetall(_keys(inspection).meta)
        try:
            return Inspection.read(row)
        except KeyError:
            msg = f"there is no inspection {inspection}"
            raise InspectionError(msg) from None

    async def targets(self, inspection: str) -> list[Target]:
        """Give the inspection's targets in the order in which they were given."""
        keys = _keys(inspection)
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.hgetall(keys.targets)
            pipeline.lrange(keys.order, 0, -1)
            rows, order = await pipeline.execute()
        return [decode(rows[code], Target) for code in order]

    async def start(self, inspection: str, by: str = "operator") -> Inspection:
        """From new or stopped to running."""
        return await self._change(inspection, _START, by)

    async def pause(self, inspection: str, by: str = "operator") -> Inspection:
        """From running to paused."""
        return await self._change(inspection, _PAUSE, by)

    async def resume(self, inspection: str, by: str = "operator") -> Inspection:
        """From paused to running."""
        return await self._change(inspection, _RESUME, by)

    async def stop(self, inspection: str, by: str = "operator") -> Inspection:
        """From running or paused to stopped."""
        return await self._change(inspection, _STOP, by)

    async def finish(self, inspection: str, by: str = "scorer") -> Inspection:
        """From running or paused to finished."""
        return await self._change(inspection, _FINISH, by)

    async def close(self, inspection: str, by: str = "operator") -> Inspection:
        """From new, stopped or finished to closed; what only a crawl needs is deleted."""
        closed = await self._change(inspection, _CLOSE, by)
        await free(self._redis, inspection, closed.shards)
        return closed

    async def beat(self, inspection: str, beat: Beat) -> None:
        """Note a process's sign of life."""
        await self._redis.hset(_keys(inspection).beats, beat.name, encode(beat))

    async def leave(self, inspection: str, name: str) -> None:
        """Forget a process that ended in order."""
        await self._redis.hdel(_keys(inspection).beats, name)

    async def workers(self, inspection: str) -> list[Beat]:
        """Give the processes that live, by name. The silent ones are left out but stay noted until ``leave``."""
        return [beat for beat in await self._beats(inspection) if now_ms() - beat.seen_at <= self._silent_ms]

    async def silent(self, inspection: str) -> list[str]:
        """Give the names of the processes whose heartbeat is gone: let ``Frontier.reap`` have them, then ``leave``."""
        return [beat.name for beat in await self._beats(inspection) if now_ms() - beat.seen_at > self._silent_ms]

    async def drained(self, inspection: str) -> bool:
        """True when every task is settled and every observation folded, seen at one instant."""
        shards = int(await self._redis.hget(_keys(inspection).meta, "shards") or 1)
        whole, drained = await Tally(self._redis, inspection, shards).whole()
        return whole.finished and drained

    async def log(self, inspection: str, line: str) -> None:
        """Add a line for the operator; the oldest of 2,000 fall out."""
        async with self._redis.pipeline(transaction=True) as pipeline:
            pipeline.rpush(_keys(inspection).log, _line(line))
            pipeline.ltrim(_keys(inspection).log, -_LOG_KEPT, -1)
            await pipeline.execute()

    async def recent_log(self, inspection: str, n: int = 100) -> list[str]:
        """Give the newest ``n`` lines, oldest first, each with its time in front."""
        return texts(await self._redis.lrange(_keys(inspection).log, -n, -1))

    async def audit(self, inspection: str) -> list[str]:
        """Give who did what, oldest first."""
        return texts(await self._redis.lrange(_keys(inspection).audit, 0, -1))

    async def note(self, inspection: str, what: str, by: str = "operator") -> None:
        """Leave an audit line for an act that is no change of state, such as a retry of dead letters."""
        await self._redis.rpush(_keys(inspection).audit, _line(f"{what} by {by}"))

    async def _change(self, inspection: str, change: _Change, by: str) -> Inspection:
        scripts = Scripts(self._redis, _keys(inspection).prefix)
        line = _line(f"{change.to} by {by}")
        before = (await scripts.call(Script.TRANSITION, "", change.to, change.stamp, line, *change.of)).decode()
        if not before:
            msg = f"there is no inspection {inspection}"
            raise InspectionError(msg)
        if before not in change.of:
            msg = f"cannot {change.verb} inspection {inspection}: it is {before}, not {' or '.join(change.of)}"
            raise InspectionError(msg)
        return await self.get(inspection)

    async def _beats(self, inspection: str) -> list[Beat]:
        rows: Any = await self._redis.hgetall(_keys(inspection).beats)
        beats = []
        for name in sorted(rows):
            try:
                beats.append(decode(rows[name], Beat))
            except RecordError:  # a process of another version: it does not count
                continue
        return beats

    async def list(self) -> Sequence[Inspection]:
        """Give all inspections, oldest first."""
        return [await self.get(one) for one in texts(await self._redis.zrange(INSPECTIONS, 0, -1))]


def first_tasks(targets: Sequence[Target]) -> list[Task]:
    """Give the tasks with which a frontier starts: a site's home page, an account's feed when it is a URL."""
    tasks = []
    for target in targets:
        url = target.url if target.kind is Kind.SITE else target.feed
        if url.lower().startswith(("http://", "https://")):
            home = url if "/" in url.partition("://")[2] else f"{url}/"
            kind = TaskKind.HOME if target.kind is Kind.SITE else TaskKind.FEED
            tasks.append(Task(target=target.code, kind=kind, url=home))
    return tasks


def _keys(id: str) -> Keys:  # noqa: A002
    try:
        return Keys(id)
    except ValueError as error:
        raise InspectionError(str(error)) from None


def _line(text: str) -> str:
    return f"{moment_of_ms(now_ms()).isoformat(timespec='seconds')} {plain(text, _LONGEST_LINE)}"
