"""Under which terms a project made for scrapy-redis crawls, read from its Scrapy settings."""

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, urlencode

from redis import Redis
from redis.connection import SSLConnection
from scrapy.settings import BaseSettings

from infra.frontier import Limits

#: Bands of Scrapy's priorities: the first that is not above the request's. Within a band, by age.
_BANDS = (10, 2, 1, 0, -1, -9)
_LAST_BAND = len(_BANDS)
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
    """Give the frontier's band, 0 first, of a Scrapy priority, larger first; the order among small ones is exact."""
    return next((band for band, least in enumerate(_BANDS) if priority >= least), _LAST_BAND)


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
