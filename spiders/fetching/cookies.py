"""Cookies for sites that show nothing before they see one, by host.

Only those of walls are kept, a few a host, and never of more than so many hosts: an inspector has no session and
wants none. A cookie counts for the host that set it, whatever else it asks for.
"""

from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MAX_HOSTS = 2_000
_MAX_COOKIES = 20
#: Characters of a host's cookies in all; servers refuse longer header lines.
_MAX_LENGTH = 4_000


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

    def knows(self, host: str, lines: Iterable[str]) -> bool:
        """Tell whether the host has set cookies of all these names before."""
        kept = self._hosts.get(host, {})
        return all(name in kept for line in lines if (name := _read(line)[0]))

    def keep(self, host: str, lines: Iterable[str]) -> None:
        """Learn from an answer's ``Set-Cookie`` lines; the newest stay when there are too many."""
        kept = self._hosts.setdefault(host, {})
        self._hosts.move_to_end(host)
        for line in lines:
            name, value, is_over = _read(line)
            if not name:
                continue
            kept.pop(name, None)
            if not is_over:
                kept[name] = value
        while len(kept) > _MAX_COOKIES or sum(map(len, (*kept, *kept.values()))) > _MAX_LENGTH:
            del kept[next(iter(kept))]
        if len(self._hosts) > _MAX_HOSTS:
            self._hosts.popitem(last=False)

    def part(self, host: str) -> "Cookies":
        """Give a copy that has this host's cookies only."""
        copy = Cookies()
        if host in self._hosts:
            copy._hosts[host] = dict(self._hosts[host])
        return copy

    def take(self, others: "Cookies") -> None:
        """Have what the others have, for each of their hosts."""
        for host, kept in others._hosts.items():  # noqa: SLF001 - others of this class
            self.keep(host, [f"{name}={value}" for name, value in kept.items()])


def _read(line: str) -> tuple[str, str, bool]:
    """Give a cookie's name, value, and whether it is set only to be forgotten; no name when it is none."""
    pair, *attributes = line.split(";")
    name, equals, value = pair.partition("=")
    if not name.strip() or not equals or len(line) > _MAX_LENGTH:
        return "", "", False
    return name.strip(), value.strip(), any(_is_end(attribute) for attribute in attributes)


def _is_end(attribute: str) -> bool:
    name, _, value = attribute.partition("=")
    match name.strip().lower():
        case "max-age":
            return value.strip().startswith("-") or value.strip() == "0"
        case "expires":
            try:
                moment = parsedate_to_datetime(value)
            except ValueError:
                return False
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) < datetime.now(UTC)
    return False
