"""The small site, with validators: one that tells what has changed since, and some that tell untruths."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

from aiohttp import web
from redis.asyncio import Redis

from infra.frontier import Frontier, Limits
from infra.inspections import Inspections, first_tasks
from infra.records import Observation, decode
from infra.redis.keys import Keys
from infra.settings import Settings
from infra.stream import FIELD
from spiders.worker import Worker
from tests import site_server
from tests.site_server import HOST, SiteServer
from tests.spiders.worker_process import settings_for, site_target
from tests.waiting import until

MODIFIED = "Mon, 15 Jan 2024 08:00:00 GMT"


class Manner(Enum):
    """How the server answers a conditional request."""

    HONEST = "by ETag if there is one, else by Last-Modified"
    LIAR = "nothing has ever changed"
    STALE = "by an ETag that does not change with the page"
    STRICT = "HTTP 412"


@dataclass(slots=True, kw_only=True)
class RevisitedSite(SiteServer):
    """A site that says how its pages are to be asked after."""

    manner: Manner = Manner.HONEST
    etag: bool = True
    walled: str = ""
    """A page that sends its visitors back to itself until they bring a cookie."""
    last_modified: bool = True
    changed: dict[str, str] = field(default_factory=dict)
    """Path → what stands on the page since."""
    bare: dict[str, int] = field(default_factory=dict)
    """Path → how many plain requests are still answered with 304."""
    odd: dict[str, web.Response] = field(default_factory=dict)
    """Path → another page in its place."""
    conditional: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    """Bytes of bodies."""

    def forget(self) -> None:
        """Count anew."""
        self.hits.clear()
        self.conditional.clear()
        self.unchanged.clear()
        self.sent = 0

    def answer(self, request: web.Request) -> web.Response:
        self.hits[request.path_qs] += 1
        if request.path == self.walled and "seen" not in request.cookies:
            return web.Response(status=302, headers={"Location": request.path_qs, "Set-Cookie": "seen=1; Path=/"})
        page = self.odd.get(request.path) or site_server._page(self, request.path)
        assert isinstance(page.body, bytes)
        # No two pages are the same: one body that two addresses have is kept of one of them.
        own = f"<!-- {request.path} -->{self.changed.get(request.path, '')}</body>"
        body = page.body.replace(b"</body>", own.encode())
        if self.bare.get(request.path, 0) > 0 and not _condition(request):
            self.bare[request.path] -= 1
            return web.Response(status=304)
        headers = self._validators(request.path, body) if page.status == 200 else {}
        if _condition(request):
            self.conditional[request.path] += 1
            if self.manner is Manner.STRICT:
                return web.Response(status=412)
            if self._is_same(request, headers):
                self.unchanged[request.path] += 1
                return web.Response(status=304, headers=headers | {"Content-Encoding": "gzip"})
        self.sent += len(body)
        return web.Response(body=body, status=page.status, headers=headers, content_type=page.content_type)

    def _validators(self, path: str, body: bytes) -> dict[str, str]:
        content = path.encode() if self.manner is Manner.STALE else body
        headers = {"ETag": f'W/"{hashlib.sha1(content).hexdigest()}"'} if self.etag else {}
        moment = MODIFIED.replace("15", "16") if path in self.changed else MODIFIED
        return headers | ({"Last-Modified": moment} if self.last_modified else {})

    def _is_same(self, request: web.Request, headers: dict[str, str]) -> bool:
        if self.manner is Manner.LIAR:
            return True
        if (tag := request.headers.get("If-None-Match")) is not None:
            return tag == headers.get("ETag")
        return request.headers.get("If-Modified-Since") == headers.get("Last-Modified")


def _condition(request: web.Request) -> bool:
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers


@asynccontextmanager
async def serve(*, articles: int = 20) -> AsyncIterator[RevisitedSite]:
    """Run the site on a free loopback port until the block ends."""
    site = RevisitedSite(articles=articles)

    async def answer(request: web.Request) -> web.Response:
        return site.answer(request)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarters:
    """Inspections of one site, one after the other, over one Redis and one folder."""

    site: RevisitedSite
    redis: Redis
    settings: Settings

    @classmethod
    def of(cls, site: RevisitedSite, redis: Redis, redis_url: str, folder: Path, **changes: object) -> "Quarters":
        """Inspections that keep every page, unless ``changes`` to the settings say otherwise."""
        wanted: dict[str, object] = {"evidence": "all", "open_leases": 1} | changes
        return cls(site=site, redis=redis, settings=settings_for(site, redis_url, folder, **wanted))

    async def open(self, name: str, *, reuses: str = "") -> Frontier:
        """Create an inspection over the site and start it."""
        inspections, target = Inspections(self.redis), site_target(self.site)
        await inspections.create(id=name, as_of="2024-02-29", standard="national-2019", targets=[target], reuses=reuses)
        frontier = Frontier(self.redis, name, Limits.from_settings(self.settings))
        await frontier.offer(first_tasks([target]))
        await inspections.start(name)
        self.site.forget()
        return frontier

    async def inspect(self, name: str, *, reuses: str = "") -> dict[str, Observation]:
        """Run an inspection with a worker in this process to its end; give what was seen, by path."""
        frontier = await self.open(name, reuses=reuses)
        worker = Worker(self.settings, self.redis, name=f"w-{name}", metrics_port=0)
        running = asyncio.create_task(worker.run(name, once=True))

        async def finished() -> bool:
            assert not running.done(), "the worker ended by itself"
            return (await frontier.progress()).finished

        await until(finished, timeout=30)
        await Inspections(self.redis).finish(name)
        await asyncio.wait_for(running, 10)
        assert await frontier.dead_letters() == []
        return await self.seen(name)

    async def seen(self, name: str) -> dict[str, Observation]:
        """What an inspection has seen, by path."""
        rows: Any = await self.redis.xrange(Keys(name).stream)
        seen = [decode(fields[FIELD], Observation) for _, fields in rows]
        assert len({row.url for row in seen}) == len(seen), "a page was observed twice"
        return {row.url.removeprefix(f"http://{HOST}"): row for row in seen}


def timeless(seen: dict[str, Observation]) -> dict[str, Observation]:
    """What was seen, without when, how fast, where it is kept, and whether it was sent again."""
    return {path: replace(row, seen_at=0, latency_ms=0, evidence="", unchanged_since="") for path, row in seen.items()}
