"""The address guard refuses every way into a private network, and opens only what it is told to."""

import ipaddress
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from spiders.fetching.addresses import AddressGuard, AddressRefusedError, overrides_from, refusal

CLOSED = [
    "127.0.0.1",
    "127.255.0.9",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::10.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::1",
    "2002:7f00:1::1",
]
OPEN = ["8.8.8.8", "202.103.0.1", "2400:3200::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
STILL_CLOSED = ["169.254.169.254", "::ffff:169.254.169.254", "0.0.0.0", "224.0.0.1", "fe80::1", "64:ff9b::169.254.1.1"]


class FixedResolver(AbstractResolver):
    """A name server that answers as it is told: the one outer part that a test cannot have for real."""

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers = answers

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in self.answers[host]
        ]

    async def close(self) -> None:
        self.answers = {}


def guard(*, allow_private: bool = False, resolve: tuple[str, ...] = (), **answers: list[str]) -> AddressGuard:
    names = {name.replace("_", "."): rows for name, rows in answers.items()}
    return AddressGuard(FixedResolver(names), overrides=overrides_from(resolve), allow_private=allow_private)


@pytest.mark.parametrize("text", CLOSED)
def test_closed_addresses(text: str) -> None:
    assert refusal(ipaddress.ip_address(text), allow_private=False)


@pytest.mark.parametrize("text", OPEN)
def test_open_addresses(text: str) -> None:
    assert refusal(ipaddress.ip_address(text), allow_private=False) == ""


@pytest.mark.parametrize("text", STILL_CLOSED)
def test_allowing_private_ranges_opens_nothing_more(text: str) -> None:
    assert refusal(ipaddress.ip_address(text), allow_private=True)


@pytest.mark.parametrize("text", ["127.0.0.1", "10.1.1.1", "fc00::1", "::ffff:192.168.0.1"])
def test_allowing_private_ranges_opens_them(text: str) -> None:
    assert refusal(ipaddress.ip_address(text), allow_private=True) == ""


@given(st.ip_addresses(v=4))
def test_an_address_and_its_carriers_are_treated_alike(address: ipaddress.IPv4Address) -> None:
    expected = refusal(address, allow_private=False)
    for carrier in ("::ffff:", "64:ff9b::"):
        carried = ipaddress.IPv6Address(carrier + str(address))
        assert refusal(carried, allow_private=False) == expected


async def test_a_name_that_leads_inside_is_refused_with_its_address() -> None:
    with pytest.raises(AddressRefusedError, match=r"evil\.cn resolves to 10\.0\.0\.1, which is private"):
        await guard(evil_cn=["10.0.0.1"]).resolve("evil.cn", 80)


async def test_of_mixed_answers_only_the_allowed_ones_are_connected_to() -> None:
    rows = await guard(mixed_cn=["10.0.0.1", "8.8.8.8"]).resolve("mixed.cn", 80)
    assert [row["host"] for row in rows] == ["8.8.8.8"]


async def test_an_override_connects_that_name_there_and_opens_nothing_else() -> None:
    guarded = guard(resolve=("www.a.gov.cn:127.0.0.1:8099",), other_cn=["127.0.0.1"])
    [row] = await guarded.resolve("WWW.a.gov.cn.", 80)
    assert (row["host"], row["port"]) == ("127.0.0.1", 8099)
    with pytest.raises(AddressRefusedError):
        await guarded.resolve("other.cn", 8099)
    with pytest.raises(AddressRefusedError):
        guarded.check_literal("127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "::ffff:10.0.0.1", "169.254.169.254"])
def test_hosts_written_as_addresses_are_checked(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        guard().check_literal(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "www.gov.cn", "2400:3200::1", ""])
def test_names_and_public_addresses_pass_the_check_of_literals(host: str) -> None:
    guard().check_literal(host)
