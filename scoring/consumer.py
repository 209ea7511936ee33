"""The scoring consumer: observations from the stream into ledgers, changed ledgers into live scorecards.

Any number of consumers may run: what one leaves unacknowledged another takes, and folding twice changes nothing. An
observation is acknowledged only when its facts are stored. While Redis is away a consumer waits and goes on.
"""

import asyncio
import logging
import os
import socket
import time
from collections.abc import Sequence
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, RedisError

from infra import metrics
from infra.clock import now_ms
from infra.inspections import Beat, InspectionError, Inspections, State
from infra.memory import resident_bytes
from infra.records import Kind, Observation, RecordError, decode
from infra.redis.keys import Keys
from infra.redis.replies import texts
from infra.settings import Settings
from infra.stream import Entry, ObservationStream
from scoring.area import AREA
from scoring.judge import Judge
from scoring.ledger import Ledger
from scoring.live import publish
from scoring.scorecard import Scorecard

logger = logging.getLogger(__name__)

#: Observations read at a time.
BATCH: Final = 500
#: Milliseconds that a read waits for observations; also how fast a stop is noticed.
BLOCK_MS: Final = 250
#: Seconds between two scorings of a target, so that a busy site is scored once a second, not once a page; and of one of
#: which no more than the progress changed.
SCORING_EVERY: Final = 1.0
STEPPING_EVERY: Final = 5.0
#: Targets scored at a time; between two handfuls the time is looked at.
_HANDFUL: Final = 4
#: Scoring may take so many times as long as folding took before it; seconds it has at least, and at most.
_SHARE: Final = 2.0
_SHORTEST: Final = 0.05
_LONGEST: Final = 0.5
#: The supervising office is assessed again after so many times what it took: a tenth of one core at most.
_REST: Final = 9.0
#: Marks looked at in one round.
ROUND: Final = 2_000
#: Deliveries after which an observation that cannot be folded is put aside.
DELIVERIES: Final = 3
#: Heartbeats after which a silent consumer's entries are taken over.
SILENT_BEATS: Final = 4
_LONGEST_WAIT: Final = 2.0
_OVER: Final = frozenset({State.STOPPED, State.FINISHED, State.CLOSED})


