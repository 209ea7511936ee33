"""Scrapy settings of a worker.

Politeness, retries, redirects, deduplication and order belong to the frontier, which sees the whole cluster; whatever
Scrapy would do about them inside one process is off, and so is everything that listens or runs code on request.
robots.txt is asked only where the operator says so (``spiders.hosts.robots``), and not by Scrapy, whose every process
would fetch it anew, past the frontier. By default the inspection is made by the body that supervises these sites, on
behalf of their readers, and says who it is in its User-Agent.
"""

from typing import Any

from infra.settings import Settings
from spiders.fetching.packing import ACCEPTED

USER_AGENT = "Xuncha/0.1 (+inspection of government websites)"

BOT_NAME = "xuncha"
SPIDER_MODULES = ["spiders.site"]

SCHEDULER = "spiders.scheduler.FrontierScheduler"
SCHEDULER_PERSIST = True
SCHEDULER_FLUSH_ON_START = False
SCHEDULER_IDLE_BEFORE_CLOSE = 0

TWISTED_REACTOR_ENABLED = False
DOWNLOAD_HANDLERS = {
    "http": "spiders.fetching.download.GuardedDownloadHandler",
    "https": "spiders.fetching.download.GuardedDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_DELAY = 0
DOWNLOAD_WARNSIZE = 0
#: Old sites are read as they are; an invalid certificate is a finding of its own, not a reason to look away.
DOWNLOAD_VERIFY_CERTIFICATES = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": ACCEPTED,
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
}
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "spiders.reusing.unchanged.UnchangedPages": 600,
    "spiders.fetching.ipv6.SixthVersion": 700,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"spiders.posting.Posting": 100}
#: An answer brings one report. Scrapy starts that many tasks for each answer, by default a hundred that find nothing.
CONCURRENT_ITEMS = 1
#: Bytes of answers under reading at which no new request is begun.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 32 * 2**20

EXTENSIONS_BASE: dict[str, int] = {}
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
COOKIES_ENABLED = False
RETRY_ENABLED = False
REDIRECT_ENABLED = False
ROBOTSTXT_OBEY = False
STATS_DUMP = False
LOG_LEVEL = "WARNING"


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Give Scrapy's settings for one worker: this module's, and what the operator set."""
    own = {name: value for name, value in globals().items() if name.isupper()}
    if settings.replay:
        replaying = dict.fromkeys(("http", "https"), "spiders.fetching.replay.ReplayHandler")
        own["DOWNLOAD_HANDLERS"] = DOWNLOAD_HANDLERS | replaying
    return own | {
        "CONCURRENT_REQUESTS": settings.concurrency,
        # The frontier leases no more than this a host; Scrapy must not be the one that holds them back.
        "CONCURRENT_REQUESTS_PER_DOMAIN": max(settings.concurrency, settings.open_leases),
        "DOWNLOAD_TIMEOUT": settings.timeout_seconds,
        "DOWNLOAD_MAXSIZE": settings.page_bytes,
        "XUNCHA_RESOLVE": list(settings.resolve),
        "XUNCHA_ALLOW_PRIVATE": settings.allow_private,
    }
