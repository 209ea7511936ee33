"""robots.txt, where the operator wants it obeyed (RFC 9309): one fetch for the whole cluster, then known to all.

An inspection by the body that supervises the sites needs no leave of theirs, so by default nobody asks. Whoever else
inspects sets ``robots = "obey"``: what is disallowed is not fetched and said to be refused, and a ``Crawl-delay`` slows
the host down for all workers.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego
from scrapy.http import Response

from infra.robots import RobotsCache, RobotsRefusedError
from spiders.hosts.once import known_once
from spiders.reading.links import Resolver

Fetch = Callable[[str], Awaitable[Response]]

#: The name by which robots.txt may speak of us.
AGENT = "Xuncha"
#: Bytes that are read of a robots.txt: what RFC 9309 §2.5 asks for at least.
MAX_BYTES = 512 * 1024
#: Redirects that are followed (§2.3.1.2).
_MAX_REDIRECTS = 5
#: Seconds for which an answer holds (§2.4: a day at most), and one that is no answer.
_HOLDS = 86_400
_HOLDS_BRIEFLY = 600
#: A Crawl-delay beyond this would keep an inspection from ending.
_MAX_DELAY = 60.0
_REMEMBERED = 500

_RULES, _CLOSED = b"+", b"!"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    protego: Protego | None
    closed: str = ""
    """Why nothing may be fetched at all."""
    until: float


class Robots:
    """Asks robots.txt before a page is fetched. ``delay`` is what a host waits between two requests, in seconds."""

    def __init__(self, cache: RobotsCache, *, delay: float) -> None:
        self._cache = cache
        self._delay = delay
        self._known: OrderedDict[str, _Rules] = OrderedDict()

    async def check(self, url: str, fetch: Fetch) -> None:
        """Return when ``url`` may be fetched; ``fetch`` gets a robots.txt, and raises when there is no answer.

        Waits as long as Redis is away. Raises ``RobotsRefusedError``.
        """
        parts = urlsplit(url)
        rules = await self._rules_of(f"{parts.scheme}://{parts.netloc}", fetch)
        if rules.closed:
            raise RobotsRefusedError(rules.closed)
        if rules.protego is not None and not rules.protego.can_fetch(url, AGENT):
            msg = "robots.txt disallows it"
            raise RobotsRefusedError(msg)

    async def _rules_of(self, origin: str, fetch: Fetch) -> _Rules:
        now = asyncio.get_running_loop().time()
        known = self._known.get(origin)
        if known is None or known.until < now:
            value = await known_once(self._cache, origin, lambda: self._ask(origin, fetch))
            known = self._known[origin] = _read(value, now + _HOLDS_BRIEFLY)
        self._known.move_to_end(origin)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known

    async def _ask(self, origin: str, fetch: Fetch) -> bytes:
        value, seconds = await _fetched(f"{origin}/robots.txt", fetch)
        rules = _read(value, 0)
        asked = rules.protego.crawl_delay(AGENT) if rules.protego is not None else None
        delay = min(max(self._delay, asked or 0.0), _MAX_DELAY)
        if delay > self._delay:
            await self._cache.slow_down(origin, round(delay * 1000))
        # The page that waits for this is the host's next request, and the others' pages are those after it.
        await asyncio.sleep(delay)
        await self._cache.keep(origin, value, seconds)
        return value


async def _fetched(url: str, fetch: Fetch) -> tuple[bytes, int]:
    """Give what a robots.txt comes to and for how many seconds, by RFC 9309 §2.3.1."""
    for _ in range(_MAX_REDIRECTS + 1):
        try:
            response = await fetch(url)
        except Exception:  # noqa: BLE001 - whatever is wrong with the host, its pages will tell
            return _RULES, _HOLDS_BRIEFLY
        if 300 <= response.status < 400:
            url = Resolver(url)((response.headers.get("Location") or b"").decode("utf-8", "replace"))
            if not url:
                return _RULES, _HOLDS
            continue
        if response.status >= 500:
            return _CLOSED + f"robots.txt answers HTTP {response.status}, which forbids all".encode(), _HOLDS_BRIEFLY
        return _RULES + (response.body if response.status < 300 else b""), _HOLDS
    return _RULES, _HOLDS


def _read(value: bytes, until: float) -> _Rules:
    text = value[1:].decode("utf-8", "replace")
    if value.startswith(_CLOSED):
        return _Rules(protego=None, closed=text, until=until)
    return _Rules(protego=Protego.parse(text) if text else None, until=until)
