"""``python -m spiders worker`` crawls; ``python -m spiders page`` reads one page, and a saved one without Scrapy."""

import argparse
import asyncio
import logging
import sys

from infra.process import name_of, run

#: The name under which operators know both: ``xuncha`` becomes this program for them.
USAGE = """usage: xuncha worker [--inspection ID] [--name NAME] [--once]
       xuncha page URL|FILE|- … (--help for more)"""


def main(argv: list[str]) -> int:
    """Run the named command; 2 for bad use, 1 for failure, 0 else."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    if command == "worker":
        return work(rest)
    if command == "page":
        from spiders.page.command import main as read_page  # noqa: PLC0415 - a saved page needs no crawler

        return read_page(rest)
    print(USAGE, file=sys.stderr)
    return 0 if command in ("-h", "--help") else 2


def work(argv: list[str]) -> int:
    """Run a worker process."""
    options = _options(argv)
    _hush()
    from infra.inspections import InspectionError  # noqa: PLC0415 - slow to import, and only wanted here
    from infra.redis.connection import RedisUnavailable  # noqa: PLC0415

    return run("worker", lambda: _serve(options), RedisUnavailable, InspectionError, OSError)


def _serve(options: argparse.Namespace) -> None:
    from infra.browser import browser_of  # noqa: PLC0415
    from infra.redis.connection import connect, ping  # noqa: PLC0415
    from infra.redis.server import redis_server  # noqa: PLC0415
    from infra.settings import Settings  # noqa: PLC0415
    from spiders.worker import serve  # noqa: PLC0415

    async def crawl(settings: Settings, url: str) -> None:
        await ping(url)
        async with connect(url) as redis:
            await serve(settings, redis, name=options.name, wanted=options.inspection, once=options.once)

    settings = Settings()
    browser_of(settings)  # here it is still a wrong setting, not a crawl that fails
    with redis_server(settings) as server:
        asyncio.run(crawl(settings, server.url))


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="xuncha worker", description="Crawl an inspection's frontier.")
    parser.add_argument("--inspection", metavar="ID", help="serve this inspection only (default: any that runs)")
    parser.add_argument(
        "--name", default=name_of("worker"), help="name in heartbeats and leases (default: %(default)s)"
    )
    parser.add_argument("--once", action="store_true", help="end when the first inspection served is over")
    return parser.parse_args(argv)


def _hush() -> None:
    """Silence what the observations say better: a page too large or cut off is no line in the log."""
    logging.getLogger("scrapy.core.downloader.handlers").setLevel(logging.CRITICAL)
    logging.getLogger("scrapy").setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
