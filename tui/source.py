"""Reads an inspection from Redis into a ``Snapshot``.

Only what changed is read again: counters of the targets that the frontier touched since the last reading, and the
scorecards that the scorer says it wrote. What is as before is the very same object as before, row by row, so that
whoever shows it can tell at a glance.
"""

import asyncio
import operator
import time
from collections import deque
from collections.abc import Mapping, Sequence, Set
from itertools import zip_longest
from types import MappingProxyType

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.clock import now_ms
from infra.frontier import Frontier, Progress
from infra.inspections import Beat, InspectionError, Inspections
from infra.nodes import NodeBeat, Nodes
from infra.records import Kind, Target
from infra.redis.keys import Keys
from infra.stream import ObservationStream
from tui.model import NodeRow, Score, Snapshot, TargetRow, WorkerRow
from tui.poller import SourceError
from tui.readers.written import Written
from tui.topics import Detail, Reader, Topic

RATES_KEPT = 600
BACKLOGS_KEPT = 30
"""Readings over which a backlog is seen to fall, or not to."""
LOG_LINES = 100
CARDS_AT_ONCE = 200
_NO_PROGRESS = Progress()


class _Card(msgspec.Struct):
    """The part of a scorecard (DESIGN §7) that a list shows."""

    verdict: str
    score: float | None
    range: tuple[float, float]
    coverage: float
    vetoes: tuple[str, ...]


class RedisSource:
    """Reads one inspection. Its memory makes the rate and spares the wire; one instance serves one reader."""

    def __init__(
        self,
        redis: Redis,
        inspection: str,
        frontier: Frontier,
        readers: Mapping[type[Topic], Reader] = MappingProxyType({}),
    ) -> None:
        self._readers = readers
        self._redis = redis
        self._id = inspection
        self._keys = Keys(inspection)
        self._inspections = Inspections(redis)
        self._frontier = frontier
        self._stream = ObservationStream(redis, inspection)
        self._nodes = Nodes(redis)
        self._targets: tuple[Target, ...] = ()
        self._kinds: dict[Kind, tuple[Target, ...]] = {}
        self._shown: dict[Kind, tuple[TargetRow, ...]] = {}
        self._progress: dict[str, Progress] = {}
        self._cards: dict[str, Score] = {}
        self._written = Written(redis, inspection, self._keys.scores, at_once=CARDS_AT_ONCE)
        self._read_until_ms = 0
        self._rates = Rates()
        self._backlogs: deque[int] = deque(maxlen=BACKLOGS_KEPT)

    @property
    def targets(self) -> Sequence[Target]:
        """The inspection's targets; none before the first reading."""
        return self._targets

    async def snapshot(self, topic: Topic | None = None) -> Snapshot:
        """Read the inspection now, and the topic if there is one. Raises ``SourceError``."""
        try:
            return await self._read(topic)
        except (RedisError, OSError, InspectionError) as error:
            lines = str(error).splitlines()
            raise SourceError(lines[0] if lines else type(error).__name__) from error

    async def _read(self, topic: Topic | None) -> Snapshot:
        if not self._targets:
            self._targets = tuple(await self._inspections.targets(self._id))
            self._kinds = {kind: tuple(one for one in self._targets if one.kind is kind) for kind in Kind}
        server_ms = await self._server_ms()
        inspection, progress, backlog, beats, log, changed = await asyncio.gather(
            self._inspections.get(self._id),
            self._frontier.progress(),
            self._stream.backlog(),
            self._inspections.workers(self._id),
            self._inspections.recent_log(self._id, LOG_LINES),
            self._frontier.target_progress(self._read_until_ms),
        )
        nodes, wanted, paused = await asyncio.gather(
            self._nodes.known(), self._nodes.wanted(), self._frontier.paused_targets()
        )
        self._progress.update((code, row) for code, row in changed.items() if self._progress.get(code) != row)
        await self._read_cards()
        self._read_until_ms = server_ms
        self._rates.note(progress.settled)
        self._backlogs.append(backlog)
        return Snapshot(
            taken_at=now_ms(),
            inspection=self._id,
            as_of=inspection.as_of,
            standard=inspection.standard,
            state=inspection.state,
            started_at=inspection.started_at or 0,
            finished_at=inspection.finished_at or 0,
            counts=progress,
            backlog=backlog,
            backlogs=tuple(self._backlogs),
            rates=self._rates.values,
            sites=self._rows(Kind.SITE, paused),
            accounts=self._rows(Kind.ACCOUNT, paused),
            detail=await self._detail(topic),
            workers=tuple(sorted((worker_of(beat) for beat in beats), key=lambda row: (row.role, row.name))),
            nodes=tuple(node_of(beat, wanted.get(beat.name, 0)) for beat in nodes),
            log=tuple(log),
        )

    async def _server_ms(self) -> int:
        seconds, micros = await self._redis.time()
        return int(seconds) * 1000 + int(micros) // 1000

    async def _read_cards(self) -> None:
        """Read the scorecards that were written since the last reading."""
        async for code, data in self._written.changed():
            self._cards[code] = score_of(data)

    async def _detail(self, topic: Topic | None) -> Detail | None:
        """Read a topic; one that nobody here can read has no detail."""
        reader = self._readers.get(type(topic)) if topic is not None else None
        return await reader.read(topic) if reader is not None and topic is not None else None

    def _rows(self, kind: Kind, paused: Set[str]) -> tuple[TargetRow, ...]:
        """Give the rows of a kind: of those where nothing has changed the very same ones, the whole too if none has.

        Lists sort and draw 14,000 rows again only when they are others than before.
        """
        before = self._shown.get(kind, ())
        targets = self._kinds.get(kind, ())
        rows = tuple(self._row(*pair, paused) for pair in zip_longest(targets, before[: len(targets)]))
        if len(before) != len(rows) or any(map(operator.is_not, before, rows)):
            self._shown[kind] = rows
        return self._shown[kind] if rows else ()

    def _row(self, target: Target, old: TargetRow | None, paused: Set[str]) -> TargetRow:
        counts, score = self._progress.get(target.code, _NO_PROGRESS), self._cards.get(target.code)
        held = target.code in paused
        if old is not None and old.counts is counts and old.score is score and old.paused is held:
            return old
        return TargetRow(
            code=target.code,
            name=target.name,
            unit=target.unit,
            group=target.group,
            platform=target.platform,
            account_type=target.account_type,
            counts=counts,
            score=score,
            paused=held,
        )


