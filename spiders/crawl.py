"""What the Scrapy components of one crawl share: made by the worker, reached through the spider."""

from dataclasses import dataclass

from scrapy.crawler import Crawler

from infra.evidence import EvidenceStore
from infra.redirects import Redirects
from infra.settings import Settings
from spiders.attachments.reader import FileReader
from spiders.browser.renderer import Renderer
from spiders.fetching.cutting import Downloads
from spiders.fetching.replay import Archive
from spiders.fetching.room import Room
from spiders.hosts.echoes import Echoes
from spiders.hosts.robots import Robots
from spiders.leases.exchange import Exchange
from spiders.leases.rhythm import Rhythm
from spiders.observing import Observer
from spiders.reusing.reuse import Reuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One worker's part in one inspection."""

    settings: Settings
    exchange: Exchange
    rhythm: Rhythm
    observer: Observer
    evidence: EvidenceStore
    downloads: Downloads
    room: Room
    files: FileReader | None = None
    """None: attachments are only seen to be there."""
    robots: Robots | None = None
    """None: robots.txt is not asked."""
    archive: Archive | None = None
    """None: pages are fetched from the network."""
    echoes: Echoes | None = None
    """None: no site is asked for an address that does not exist."""
    browser: Renderer | None = None
    """None: what only a browser shows is not seen."""
    redirects: Redirects | None = None
    """None: where redirects lead in the end is not looked at."""
    reuse: Reuse | None = None
    """None: no earlier inspection is re-used."""


def crawl_of(crawler: Crawler) -> Crawl:
    """Give the crawl that ``crawler``'s spider was started for.

    Raises ``TypeError`` when the crawler was not started by ``spiders.worker``.
    """
    crawl = getattr(crawler.spider, "crawl", None)
    if not isinstance(crawl, Crawl):
        msg = "this spider works on a shared frontier: start it with `python -m spiders worker`"
        raise TypeError(msg)
    return crawl
