"""A city of small generated sites on one loopback port, which remembers how often each page was asked for.

A site is a tree: page n leads to pages 8n+1 to 8n+8, and to some that others lead to as well. Pages are made as they
are asked for.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from aiohttp import web

from infra.records import Kind, Target

_CHILDREN = 8
_CROSS_LINKS = 6
_PROSE = "会议强调，要坚持以人民为中心的发展思想，切实办好民生实事，各部门要压实责任，细化措施。" * 6


class City:
    """``sites`` sites of ``pages`` pages each."""

    def __init__(self, sites: int, pages: int) -> None:
        self.hosts = tuple(f"wz{number}.faults.example" for number in range(sites))
        self.pages = pages
        self.hits: Counter[str] = Counter()
        """Times that a page was asked for, by host and path."""
        self.port = 0
        self.asked: Callable[[], None] = lambda: None
        """Called at every request, after it was counted."""

    @property
    def everything(self) -> set[str]:
        """Every page, as ``hits`` names it."""
        return {f"{host}{_path(page)}" for host in self.hosts for page in range(self.pages_of(host))}

    @property
    def resolve(self) -> tuple[str, ...]:
        """The ``--resolve`` rows that lead here."""
        return tuple(f"{host}:127.0.0.1:{self.port}" for host in self.hosts)

    @property
    def targets(self) -> list[Target]:
        """The sites as a registry has them."""
        return [
            Target(code=f"42070{number:05d}", name=host, kind=Kind.SITE, url=f"http://{host}/", unit=host)
            for number, host in enumerate(self.hosts)
        ]

    def pages_of(self, host: str) -> int:
        """How many pages a site has."""
        return self.pages if host in self.hosts else 0

    def children_of(self, host: str) -> int:
        """How many pages of a site stand below each of its pages."""
        return _CHILDREN

    async def answer(self, request: web.Request) -> web.Response:
        host = request.host.partition(":")[0]
        self.hits[f"{host}{request.path}"] += 1
        self.asked()
        page = _page(request.path)
        if page is None or page >= self.pages_of(host):
            return web.Response(status=404)
        return web.Response(text=self._html(host, page), content_type="text/html")

    def _html(self, host: str, page: int) -> str:
        rng = random.Random(f"{host}{page}")
        children, pages = self.children_of(host), self.pages_of(host)
        below = range(children * page + 1, min(children * (page + 1) + 1, pages))
        across = (rng.randrange(pages) for _ in range(_CROSS_LINKS))
        links = "".join(f'<li><a href="{_path(one)}">关于第{one}号事项的通知</a></li>' for one in (*below, *across))
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>第{page}号通知</title></head><body>'
            f'<h1>第{page}号通知</h1><p>{_PROSE}</p><ul class="list">{links}</ul></body></html>'
        )


AnyCity = TypeVar("AnyCity", bound=City)


@asynccontextmanager
async def served(city: AnyCity) -> AsyncIterator[AnyCity]:
    """Serve the city on a free port of this machine."""
    app = web.Application()
    app.router.add_get("/{path:.*}", city.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=512).start()
    city.port = runner.addresses[0][1]
    try:
        yield city
    finally:
        await runner.cleanup()


def _path(page: int) -> str:
    return f"/tz/{page}.html" if page else "/"


def _page(path: str) -> int | None:
    if path == "/":
        return 0
    number = path.removeprefix("/tz/").removesuffix(".html")
    return int(number) if number.isdecimal() else None
