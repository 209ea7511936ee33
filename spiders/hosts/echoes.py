"""How each site answers an address that does not exist: asked once for the whole cluster, before its pages are read.

One address that nobody ever had is asked of every origin whose pages are read. A site that answers it with a page of
its own is asked for its home page too: where every address gives the home page, or where all is closed for maintenance,
the answer tells nothing of a link.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import NoReturn
from urllib.parse import urlsplit

from scrapy.http import Response

from infra.once import Once
from infra.records import RecordError, decode, encode
from spiders import guards
from spiders.hosts.once import known_once
from spiders.reading.echo import Echo, odd_path, without_own
from spiders.reading.links import Resolver
from spiders.reading.page import Page, read


class TurnTakenError(Exception):
    """A page's turn at its host went to the address that does not exist; the page comes when the next turn does."""


Fetch = Callable[[str], Awaitable[Response]]

#: Redirects that are followed.
_MAX_REDIRECTS = 5
#: Seconds for which an answer holds, longer than any inspection; and one that did not come.
_HOLDS = 90 * 86_400
_HOLDS_BRIEFLY = 600
#: List entries that an error page may recommend.
_MOST_ENTRIES = 3
#: Origins that a worker remembers; it works on few sites at a time.
_REMEMBERED = 2_000


class Echoes:
    """Asks sites what they show for nothing. ``delay`` is what a host waits between two requests, in seconds."""

    def __init__(self, cache: Once, *, seed: str, delay: float) -> None:
        self._cache = cache
        self._seed = seed
        self._delay = delay
        self._known: OrderedDict[str, tuple[Echo, float]] = OrderedDict()

    def of(self, url: str) -> Echo | None:
        """Give what the site of ``url`` shows for nothing; None when it was not asked."""
        known = self._known.get(_origin(url))
        return known[0] if known else None

    async def learn(self, url: str, fetch: Fetch) -> None:
        """Return when it is known how the site of ``url`` answers; ``fetch`` gets a page, and raises if none comes.

        Waits as long as Redis is away. Raises ``TurnTakenError`` where the site had to be asked first.
        """
        origin, now = _origin(url), asyncio.get_running_loop().time()
        known = self._known.get(origin)
        if known is not None and known[1] > now:
            return
        value = await known_once(self._cache, origin, lambda: self._ask(origin, fetch))
        self._known[origin] = (_decoded(value), now + _HOLDS_BRIEFLY)
        self._known.move_to_end(origin)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)

    async def _ask(self, origin: str, fetch: Fetch) -> NoReturn:
        try:
            echo, seconds = await self._heard(origin, fetch), _HOLDS
        except Exception:  # noqa: BLE001 - whatever is wrong with the host, its pages will tell
            echo, seconds = Echo(), _HOLDS_BRIEFLY
        await self._cache.keep(origin, encode(echo), seconds)
        # To wait here until the host may be asked again would keep a slot from all other hosts.
        raise TurnTakenError(origin)

    async def _heard(self, origin: str, fetch: Fetch) -> Echo:
        asked = origin + odd_path(self._seed, origin)
        page, answered_at = await self._followed(asked, fetch)
        if page is None or not _is_word_for_nothing(page):
            return Echo()
        await asyncio.sleep(self._delay)
        home, _ = await self._followed(f"{origin}/", fetch)
        if home is None or home.imprint == page.imprint:
            return Echo()
        return Echo(imprint=page.imprint, location="" if answered_at == asked else without_own(answered_at, asked))

    async def _followed(self, url: str, fetch: Fetch) -> tuple[Page | None, str]:
        """Give the page that an address shows in the end, None without one, and where that is."""
        for _ in range(_MAX_REDIRECTS + 1):
            response = await fetch(url)
            if response.status in guards.REDIRECTS:
                location = Resolver(url)((response.headers.get("Location") or b"").decode("utf-8", "replace"))
                if not location:
                    break
                url = location
                await asyncio.sleep(self._delay)
                continue
            if not 200 <= response.status < 300:
                break
            kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
            return read(response.body, url, charset=guards.declared_charset(kind), imprinted=True), url
        return None, url


def _is_word_for_nothing(page: Page) -> bool:
    """Whether a page can be what a site has for no page: no article and no list of any."""
    return bool(page.imprint) and page.published is None and len(page.entries) <= _MOST_ENTRIES


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _decoded(value: bytes) -> Echo:
    try:
        return decode(value, Echo)
    except RecordError:
        return Echo()
