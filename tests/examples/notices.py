"""Notices of an authority: lists, their pages, the notices, and a search form. Reads its first URLs from Redis."""

from collections.abc import Iterator
from typing import Any

from scrapy import Field, FormRequest, Item, Request
from scrapy.http import Response
from scrapy_redis.spiders import RedisSpider
from twisted.python.failure import Failure


class Notice(Item):
    url = Field()
    title = Field()
    column = Field()
    found_by = Field()


class NoticeSpider(RedisSpider):  # type: ignore[misc]  # scrapy-redis publishes no types
    name = "notices"
    redis_key = "notices:start_urls"
    allowed_domains = ("127.0.0.1",)

    def parse(self, response: Response) -> Iterator[Request]:
        column = response.css("h1::text").get("")
        for link in response.css("li a::attr(href)").getall():
            item = Notice(column=column)
            yield response.follow(
                link,
                self.parse_notice,
                errback=self.missing,
                priority=10,
                meta={"item": item, "trail": ("首页", column)},
                cb_kwargs={"found_by": "list"},
            )
        for link in response.css("a.next::attr(href)").getall():
            yield response.follow(link, self.parse)
        yield FormRequest(
            response.urljoin("/search"), self.parse_search, formdata={"q": column}, priority=-1, dont_filter=True
        )

    def parse_notice(self, response: Response, found_by: str) -> Iterator[Item]:
        item = response.meta["item"]
        item.update(url=response.url, title=" / ".join(response.meta["trail"]), found_by=found_by)
        yield item

    def parse_search(self, response: Response) -> Iterator[dict[str, Any]]:
        yield {"url": response.url, "found": response.text}

    def missing(self, failure: Failure) -> Iterator[dict[str, Any]]:
        response: Response = failure.value.response  # type: ignore[union-attr]  # an HttpError
        yield {"url": response.url, "status": response.status}
