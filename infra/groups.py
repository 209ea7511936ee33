"""Address groups: which hosts are likely one machine, for the second politeness gate (DESIGN §4).

Many departments' sites live on one platform. The delay of each host alone would let a crawl ask that platform a hundred
times a second; so hosts reached at one address also share a minimum gap and a number of open leases.
"""

import ipaddress
from functools import lru_cache
from typing import Final

#: A site is given a /64 of IPv6 at least (RFC 6177), so one machine may answer at any address of it. An IPv4 address is
#: taken exactly: its neighbours in a government cloud are other people's machines.
_IPV6_PREFIX: Final = 64


@lru_cache(maxsize=4096)
def group_of(address: str) -> str:
    """Give the group of the address a worker was connected to; '' for none.

    Loopback has none: what a test, the demo or ``--resolve`` puts there is this machine, and each host is paced alone.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if parsed.is_loopback or parsed.is_unspecified:
        return ""
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(ipaddress.IPv6Network((parsed, _IPV6_PREFIX), strict=False))
