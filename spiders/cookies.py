"""Cookies for sites that show nothing before they see one: asked for by a redirect to the same address.

Only such a wall's cookies are kept, by host, a few of each, and never more than so many hosts: an inspector has no
session and wants none.
"""

from collections import OrderedDict
from collections.abc import Iterable

from spiders.reading.links import Resolver

#: Times that one request is sent again with the cookies it was given.
MAX_RETRIES = 2
_MAX_HOSTS = 2_000
_MAX_COOKIES = 20
#: Characters of a host's cookies in all; servers refuse longer header lines.
_MAX_LENGTH = 4_000


def is_wall(url: str, status: int, location: str, cookies: Iterable[str]) -> bool:
    """Tell whether an answer only wants a cookie: a redirect to where it was asked, with ``Set-Cookie``."""
    if status not in (301, 302, 303, 307, 308) or not location:
        return False
    return any(cookies) and Resolver(url)(location) == url


class Cookies:
    """The cookies that walls have set, by host."""

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, dict[str, str]] = OrderedDict()

    def header(self, host: str) -> str:
        """Give what a request to the host sends as ``Cookie``; empty when its walls have set none."""
        kept = self._hosts.get(host)
        if not kept:
            return ""
        self._hosts.move_to_end(host)
        return "; ".join(f"{name}={value}" for name, value in kept.items())

    def keep(self, host: str, lines: Iterable[str]) -> None:
        """Learn from an answer's ``Set-Cookie`` lines; the newest stay when there are too many."""
        kept = self._hosts.setdefault(host, {})
        self._hosts.move_to_end(host)
        for line in lines:
            name, equals, value = line.partition(";")[0].partition("=")
            name, value = name.strip(), value.strip()
            if not name or not equals or len(line) > _MAX_LENGTH:
                continue
            kept.pop(name, None)
            kept[name] = value
        while len(kept) > _MAX_COOKIES or sum(map(len, (*kept, *kept.values()))) > _MAX_LENGTH:
            del kept[next(iter(kept))]
        if len(self._hosts) > _MAX_HOSTS:
            self._hosts.popitem(last=False)