class Rates:
    """Settled tasks a second between readings."""

    def __init__(self) -> None:
        self._rates: deque[float] = deque(maxlen=RATES_KEPT)
        self._last: tuple[float, int] | None = None

    @property
    def values(self) -> tuple[float, ...]:
        """One number a reading, newest last."""
        return tuple(self._rates)

    def note(self, settled: int) -> None:
        """Take a reading's count of settled tasks."""
        now = time.monotonic()
        if self._last is not None and now > self._last[0]:
            self._rates.append(max(0, settled - self._last[1]) / (now - self._last[0]))
        self._last = (now, settled)


def score_of(data: bytes) -> Score:
    """Read the short form of a scorecard; one that cannot be read says so in its verdict."""
    try:
        card = msgspec.json.decode(data, type=_Card)
    except msgspec.DecodeError:
        return Score(verdict="?")
    low, high = card.range
    return Score(value=card.score, low=low, high=high, coverage=card.coverage, verdict=card.verdict, vetoes=card.vetoes)


def worker_of(beat: Beat) -> WorkerRow:
    """Turn a heartbeat into a line of the list of processes."""
    return WorkerRow(
        name=beat.name,
        role=beat.role,
        host=beat.host,
        pid=beat.pid,
        silent_seconds=max(0, now_ms() - beat.seen_at) / 1000,
        rate=beat.rate,
        fetched=beat.fetched,
        rss_bytes=beat.rss_bytes,
        metrics_port=beat.metrics_port,
    )


def node_of(beat: NodeBeat, wanted: int) -> NodeRow:
    """Turn a machine's sign of life into a line of the list of machines."""
    return NodeRow(
        name=beat.name,
        host=beat.host,
        cores=beat.cores,
        wanted=wanted,
        running=len(beat.workers),
        leaving=beat.leaving,
        failing=beat.failing,
        silent_seconds=max(0, now_ms() - beat.seen_at) / 1000,
    )
