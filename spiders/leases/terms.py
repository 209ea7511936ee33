"""Under which terms a project made for scrapy-redis crawls, read from its Scrapy settings."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlencode

from redis import Redis
from redis.connection import SSLConnection
from scrapy.settings import BaseSettings

from infra.frontier import Limits

#: The band of Scrapy's priority 0. Bands are exact in the scripts' numbers far beyond this, and those below
#: ``infra.tasks_wire``'s own are left to inspections.
_MIDDLE = 2**40
_FARTHEST = _MIDDLE - 7
#: No limit of ours: what an existing spider follows is its own affair.
_BOUNDLESS = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the frontier needs to know of a project."""

    crawl: str
    """The frontier's name, from ``SCHEDULER_QUEUE_KEY``: processes that share it share the work."""
    limits: Limits
    heartbeat: float
    """Seconds."""
    concurrency: int

    @classmethod
    def of(cls, settings: BaseSettings, spider: str) -> Self:
        """Read Scrapy's own settings, and ours: seconds of a lease and a heartbeat, attempts of a request.

        ``SCHEDULER_MAX_ATTEMPTS`` counts processes that died with the request; what an answer or its lack calls for
        is Scrapy's retry middleware's to say.
        """
        concurrency = settings.getint("CONCURRENT_REQUESTS")
        queue: str = (settings.get("SCHEDULER_QUEUE_KEY") or "%(spider)s:requests") % {"spider": spider}
        limits = Limits(
            delay_ms=max(1, round(settings.getfloat("DOWNLOAD_DELAY") * 1000)),
            open_leases=settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") or concurrency,
            lease_ms=round(settings.getfloat("SCHEDULER_LEASE_SECONDS", 120) * 1000),
            max_attempts=settings.getint("SCHEDULER_MAX_ATTEMPTS", 5),
            max_pages=_BOUNDLESS,
            max_depth=_BOUNDLESS,
            max_queries=_BOUNDLESS,
            backlog=_BOUNDLESS,
        )
        return cls(
            crawl=re.sub(r"[^\w.-]", ".", queue)[:64],
            limits=limits,
            heartbeat=settings.getfloat("SCHEDULER_HEARTBEAT_SECONDS", 5),
            concurrency=concurrency,
        )


def band_of(priority: int) -> int:
    """Give the frontier's band of a Scrapy priority: the larger the priority, the smaller the band.

    Every priority has a band of its own, up to a million million either way.
    """
    return _MIDDLE - max(-_FARTHEST, min(priority, _FARTHEST))


def url_of(server: Redis) -> str:
    """Give the address that scrapy-redis's settings came to, as ``infra.redis.connection`` takes it."""
    pool = server.connection_pool
    given = pool.connection_kwargs
    user, password = (quote(str(given.get(name) or ""), safe="") for name in ("username", "password"))
    credentials = f"{user}:{password}@" if user or password else ""
    database = urlencode({"db": given.get("db") or 0})
    if "path" in given:
        return f"unix://{credentials}{given['path']}?{database}"
    scheme = "rediss" if issubclass(pool.connection_class, SSLConnection) else "redis"
    host = str(given.get("host") or "localhost")
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{credentials}{host}:{given.get('port', 6379)}?{database}"
