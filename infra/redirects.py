"""Where addresses redirect to, known to the whole cluster, so that a way round in a circle is noticed.

Every redirect is a task of its own, and the frontier drops a task that it knows. So the last address of a circle would
end like any other, and a page that no visitor can open would look as if it had been read. Each address is noted by 64
bits of its hash with where it leads; whoever notes the last one is told. Noting one again changes nothing.
"""

from enum import IntEnum
from hashlib import blake2b
from typing import Final

from redis.asyncio import Redis

from infra.redis.keys import Keys
from infra.redis.scripts import Script, Scripts

#: Redirects in a row after which browsers give up: the Fetch standard's redirect count (fetch.spec.whatwg.org §4.4).
MOST: Final = 20


class Leads(IntEnum):
    """What an address that redirects is part of; the script's numbers."""

    ON = 0
    ROUND = 1
    """A circle: it leads back to itself, by however many others (up to ``MOST``)."""
    TOO_FAR = 2
    """A way of more than ``MOST`` redirects, counted as it was first met."""


class Redirects:
    """The redirects of one inspection."""

    def __init__(self, redis: Redis, inspection: str) -> None:
        self._scripts: Final = Scripts(redis, Keys(inspection).prefix)

    async def note(self, url: str, location: str) -> Leads:
        """Remember that ``url`` redirects to ``location`` (both canonical), and tell where that leads."""
        return Leads(await self._scripts.call(Script.REDIRECT, _print(url), _print(location), MOST))


def _print(url: str) -> bytes:
    return blake2b(url.encode("utf-8", "surrogatepass"), digest_size=8).digest()
