"""``xuncha node``: keeps the wanted number of workers alive on this machine, as Redis says.

A worker that dies is replaced at once, one that dies again and again after growing pauses, with the reason in the
node's sign of life. When Redis is away everything stays as it is. SIGTERM drains: the workers give their leases back
and end. An agent that is killed leaves its workers at work; the next one takes them over.
"""

import asyncio
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.clock import now_ms
from infra.frontier import Frontier, Limits
from infra.inspections import InspectionError, Inspections, State
from infra.nodes import NodeBeat, Nodes
from infra.settings import Settings
from tui.node.crew import Crew, Hand

#: Seconds between two looks at what is wanted and what runs.
LOOK: Final = 1.0
#: Seconds a worker that was asked to end has for it.
GRACE: Final = 10.0
#: A worker that lived so many seconds did not die of how it was started.
STEADY: Final = 60.0
#: Seconds between two starts at the most.
LONGEST_PAUSE: Final = 60.0
#: Deaths in a row after which the node says that it is failing.
_FAILING: Final = 3


class NodeAgent:
    """Keeps the workers of one machine. ``tell`` gets one line for each thing that happens."""

    def __init__(
        self, redis: Redis, settings: Settings, *, name: str, folder: Path, tell: Callable[[str], None]
    ) -> None:
        self._redis: Final = redis
        self._settings: Final = settings
        self._name: Final = name
        self._tell: Final = tell
        self._nodes: Final = Nodes(redis)
        # One port cannot serve several workers: each takes a free one, and tells it in its heartbeat.
        self._crew: Final = Crew(folder, settings.as_environment() | {"XUNCHA_METRICS_PORT": "0"})
        self._leaving: Final[dict[str, float]] = {}
        self._draining: Final = asyncio.Event()
        self._started_at: Final = now_ms()
        self._deaths = 0
        self._not_before = 0.0
        self._failing = ""
        self._wanted = 0
        self._is_away = False

    def drain(self) -> None:
        """Have the workers end, and then the agent."""
        self._draining.set()

    async def run(self, workers: int) -> None:
        """Keep workers until drained; ``workers`` are wanted where nobody has said otherwise."""
        if found := self._crew.hands:
            self._tell(f"took over {len(found)} workers that were at work: {', '.join(hand.name for hand in found)}")
        self._wanted = workers
        while not self._draining.is_set():
            await self._step(workers)
            await self._pause(LOOK)
        await self._end_all()

    async def _step(self, workers: int) -> None:
        """Look once: bury, start, end, and say so."""
        gone = self._crew.bury()
        for hand in gone:
            await self._missed(hand)
        try:
            self._wanted = await self._nodes.want_at_first(self._name, workers)
            self._balance()
            await self._sign()
        except (RedisError, OSError) as error:
            if not self._is_away:
                self._tell(f"Redis is away ({error}); the workers stay as they are")
            self._is_away = True
        else:
            if self._is_away:
                self._tell("Redis is back")
            self._is_away = False

    def _balance(self) -> None:
        """Start what is wanted and missing, ask the youngest to end of what is too much."""
        at_work = [hand for hand in self._crew.hands if hand.name not in self._leaving]
        if len(at_work) < self._wanted and time.monotonic() >= self._not_before:
            for _ in range(self._wanted - len(at_work)):
                hand = self._crew.start(f"{self._name}-{secrets.token_hex(3)}")
                self._tell(f"{hand.name} started, process {hand.pid}")
        for hand in at_work[self._wanted :]:
            self._tell(f"{hand.name} is asked to end")
            self._crew.end(hand)
            self._leaving[hand.name] = time.monotonic() + GRACE
        for hand in self._crew.hands:
            if time.monotonic() > self._leaving.get(hand.name, float("inf")):
                self._crew.end(hand, signal.SIGKILL)
        if at_work and time.time() - at_work[0].started > STEADY:
            self._deaths, self._failing = 0, ""

    async def _missed(self, hand: Hand) -> None:
        """Take note of a worker that has ended: as it was asked to, or by accident."""
        if self._leaving.pop(hand.name, None) is not None:
            self._tell(f"{hand.name} ended")
            return
        self._deaths = 1 if time.time() - hand.started > STEADY else self._deaths + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2.0 ** min(self._deaths - 1, 10))
        self._not_before = time.monotonic() + pause
        words = self._crew.last_words(hand.name)
        if self._deaths >= _FAILING:
            self._failing = f"{self._deaths} workers died in a row: {words}"[:300]
        self._tell(f"{hand.name} died, another in {pause:.1f} s ({words}); its log is {self._crew.log(hand.name)}")
        await self._free(hand.name)

    async def _free(self, name: str) -> None:
        """Hand out again at once what a dead worker held; if that fails, its leases expire by themselves."""
        inspections = Inspections(self._redis)
        try:
            for one in await inspections.list():
                if one.state in (State.RUNNING, State.PAUSED):
                    frontier = Frontier(self._redis, one.id, Limits.from_settings(self._settings))
                    await frontier.reap((name,))
                    await inspections.leave(one.id, name)
        except (RedisError, OSError, InspectionError) as error:
            self._tell(f"what {name} held waits for its leases to expire: {error}")

    async def _sign(self) -> None:
        await self._nodes.beat(
            NodeBeat(
                name=self._name,
                host=socket.gethostname(),
                pid=os.getpid(),
                cores=os.cpu_count() or 1,
                started_at=self._started_at,
                seen_at=now_ms(),
                workers=tuple(hand.name for hand in self._crew.hands if hand.name not in self._leaving),
                leaving=len(self._leaving),
                failing=self._failing,
            )
        )

    async def _end_all(self) -> None:
        """Ask all workers to end, wait, end by force what is left, and take leave."""
        self._tell(f"draining {len(self._crew.hands)} workers")
        for hand in self._crew.hands:
            self._crew.end(hand)
        until = time.monotonic() + GRACE
        while self._crew.hands and time.monotonic() < until:
            self._crew.bury()
            await asyncio.sleep(0.05)
        for hand in self._crew.hands:
            self._tell(f"{hand.name} did not end within {GRACE:.0f} s and was killed; its leases will expire")
            self._crew.end(hand, signal.SIGKILL)
        self._crew.bury()
        try:
            await self._nodes.leave(self._name)
        except (RedisError, OSError) as error:
            self._tell(f"left without a word: {error}")

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._draining.wait(), seconds)
        except TimeoutError:
            return
