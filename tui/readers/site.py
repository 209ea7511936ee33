"""One site as its screen shows it: its columns by age, and the findings of its live scorecard.

Findings are what the scorer wrote. Columns are judged here, from the ledger, again only when the scorecard has changed,
and at most once a second, whatever the period of the dashboard is.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
from redis.asyncio import Redis

from infra.clock import parse_as_of
from infra.frontier import Frontier
from infra.inspections import InspectionError, Inspections
from infra.leases import Progress
from infra.plaintext import plain
from infra.records import Target, decode
from infra.redis.keys import Keys
from infra.tally import Tally
from tui.failures import MOST_SHOWN, FailureRow
from tui.readers.judging import GoneError, judge_of
from tui.site_rows import EARLY, Card, ColumnRow, FindingRow, Standing, finding_rows
from tui.topics import Detail, Topic

if TYPE_CHECKING:
    from datetime import datetime

    from scoring.checks.columns import JudgedColumn
    from scoring.judge import Judge
    from scoring.standard import Standard

#: Seconds between two readings of a ledger.
EVERY: Final = 1.0


@dataclass(frozen=True, slots=True)
class SiteTopic(Topic):
    """One target, by its code."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDetail(Detail):
    """What is known of one target beside its row in the list."""

    gone: bool = False
    """The target, or its inspection, is no longer there."""
    fault: str = ""
    """Why columns or findings could not be read; what is given is then older, or nothing."""
    url: str = ""
    columns: tuple[ColumnRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    lost: float = 0.0
    """Points, after caps."""
    won: float = 0.0
    suspected: tuple[str, ...] = ()
    """Clauses of vetoes that wait for people."""
    last: FailureRow | None = None
    """The newest page that was given up."""
    held: bool = False
    """An operator has paused it."""
    rate: float | None = None
    """Requests a second, where an operator has set it."""
    streak: int = 0
    """Failures of its host in a row."""


class SiteReader:
    """Reads one site at a time, and remembers what it read of it."""

    def __init__(
        self, redis: Redis, inspection: str, frontier: Frontier, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._redis: Final = redis
        self._id: Final = inspection
        self._keys: Final = Keys(inspection)
        self._frontier: Final = frontier
        self._inspections: Final = Inspections(redis)
        self._clock: Final = clock
        self._tally: Tally | None = None
        self._judge: Judge | None = None
        self._known = SiteDetail(topic=SiteTopic(""))
        self._raw: tuple[Any, ...] = ()
        self._judged: tuple[Any, ...] | None = None
        self._judged_at = float("-inf")
        self._dead = 0

    async def read(self, topic: Topic) -> SiteDetail:
        """Read it now. Raises ``RedisError`` or ``OSError`` when Redis is away."""
        if not isinstance(topic, SiteTopic):
            return SiteDetail(topic=topic, gone=True)
        if topic != self._known.topic:
            self._forget(topic)
        try:
            self._known = await self._read(topic, replace(self._known, fault=""))
            self._known = replace(self._known, columns=await self._columns(topic.code, self._known.columns))
        except GoneError:
            self._forget(topic)
            return SiteDetail(topic=topic, gone=True)
        except (ValueError, LookupError, TypeError, msgspec.MsgspecError) as error:
            self._known = replace(self._known, fault=plain(str(error), 200) or type(error).__name__)
        return self._known

    def _forget(self, topic: Topic) -> None:
        self._known = SiteDetail(topic=topic)
        self._judge = self._judged = None
        self._raw, self._dead = (), 0

    async def _read(self, topic: SiteTopic, known: SiteDetail) -> SiteDetail:
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.hget(self._keys.targets, topic.code)
            pipeline.hget(self._keys.scores, topic.code)
            pipeline.hget(self._keys.findings, topic.code)
            pipeline.llen(self._keys.rulings)
            row, *raw = await pipeline.execute()
        if row is None:
            raise GoneError(topic.code)
        target = decode(row, Target)
        known = await self._around(target, known)
        if tuple(raw) != self._raw:
            card = Card.read(raw[0])
            known = replace(
                known,
                findings=finding_rows(raw[1], card),
                lost=card.lost,
                won=card.won,
                suspected=card.suspected,
            )
            self._raw = tuple(raw)
        return replace(known, url=target.url)

    async def _columns(self, code: str, before: tuple[ColumnRow, ...]) -> tuple[ColumnRow, ...]:
        """Judge the columns again when something has changed and it is time to."""
        if self._judged == self._raw or self._clock() - self._judged_at < EVERY:
            return before
        self._judged_at = self._clock()
        raw = self._raw
        if self._judge is None:
            self._judge = await judge_of(self._redis, self._id, code)
        judge = self._judge
        found = [one for site, columns in await judge.columns() if site.code == code for one in columns.judged]
        as_of = parse_as_of(judge.inspection.as_of)
        self._judged = raw
        return tuple(_column(one, judge.standard, as_of) for one in found)

    async def _around(self, target: Target, known: SiteDetail) -> SiteDetail:
        """Read how its crawl stands: what is set for it, how its host answers, what was given up last."""
        standing = (await self._frontier.standing([target]))[0]
        dead = (await self._progress(target.code)).dead
        last = known.last
        if dead != self._dead:
            letters = await self._frontier.dead_letters(MOST_SHOWN)
            newest = next((one for one in letters if one.task.target == target.code), None)
            last = FailureRow.of(newest, {target.code: target.name}) if newest is not None else None
            self._dead = dead
        return replace(
            known,
            last=last,
            held=standing.steered.paused,
            rate=standing.steered.rate,
            streak=standing.host.streak,
        )

    async def _progress(self, code: str) -> Progress:
        if self._tally is None:
            try:
                shards = (await self._inspections.get(self._id)).shards
            except InspectionError as error:
                raise GoneError(code) from error
            self._tally = Tally(self._redis, self._id, shards)
        return (await self._tally.targets([code]))[0][0]


def _column(one: "JudgedColumn", standard: "Standard", as_of: "datetime") -> ColumnRow:
    """Turn a judged column into a row, with its age on the time point."""
    days = None if one.newest is None else (as_of.date() - one.newest.date()).days
    period = _period(one, standard, as_of)
    standing = Standing(one.health)
    if standing is Standing.FRESH and days is not None and period is not None and days >= EARLY * period:
        standing = Standing.EARLY
    told = one.told()
    return ColumnRow(
        path=tuple(one.fact.path),
        type=one.type.name,
        newest=str(told["newest"] or ""),
        days=days,
        period=period,
        standing=standing,
        archived=one.archived,
        settled_by=str(told.get("settled_by", "")),
        url=one.fact.listing.url if one.fact.listing else "",
    )


def _period(one: "JudgedColumn", standard: "Standard", as_of: "datetime") -> int | None:
    """Give the days in which a column must be updated; one bound by a person alone has the period of all others."""
    from scoring.dates import cutoff  # noqa: PLC0415 - loaded with the judge that judged the column

    if not one.must_update:
        return None
    kind = one.type if one.type.days is not None or one.type.months is not None else standard.column_type[-1]
    return (as_of.date() - cutoff(as_of, days=kind.days, months=kind.months).date()).days
