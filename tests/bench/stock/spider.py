"""A plain scrapy-redis spider: takes its start URLs from Redis and follows every link of the sites."""

from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.linkextractors import LinkExtractor
from scrapy_redis.spiders import RedisSpider

from tests.bench.pages import HOSTS

#: Set of the URLs whose pages were read, kept only where the setting RECORD_READ asks for it.
READ = "stock:read"


class StockSpider(RedisSpider):  # type: ignore[misc]  # scrapy-redis publishes no types
    """Reads nothing but links."""

    name = "stock"
    redis_key = "stock:start_urls"
    allowed_domains = HOSTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._links = LinkExtractor()

    def parse(self, response: HtmlResponse) -> Iterator[Request]:
        """Follow the page's links."""
        for link in self._links.extract_links(response):
            yield Request(link.url)
        if self.settings.getbool("RECORD_READ"):
            self.server.sadd(READ, response.url)
