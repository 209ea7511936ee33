"""Standing by an inspection on this machine: its processes run, its progress is shown, its end is waited for.

Everything ends in order: on Ctrl-C or SIGTERM the workers give their leases back and are gone within ten seconds, and
only then does the caller stop Redis.
"""

import asyncio
import getpass
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pydantic import SecretStr
from redis.asyncio import Redis
from redis.exceptions import RedisError

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, State
from infra.redis.connection import RedisUnavailable
from infra.redis.server import Server
from infra.settings import Settings
from tui.app import Left, XunchaApp
from tui.errors import InterruptedRunError, OperatorError
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.model import Snapshot
from tui.poller import SourceError
from tui.preferences import Preferences
from tui.running.processes import Processes, Program
from tui.running.progress import Held, Progress
from tui.source import RedisSource

PERIOD = 1.0
#: Seconds that processes have to end by themselves after the inspection did.
LINGER = 5.0
OVER = (State.FINISHED, State.STOPPED, State.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """What runs on this machine, and how it is shown."""

    workers: int
    dashboard: bool
    go_on: str
    """The command that goes on after an interruption."""


class Attendance:
    """Runs the processes of one inspection until it is over."""

    def __init__(
        self, redis: Redis, server: Server, settings: Settings, inspection: str, *, progress: Progress
    ) -> None:
        self._redis = redis
        self._server = server
        self._settings = settings
        self._reached = settings.model_copy(update={"redis_url": SecretStr(server.url)})
        self._id = inspection
        self._progress = progress
        self._inspections = Inspections(redis)
        self._frontier = Frontier(redis, inspection, Limits.from_settings(settings))
        self._interrupted = asyncio.Event()
        self._notes: set[asyncio.Task[None]] = set()
        self._processes = Processes(
            inspection=inspection,
            environment=self._reached.as_environment(),
            logs=settings.data_dir / "logs" / inspection,
            tell=self._tell,
            died=self._free_leases,
        )

    async def until_over(self, crew: Crew) -> State:
        """Run until the inspection is finished, stopped or closed; give that state.

        Raises ``InterruptedRunError`` on a signal, ``OperatorError`` when processes die again and again.
        """
        with self._signals():
            try:
                self._processes.keep(Program.SCORER)
                self._processes.keep(Program.WORKER, crew.workers)
                if crew.dashboard:
                    await self._show_dashboard()
                state = await self._wait()
                await self._let_end()
            finally:
                await self._processes.stop()
                self._progress.close()
        if state is None:
            msg = f"interrupted; nothing is lost. Go on with `{crew.go_on}`, then `xuncha report` writes the notice"
            raise InterruptedRunError(msg)
        return state

    async def _wait(self) -> State | None:
        """Wait for the end of the inspection, None for an interruption; raise when the processes gave up."""
        reading = asyncio.create_task(self._read_until_over())
        interruption = asyncio.create_task(self._interrupted.wait())
        processes = asyncio.create_task(self._processes.ended())
        tasks = {reading, interruption, processes}
        try:
            while True:
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                if self._interrupted.is_set():
                    return None
                if reading.done():
                    return reading.result()
                tasks.discard(processes)
                processes.result()
                await self._require_over(reading)
        finally:
            await _end(reading, interruption, processes)

    async def _require_over(self, reading: "asyncio.Task[State]") -> None:
        """All processes ended by themselves: right if the inspection is over, a failure to be told otherwise."""
        await asyncio.wait({reading}, timeout=LINGER)
        if not reading.done():
            msg = f"all processes ended but the inspection is not finished; their logs are in {self._processes.logs}"
            raise OperatorError(msg)

    async def _read_until_over(self) -> State:
        source = RedisSource(self._redis, self._id, self._frontier)
        failures = 0
        while True:
            try:
                snapshot = await source.snapshot()
            except SourceError as away:
                failures += 1
                self._progress.say(f"Redis is away ({away}); the processes wait for it")
                await self._revive()
                await asyncio.sleep(min(10.0, 2.0 ** min(failures, 4)) * random.uniform(0.5, 1.0))  # noqa: S311 - jitter
                continue
            failures = 0
            self._progress.show(snapshot)
            if _is_over(snapshot):
                return snapshot.state
            await asyncio.sleep(PERIOD)

    async def _revive(self) -> None:
        try:
            await asyncio.to_thread(self._server.revive)
        except RedisUnavailable as error:
            self._progress.say(str(error))

    async def _show_dashboard(self) -> None:
        """Show the dashboard until the inspection is over or the operator leaves it, whatever comes first."""
        ends = Dashboard(self._redis, self._id, self._reached, Operator(name=getpass.getuser()))
        words, preferences = words_for(self._settings.lang), Preferences.of(self._settings)
        app = XunchaApp(ends.source, ends.gate, words, desk=ends, preferences=preferences)
        held, afterwards = Held(), self._progress
        self._progress = held
        showing = asyncio.create_task(app.run_async())
        waiting = asyncio.create_task(self._wait())
        try:
            await asyncio.wait({showing, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not showing.done():
                app.exit(Left.DONE)
            if await showing is Left.INTERRUPTED:
                self._interrupted.set()
        finally:
            await _end(waiting)
            self._progress = afterwards
            held.release(afterwards)

    async def _let_end(self) -> None:
        """Give the processes time to end by themselves, which they do when their inspection is finished."""
        ended = asyncio.create_task(self._processes.ended())
        if not self._interrupted.is_set():
            await asyncio.wait({ended}, timeout=LINGER)
        await _end(ended)

    @contextmanager
    def _signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._interrupted.set)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    async def _free_leases(self, name: str) -> None:
        """Hand out again at once what a dead process held."""
        try:
            freed = await self._frontier.reap((name,))
            await self._inspections.leave(self._id, name)
        except (RedisError, OSError):
            return  # its leases expire by themselves
        if freed:
            self._tell(f"{freed} tasks of {name} wait again")

    def _tell(self, line: str) -> None:
        """Tell the operator here, and in the inspection's log."""
        self._progress.say(line)
        note = asyncio.create_task(self._note(line))
        self._notes.add(note)
        note.add_done_callback(self._notes.discard)

    async def _note(self, line: str) -> None:
        try:
            await self._inspections.log(self._id, line)
        except (RedisError, OSError) as error:
            self._progress.say(f"not in the log, Redis is away: {error}")


def _is_over(snapshot: Snapshot) -> bool:
    """Tell whether nothing more will come: finished, or stopped with all that was seen scored."""
    if snapshot.state is State.STOPPED:
        return snapshot.backlog == 0 and snapshot.counts.leased == 0
    return snapshot.state in OVER


async def _end(*tasks: "asyncio.Task[object]") -> None:
    """Cancel tasks and wait until all have ended; what they raised or gave is left to whoever asks them."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