class Scorer:
    """One consumer of one inspection."""

    def __init__(self, redis: Redis, inspection: str, settings: Settings, *, name: str, metrics_port: int = 0) -> None:
        self._redis: Final = redis
        self._id: Final = inspection
        self._name: Final = name
        self._port: Final = metrics_port
        self._heartbeat: Final = settings.heartbeat_seconds
        self._keys: Final = Keys(inspection)
        self._inspections: Final = Inspections(redis)
        self._ledger: Final = Ledger(redis, inspection)
        idle_ms = round(settings.heartbeat_seconds * SILENT_BEATS * 1000)
        self._stream: Final = ObservationStream(redis, inspection, idle_ms=idle_ms)
        self._judge: Judge | None = None
        self._incomplete: set[str] = set()
        self._started_at: Final = now_ms()
        self._ended = False
        self._office_due = False
        self._office_from = float("-inf")
        self._folded = self._told = 0
        self._beat_at = self._looked_at = float("-inf")
        self._rested_at = time.monotonic()
        self._scored: Final[dict[str, float]] = {}
        self._stopping: Final = asyncio.Event()

    def stop(self) -> None:
        """Leave after the batch in hand; what is not acknowledged stays for others."""
        self._stopping.set()

    async def run(self, *, once: bool = True) -> bool:
        """Fold and score until stopped, or with ``once`` until the inspection is over; say whether it is.

        Raises ``InspectionError`` or ``StandardError`` when there is nothing that could be scored,
        ``AuthenticationError`` when Redis refuses the password.
        """
        wait = 0.1
        over = False
        while not self._stopping.is_set() and not (over and once):
            try:
                over = await self._step()
                wait = 0.1
            except AuthenticationError:
                raise
            except (RedisError, OSError) as error:
                metrics.ERRORS.labels(where="scorer").inc()
                logger.warning("Redis is away, waiting: %s", error)
                await self._pause(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
        await self._leave()
        return over

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return

    async def _step(self) -> bool:
        """Fold what is there, score what is due; say whether the inspection is over and all of it scored."""
        if self._judge is None:
            self._judge = await Judge.of(self._redis, self._id)
            self._incomplete = set(self._judge.targets)
            if self._incomplete:
                await self._redis.sadd(self._keys.dirty, *self._incomplete)
        entries = await self._stream.read(self._name, BATCH, BLOCK_MS)
        if entries:
            await self._fold(entries)
        await self._sign()
        await self._score(self._judge, busy=bool(entries))
        return not entries and await self._over(self._judge)

    async def _fold(self, entries: Sequence[Entry]) -> None:
        """Fold a batch and acknowledge it; what cannot be folded waits for its last delivery."""
        with metrics.FOLD_DURATION.time():
            good: list[tuple[Entry, Observation]] = []
            for entry in entries:
                try:
                    good.append((entry, decode(entry.data, Observation)))
                except RecordError as error:
                    await self._refuse(entry, str(error))
            try:
                await self._ledger.fold([observation for _, observation in good])
                folded = [entry for entry, _ in good]
            except ValueError:
                folded = await self._fold_singly(good)
            await self._stream.ack([entry.id for entry in folded])
        self._folded += len(folded)
        metrics.OBSERVATIONS_FOLDED.inc(len(folded))

    async def _fold_singly(self, batch: Sequence[tuple[Entry, Observation]]) -> list[Entry]:
        """Find the observation that spoils a batch; the rest goes in."""
        folded = []
        for entry, observation in batch:
            try:
                await self._ledger.fold([observation])
            except ValueError as error:
                await self._refuse(entry, str(error))
            else:
                folded.append(entry)
        return folded

    async def _refuse(self, entry: Entry, reason: str) -> None:
        if entry.deliveries < DELIVERIES:
            return
        await self._stream.dead_letter(entry, reason)
        await self._inspections.log(self._id, f"observation put aside: {reason}")
        metrics.OBSERVATIONS_DEAD.inc()

    async def _score(self, judge: Judge, *, busy: bool) -> None:
        """Score what changed, and what was waiting for the end of its crawl, as long as its share of the time lasts."""
        begun = time.monotonic()
        share = _SHARE * (begun - self._rested_at) if busy else _LONGEST
        until = begun + min(max(share, _SHORTEST), _LONGEST)
        turn = begun - self._looked_at >= SCORING_EVERY
        if turn:
            self._looked_at = begun
            await self._score_settled(judge)
        sufficed = await self._score_marked(judge, self._keys.dirty, SCORING_EVERY, until)
        if sufficed or turn:  # once in a while what only steps on gets a little all the same
            until = until if sufficed else time.monotonic() + _SHORTEST
            await self._score_marked(judge, self._keys.stepped, STEPPING_EVERY if busy else SCORING_EVERY, until)
        self._rested_at = time.monotonic()

    async def _score_settled(self, judge: Judge) -> None:
        """Mark those whose crawl has come to its end; only once nothing waits can it be known."""
        backlog = await self._stream.backlog()
        metrics.STREAM_BACKLOG.set(backlog)
        if backlog or not self._incomplete:
            return
        settled = await judge.settled(self._incomplete)
        for code in settled:
            self._scored.pop(code, None)
        if settled:
            await self._redis.sadd(self._keys.dirty, *settled)

    async def _score_marked(self, judge: Judge, mark: str, pause: float, until: float) -> bool:
        """Score the targets that bear a mark, those first that were scored longest ago, none within its pause.

        Whether the time sufficed; the others bear their mark on.
        """
        left = set(texts(await self._redis.spop(mark, ROUND) or ()))
        self._office_due |= self._ended and bool(left)
        last = {code: self._scored.get(code, float("-inf")) for code in left}
        begun = time.monotonic()
        due = sorted((code for code in left if begun - last[code] >= pause), key=lambda code: last[code])
        try:
            for start in range(0, len(due), _HANDFUL):
                now, codes = time.monotonic(), due[start : start + _HANDFUL]
                if now >= until:
                    return False
                await self._publish(await judge.cards(codes))
                self._scored.update(dict.fromkeys(codes, now))
                left.difference_update(codes)
        finally:
            if left:
                await self._redis.sadd(mark, *left)
        return True

    async def _publish(self, cards: Sequence[Scorecard]) -> None:
        await publish(self._redis, self._id, cards)
        for card in (one for one in cards if one.target.kind is not Kind.AREA):
            (self._incomplete.discard if card.complete else self._incomplete.add)(card.target.code)
        metrics.SCORES_WRITTEN.inc(len(cards))

    async def _assess(self, judge: Judge) -> None:
        """Publish the office's card again, which any target's may change and which takes all of them."""
        begun = time.monotonic()
        if begun >= self._office_from:
            self._office_due = False
            await self._publish(await judge.reviewable([AREA.code]))
            self._office_from = time.monotonic() + max(SCORING_EVERY, _REST * (time.monotonic() - begun))

    async def _over(self, judge: Judge) -> bool:
        """Whether nothing is left to fold; then all is scored a last time and a drained inspection is finished.

        With all, the supervising office is: it answers for the whole, and is judged once the whole is there.
        """
        state = (await self._inspections.get(self._id)).state
        drained = await self._inspections.drained(self._id)
        if state in (State.RUNNING, State.PAUSED) and drained:
            await self._publish(await judge.reviewable())
            await self._stream.trim()
            await self._finish()
            self._ended = True
        elif state in _OVER:
            if not self._ended and await self._stream.backlog() == 0:
                await self._publish(await judge.reviewable())
                self._ended = True
            elif self._office_due:
                await self._assess(judge)
        else:
            self._ended = False
        return self._ended

    async def _finish(self) -> None:
        try:
            await self._inspections.finish(self._id)
        except InspectionError:
            logger.info("inspection %s was finished by another", self._id)

    async def _sign(self) -> None:
        """Give the sign of life when it is due."""
        elapsed = time.monotonic() - self._beat_at
        if elapsed < self._heartbeat:
            return
        rate = (self._folded - self._told) / elapsed
        self._beat_at, self._told = time.monotonic(), self._folded
        await self._inspections.beat(
            self._id,
            Beat(
                name=self._name,
                pid=os.getpid(),
                host=socket.gethostname(),
                role="scorer",
                started_at=self._started_at,
                seen_at=now_ms(),
                metrics_port=self._port,
                rate=round(rate, 1),
                fetched=self._folded,
                rss_bytes=resident_bytes(),
            ),
        )

    async def _leave(self) -> None:
        try:
            await self._inspections.leave(self._id, self._name)
        except (RedisError, OSError) as error:
            logger.info("left without a word: %s", error)
