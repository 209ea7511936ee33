"""A worker's side of the frontier: leases claimed and not yet handed out, results noted and not yet sent.

Everything that Scrapy calls here returns at once; the trips to Redis are made by one task, one at a time, each
carrying all that has gathered: observations before new tasks before settlements before the next claim. A trip
that fails is made again with the same load. Nothing is lost by that, since observations merge, tasks are
deduplicated and a settled lease cannot be settled twice; only a claim whose reply was lost would linger, and
those strays are given back on every renewal.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Lease, Result, Settlement
from infra.inspections import Inspections
from infra.records import Task, encode
from infra.redis.connection import RedisUnavailable, breaks
from infra.redis.keys import Keys
from spiders.hold import Hold
from spiders.leases.recent import RecentLinks
from spiders.leases.sent import Sent
from spiders.observing import Report

logger = logging.getLogger(__name__)

#: What a trip to Redis may fail with while the server is away.
AWAY = (RedisError, RedisUnavailable, OSError)

#: Unsent results at which no further request is handed out.
MAX_OBSERVATIONS = 2_000
MAX_OFFERS = 20_000
#: Tasks that one trip offers: some 50 ms of Redis' time.
OFFERS_A_TRIP = 5_000


@dataclass(slots=True)
class _Load:
    """What the next trip carries."""

    observations: list[bytes] = field(default_factory=list)
    offers: list[Task] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.observations or self.offers or self.settlements)

    def extend(self, later: "_Load") -> None:
        self.observations += later.observations
        self.offers += later.offers
        self.settlements += later.settlements


class Exchange:
    """Leases in, results out. One instance a crawl; all calls come from one event loop.

    ``recent`` is kept true to what the frontier has confirmed; ``sent``, for a frontier in several shards, to what
    may have to be sent again.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what one worker in one crawl has
        self,
        redis: Redis,
        frontier: Frontier,
        keys: Keys,
        worker: str,
        recent: RecentLinks | None = None,
        sent: Sent | None = None,
    ) -> None:
        self._redis = redis
        self._frontier = frontier
        self._keys = keys
        self.worker = worker
        self._recent = recent
        self._sent = sent
        self._breaks = breaks(redis)
        self.stirred = asyncio.Event()
        """Set when there is a reason to make a trip before its time."""
        self.at_rest = asyncio.Event()
        """Set while no handed-out lease is under way."""
        self.at_rest.set()
        self._ready: deque[Lease] = deque()
        self._held: dict[int, Lease] = {}
        self._outcomes: dict[int, Settlement] = {}
        self._load = _Load()
        self._hold = Hold(Inspections(redis), keys.inspection, worker)
        self._away_since: float | None = None
        self._leaving = False
        self.fetched = 0

    def take(self) -> Lease | None:
        """Hand out a lease; None when there is none, when too much waits to be sent, or while the crawl is held."""
        if not self._ready or self._hold.is_on or self._is_full:
            self.stirred.set()
            return None
        self.at_rest.clear()
        return self._ready.popleft()

    def tell(self, report: Report) -> None:
        """Note what a lease came to; its settlement is sent after ``release``."""
        if report.observation is not None:
            self._load.observations.append(encode(report.observation))
        self._load.offers.extend(report.tasks)
        self._outcomes[report.lease.id] = report.settlement

    def offer(self, task: Task) -> None:
        """Note a task that no lease brought about, such as a first one."""
        self._load.offers.append(task)
        self.stirred.set()

    def release(self, lease: Lease) -> bool:
        """Settle a lease whose request is done with; False when nothing was ever told of it."""
        settlement = self._outcomes.pop(lease.id, None)
        if settlement is None:
            return False
        self._held.pop(lease.id, None)
        self._load.settlements.append(settlement)
        self.fetched += settlement.result is not Result.RETURNED
        if len(self._held) == len(self._ready):
            self.at_rest.set()
        return True

    def hold(self, seconds: float, reason: str) -> None:
        """Claim and hand out nothing for a while, and tell the operator."""
        self._hold.begin(seconds, reason)
        self.stirred.set()

    def go_on(self) -> None:
        """Note that what the crawl was held for is over."""
        self._hold.end()

    async def trip(self, room: int) -> int:
        """Send all that has gathered and claim up to ``room`` leases; returns how many came, 0 while Redis is away."""
        self.stirred.clear()
        load = self._next_load()
        room = 0 if self._hold.is_on or self._leaving else max(0, room - len(self._ready))
        if not load and not room and self._hold.is_told:
            return 0
        left_out: list[Task] = []
        try:
            await self._hold.tell()
            leases = await self._frontier.exchange(
                self.worker,
                observations=load.observations,
                offers=load.offers,
                settlements=load.settlements,
                room=room,
                left_out=left_out,
            )
        except BaseException as error:
            load.extend(self._load)
            self._load = load
            self._doubt()
            if not isinstance(error, AWAY):
                raise
            self._note_absence(error)
            return 0
        self._note_presence()
        self._remember(load, left_out)
        self._held.update((lease.id, lease) for lease in leases)
        self._ready.extend(leases)
        if self._leaving:
            self.turn_back()
        return len(leases)

    async def renew(self) -> None:
        """Keep the leases alive, and give back those that Redis says are ours and whose claim never reached us.

        Never at the same time as a trip. Does nothing while Redis is away.
        """
        try:
            await self._frontier.renew(self.worker)
            await self._return_strays()
        except AWAY as error:
            self._note_absence(error)

    def turn_back(self) -> None:
        """Claim no more, and give back the leases that were not handed out."""
        self._leaving = True
        while self._ready:
            lease = self._ready.popleft()
            self._held.pop(lease.id, None)
            self._load.settlements.append(Settlement(lease=lease.id, result=Result.RETURNED))
        self.stirred.set()

    async def leave(self, seconds: float) -> bool:
        """Send what is left within ``seconds`` and give every lease back; False when Redis would not have it."""
        self.turn_back()
        try:
            async with asyncio.timeout(seconds):
                while self._load:
                    await self.trip(0)
                    if self._load:
                        await asyncio.sleep(0.1)
                await self._frontier.give_back(self.worker)
        except (TimeoutError, *AWAY):
            waiting = len(self._load.observations)
            logger.error("Redis is away: %d observations are not delivered, their pages will be fetched again", waiting)
            return False
        return True

    @property
    def is_away(self) -> bool:
        """Whether the last trip failed."""
        return self._away_since is not None

    @property
    def prefetched(self) -> int:
        """Leases claimed and not yet handed out."""
        return len(self._ready)

    @property
    def is_sent(self) -> bool:
        """Whether nothing waits for the next trip."""
        return not self._load

    @property
    def is_empty(self) -> bool:
        """Whether no lease is held and nothing waits for the next trip."""
        return self.is_sent and not self._held

    @property
    def _is_full(self) -> bool:
        return len(self._load.observations) >= MAX_OBSERVATIONS or len(self._load.offers) >= MAX_OFFERS

    def _next_load(self) -> _Load:
        """Take what the next trip carries; leases wait for the trip that carries the last of their pages' links."""
        load, self._load = self._load, _Load()
        if len(load.offers) > OFFERS_A_TRIP:
            self._load.offers, self._load.settlements = load.offers[OFFERS_A_TRIP:], load.settlements
            load.offers, load.settlements = load.offers[:OFFERS_A_TRIP], []
            self.stirred.set()
        return load

    def _remember(self, load: _Load, left_out: Sequence[Task]) -> None:
        """Remember what the frontier knows for certain: a server that fell since the last trip may have forgotten."""
        if self._sent is not None:
            self._sent.note(load.observations, load.offers, time.monotonic())
        now = breaks(self._redis)
        if now != self._breaks:
            self._breaks = now
            self._doubt()
        if self._recent is not None:
            self._recent.note(load.offers)
            self._recent.drop(left_out)

    def _doubt(self) -> None:
        """Take nothing for known that a server confirmed lately, and send again what it may have forgotten alone."""
        if self._recent is not None:
            self._recent.forget()
        if self._sent is not None:
            observations, offers = self._sent.take()
            self._load.extend(_Load(observations=observations, offers=offers))
            if self._load:
                self.stirred.set()

    async def _return_strays(self) -> None:
        known = self._held.keys() | {settlement.lease for settlement in self._load.settlements}
        strays = [lease for lease in await self._frontier.held_by(self.worker) if lease not in known]
        await self._frontier.settle(self.worker, [Settlement(lease=one, result=Result.RETURNED) for one in strays])

    def _note_absence(self, error: BaseException) -> None:
        if self._away_since is None:
            self._away_since = time.monotonic()
            logger.warning("Redis is away, results are kept until it is back: %s", str(error).split("\n", 1)[0])

    def _note_presence(self) -> None:
        if self._away_since is not None:
            logger.warning("Redis is back after %.0f s", time.monotonic() - self._away_since)
            self._away_since = None


def returned(report: Report) -> Report:
    """Give a report's lease back instead: unfetched, with nothing observed."""
    told = report.settlement
    settlement = Settlement(
        lease=report.lease.id, result=Result.RETURNED, latency_ms=told.latency_ms, reason=told.reason
    )
    return replace(report, settlement=settlement, observation=None, tasks=())
