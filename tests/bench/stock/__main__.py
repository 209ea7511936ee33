"""``python -m tests.bench.stock REDIS_URL [SETTING=VALUE ...]``: one stock crawler process."""

import sys

from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.resolver import dnscache

from tests.bench.pages import HOSTS
from tests.bench.stock.spider import StockSpider

SETTINGS = {
    "SCHEDULER": "scrapy_redis.scheduler.Scheduler",
    "DUPEFILTER_CLASS": "scrapy_redis.dupefilter.RFPDupeFilter",
    "SCHEDULER_PERSIST": True,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "EXTENSIONS": {"tests.bench.stock.closing.CloseWhenIdle": 500},
}


def main(redis_url: str, *changes: str) -> None:
    """Crawl until nothing is left; the sites' names lead to this machine. Prints a line when the spider is open."""
    for host in HOSTS:
        dnscache[host] = "127.0.0.1"
    process = CrawlerProcess(SETTINGS | {"REDIS_URL": redis_url} | dict(change.split("=", 1) for change in changes))
    crawler = process.create_crawler(StockSpider)
    crawler.signals.connect(_opened, signals.spider_opened)
    process.crawl(crawler)
    process.start()


def _opened() -> None:
    print("open", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
