"""``python -m tests.bench.site``: serves the generated sites on loopback, and remembers what it was asked.

A process of its own. All pages are written before the port is printed, so that a request costs a look-up: the server
must not be what the crawlers wait for.
"""

import asyncio
import time
from collections import Counter, defaultdict

from aiohttp import web

from tests.bench.pages import HOSTS, site

#: Where the driver asks what was asked for; GET to read, POST to begin anew, with ``delay_ms`` before every answer.
RECORD = "/-/record"


class Server:
    """All sites on one port, told apart by the Host header."""

    def __init__(self) -> None:
        self._pages = {host: site(host) for host in HOSTS}
        self._hits: Counter[tuple[str, str]] = Counter()
        self._times: defaultdict[str, list[float]] = defaultdict(list)
        self._delay = 0.0

    async def answer(self, request: web.Request) -> web.Response:
        host = request.host.partition(":")[0]
        body = self._pages.get(host, {}).get(request.path_qs)
        self._times[host].append(time.monotonic())
        self._hits[host, request.path_qs] += 1
        if self._delay:
            await asyncio.sleep(self._delay)
        if body is None:
            return web.Response(status=404, text="<html><body>404</body></html>", content_type="text/html")
        return web.Response(body=body, headers={"Content-Type": "text/html; charset=utf-8"})

    async def record(self, _: web.Request) -> web.Response:
        """What was asked: requests, different pages, and the arrival times by host (seconds, this machine's clock)."""
        return web.json_response(
            {"requests": self._hits.total(), "pages": len(self._hits), "times": self._times if len(self._hits) else {}}
        )

    async def count(self, _: web.Request) -> web.Response:
        """The two numbers alone: asked often while a crawl is measured."""
        return web.json_response({"requests": self._hits.total(), "pages": len(self._hits)})

    async def forget(self, request: web.Request) -> web.Response:
        self._delay = int(request.query.get("delay_ms", "0")) / 1000
        self._hits.clear()
        self._times.clear()
        return web.json_response({})


async def main() -> None:
    server = Server()
    app = web.Application()
    app.router.add_get(RECORD, server.record)
    app.router.add_get(f"{RECORD}/count", server.count)
    app.router.add_post(RECORD, server.forget)
    app.router.add_route("*", "/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=512).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
