"""The address guard: no link, redirect or DNS answer leads this crawler into a private network.

It sits where the connection is made, behind the resolver, so a name that answers with one address now and
another later (DNS rebinding) gains nothing: what is checked is what is connected to. Hosts written as
addresses skip every resolver and are checked apart.
"""

import ipaddress
import socket
from collections.abc import Iterable, Mapping

from aiohttp.abc import AbstractResolver, ResolveResult

from infra.settings import parse_resolve

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: IPv6 networks that carry an IPv4 address in their last 32 bits: mapped, compatible (RFC 4291) and NAT64 (RFC 6052).
_CARRIERS = tuple(map(ipaddress.IPv6Network, ("::ffff:0:0/96", "::/96", "64:ff9b::/96")))
#: NAT64 for local use (RFC 8215): where it leads is known to that network only.
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
#: What ``ipaddress`` calls an address, and the word for the operator; the first that fits.
_KINDS = (
    ("is_unspecified", "unspecified"),
    ("is_loopback", "loopback"),
    ("is_link_local", "link-local"),
    ("is_site_local", "local to a network"),
    ("is_multicast", "multicast"),
    ("is_reserved", "reserved"),
)
_OPENED = frozenset({"loopback", "private"})


class AddressRefusedError(Exception):
    """A connection that the guard does not allow; the text says which address and why."""


def refusal(address: Address, *, allow_private: bool) -> str:
    """Say why ``address`` may not be connected to; empty when it may.

    ``allow_private`` opens private and loopback ranges (RFC 1918, RFC 4193, RFC 6598, 127/8) and nothing
    else: link-local ones, where cloud machines keep their secrets, stay closed.
    """
    kind = _kind(address)
    return "" if allow_private and kind in _OPENED else kind


def _kind(address: Address) -> str:
    if isinstance(address, ipaddress.IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return _kind(carried)
        if address in _LOCAL_NAT64:
            return "local to a network"
    for attribute, kind in _KINDS:
        if getattr(address, attribute, False):
            return kind
    return "" if address.is_global else "private"


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that an IPv6 one stands for, also by 6to4 and Teredo."""
    if address.is_loopback or address.is_unspecified:
        return None
    if any(address in network for network in _CARRIERS):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo is not None else None


class AddressGuard(AbstractResolver):
    """A resolver for aiohttp's connector that hands out allowed addresses only.

    ``overrides`` maps a host name to the address and port it is connected to instead (``--resolve``); that
    address is allowed for that name alone.
    """

    def __init__(
        self, resolver: AbstractResolver, *, overrides: Mapping[str, tuple[str, int]], allow_private: bool
    ) -> None:
        self._resolver = resolver
        self._overrides = overrides
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve ``host`` and drop the addresses that are not allowed.

        Raises ``AddressRefusedError`` when none is left, ``OSError`` when the name has no address.
        """
        override = self._overrides.get(plain_host(host))
        if override is not None:
            return [_as_result(host, *override)]
        found = await self._resolver.resolve(host, port, family)
        refused = {row["host"]: self._refusal(row["host"]) for row in found}
        allowed = [row for row in found if not refused[row["host"]]]
        if not found:
            raise OSError(None, "the name has no address")
        if not allowed:
            address, why = next(iter(refused.items()))
            msg = f"{host} resolves to {address}, which is {why}"
            raise AddressRefusedError(msg)
        return allowed

    def check_literal(self, host: str) -> None:
        """Refuse a URL whose host is itself an address that is not allowed; names pass, they are checked when resolved.

        Raises ``AddressRefusedError``.
        """
        try:
            why = self._refusal(host.strip("[]"))
        except ValueError:
            return
        if why:
            msg = f"{host} is {why}"
            raise AddressRefusedError(msg)

    async def close(self) -> None:
        """Close the resolver behind the guard."""
        await self._resolver.close()

    def _refusal(self, host: str) -> str:
        return refusal(ipaddress.ip_address(host), allow_private=self._allow_private)


def overrides_from(rows: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Read ``HOST:ADDR:PORT`` rows into host → (address, port)."""
    return {plain_host(host): (address, port) for host, address, port in map(parse_resolve, rows)}


def plain_host(host: str) -> str:
    """Lower-case a host name and drop the dot that marks it as complete."""
    return host.lower().rstrip(".")


def _as_result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=flags)
