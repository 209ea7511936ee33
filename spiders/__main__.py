"""``python -m spiders worker`` crawls; ``python -m spiders page`` reads one page and needs no Scrapy."""

import argparse
import asyncio
import logging
import os
import secrets
import socket
import sys
from contextlib import ExitStack

USAGE = """usage: python -m spiders worker [--inspection ID] [--name NAME] [--once]
       python -m spiders page FILE|URL … (--help for more)"""


def main(argv: list[str]) -> int:
    """Run the named command; 2 for bad use, 1 for failure, 0 else."""
    command, rest = (argv[0], argv[1:]) if argv else ("", [])
    if command == "worker":
        return work(rest)
    if command == "page":
        from spiders.page_command import main as read_page  # noqa: PLC0415 - a page needs no crawler

        return read_page(rest)
    print(USAGE, file=sys.stderr)
    return 0 if command in ("-h", "--help") else 2


def work(argv: list[str]) -> int:
    """Run a worker process."""
    options = _options(argv)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    _hush()
    from pydantic import ValidationError  # noqa: PLC0415 - slow to import, and only wanted here

    from infra.inspections import InspectionError  # noqa: PLC0415
    from infra.redis.connection import RedisUnavailable  # noqa: PLC0415

    try:
        _serve(options)
    except ValidationError as error:
        for problem in error.errors():
            print(f"worker: setting {'.'.join(map(str, problem['loc']))}: {problem['msg']}", file=sys.stderr)
        return 2
    except (RedisUnavailable, InspectionError, OSError) as error:
        print(f"worker: {error}", file=sys.stderr)
        return 1
    return 0


def _serve(options: argparse.Namespace) -> None:
    from infra.redis.connection import connect, ping  # noqa: PLC0415
    from infra.redis.embedded import EmbeddedRedis  # noqa: PLC0415
    from infra.settings import Settings  # noqa: PLC0415
    from spiders.worker import serve  # noqa: PLC0415

    settings = Settings()
    with ExitStack() as stack:
        if settings.redis_url is None:
            url = stack.enter_context(EmbeddedRedis(settings.data_dir / "redis")).url
        else:
            url = settings.redis_url.get_secret_value()

        async def run() -> None:
            await ping(url)
            async with connect(url) as redis:
                await serve(settings, redis, name=options.name, wanted=options.inspection, once=options.once)

        asyncio.run(run())


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m spiders worker", description="Crawl an inspection's frontier.")
    parser.add_argument("--inspection", metavar="ID", help="serve this inspection only (default: any that runs)")
    parser.add_argument("--name", default=default_name(), help="name in heartbeats and leases (default: %(default)s)")
    parser.add_argument("--once", action="store_true", help="end when the first inspection served is over")
    return parser.parse_args(argv)


def default_name() -> str:
    """Name a worker so that no two are the same: host, process, and a random part for a reused process number."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(2)}"


def _hush() -> None:
    """Silence what the observations say better: a page too large or cut off is no line in the log."""
    logging.getLogger("scrapy.core.downloader.handlers").setLevel(logging.CRITICAL)
    logging.getLogger("scrapy").setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
