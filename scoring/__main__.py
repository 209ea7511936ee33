"""``python -m scoring scorer`` folds observations and keeps the scorecards of a running inspection up to date."""

import argparse
import asyncio
import logging
import signal
import sys

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, RedisError

from infra import metrics
from infra.inspections import InspectionError, Inspections, State
from infra.process import name_of, run
from infra.redis.connection import RedisUnavailable, connect
from infra.redis.server import redis_server
from infra.settings import Settings
from scoring.consumer import Scorer
from scoring.standard import StandardError

#: Seconds between two looks for an inspection that runs.
LOOK = 0.5


def main(argv: list[str]) -> int:
    """Run the scorer; 2 for bad use, 1 for failure, 0 else."""
    options = _options(argv)
    failures = (RedisUnavailable, AuthenticationError, InspectionError, StandardError, OSError)
    return run("scorer", lambda: _serve(options), *failures)


def _serve(options: argparse.Namespace) -> None:
    settings = Settings()
    with redis_server(settings) as server:
        port = metrics.serve(settings.metrics_port)
        asyncio.run(_consume(options, settings, server.url, port))


async def _consume(options: argparse.Namespace, settings: Settings, url: str, port: int) -> None:
    """Serve the named inspection, or one after the other as they run."""
    leaving = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, leaving.set)
    async with connect(url) as redis:
        while not leaving.is_set():
            inspection = options.inspection or await _running(redis, leaving)
            if not inspection:
                return
            scorer = Scorer(redis, inspection, settings, name=options.name, metrics_port=port)
            watch = asyncio.create_task(_stop_on(leaving, scorer))
            try:
                await scorer.run(once=options.once or not options.inspection)
            finally:
                watch.cancel()
            if options.once or options.inspection:
                return


async def _stop_on(leaving: asyncio.Event, scorer: Scorer) -> None:
    await leaving.wait()
    scorer.stop()


async def _running(redis: Redis, leaving: asyncio.Event) -> str:
    """Wait for an inspection that runs and give its id; empty when asked to leave first."""
    while not leaving.is_set():
        try:
            for one in reversed(await Inspections(redis).list()):
                if one.state in (State.RUNNING, State.PAUSED):
                    return one.id
        except AuthenticationError:
            raise
        except (RedisError, OSError) as error:
            logging.getLogger(__name__).warning("Redis is away, waiting: %s", error)
        try:
            await asyncio.wait_for(leaving.wait(), LOOK)
        except TimeoutError:
            continue
    return ""


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="xuncha", description="Score inspections while they run.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    scorer = commands.add_parser("scorer", help="fold observations and write scorecards")
    scorer.add_argument("--inspection", metavar="ID", help="serve this inspection only (default: any that runs)")
    scorer.add_argument(
        "--name", default=name_of("scorer"), help="name in heartbeats and in the stream (default: made up)"
    )
    scorer.add_argument("--once", action="store_true", help="end when the first inspection served is over")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
