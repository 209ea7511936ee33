"""Whether a home page's host has an IPv6 address and answers there, as far as a machine can tell."""

import asyncio
import socket
from collections.abc import Callable

import pytest
from scrapy import Request
from scrapy.http import Response

from infra.features import IPv6Seen
from spiders.fetching import names
from spiders.fetching.ipv6 import IPV6, WANTED, SixthVersion, answers

PUBLIC = "2001:250::1"


def asker(
    *addresses: str, error: OSError | None = None, answered: bool | None = None
) -> tuple[SixthVersion, list[str]]:
    asked: list[str] = []

    async def look_up(host: str) -> list[str]:
        asked.append(host)
        if error is not None:
            raise error
        return list(addresses)

    async def attempt(address: str, port: int) -> bool | None:
        asked.append(f"{address} {port}")
        return answered

    return SixthVersion(frozenset({"led.gov.cn"}), look_up=look_up, attempt=attempt), asked


async def test_a_name_with_an_address_is_tried_there_once_a_host() -> None:
    sixth, asked = asker(PUBLIC, answered=True)
    assert await sixth.of("https://www.a.gov.cn/") == IPv6Seen(named=True, answered=True)
    assert await sixth.of("http://www.a.gov.cn/index.html") == IPv6Seen(named=True, answered=True)
    assert asked == ["www.a.gov.cn", f"{PUBLIC} 443"]


async def test_a_name_without_an_address() -> None:
    sixth, asked = asker()
    assert await sixth.of("http://www.a.gov.cn/") == IPv6Seen(named=False)
    assert asked == ["www.a.gov.cn"]


@pytest.mark.parametrize("address", ["fd00::1", "::1", "fe80::1", "::ffff:10.0.0.1"])
async def test_an_address_of_a_private_network_tells_nothing_and_is_not_asked(address: str) -> None:
    sixth, asked = asker(address)
    assert await sixth.of("http://www.a.gov.cn/") == IPv6Seen()
    assert asked == ["www.a.gov.cn"]


async def test_a_name_server_that_does_not_answer_tells_nothing() -> None:
    sixth, _ = asker(error=socket.gaierror(socket.EAI_AGAIN, "try again"))
    assert await sixth.of("http://www.a.gov.cn/") == IPv6Seen()


@pytest.mark.parametrize(
    "url", ["http://led.gov.cn/", "http://LED.gov.cn./", "http://10.1.2.3/", "http://[2001:250::1]/"]
)
async def test_names_that_are_led_elsewhere_and_addresses_are_not_looked_up(url: str) -> None:
    sixth, asked = asker(PUBLIC)
    assert await sixth.of(url) is None
    assert not asked


async def test_only_what_is_wanted_is_asked() -> None:
    sixth, asked = asker(PUBLIC)
    request, response = Request("http://www.a.gov.cn/x"), Response("http://www.a.gov.cn/x")
    assert await sixth.process_response(request, response) is response
    assert not asked
    wanted = Request("http://www.a.gov.cn/", meta={WANTED: True})
    await sixth.process_response(wanted, Response("http://www.a.gov.cn/"))
    assert wanted.meta[IPV6] == IPv6Seen(named=True)


@pytest.mark.parametrize("number", [socket.EAI_NONAME, socket.EAI_NODATA, socket.EAI_ADDRFAMILY])
async def test_no_record_is_no_address(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _raising(socket.gaierror(number, "none")))
    assert await names.sixth("www.a.gov.cn") == []


async def test_a_lookup_that_fails_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _raising(socket.gaierror(socket.EAI_AGAIN, "try again")))
    with pytest.raises(socket.gaierror):
        await names.sixth("www.a.gov.cn")


async def test_records_are_asked_for_on_machines_without_ipv6_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, int] = {}

    def answer(host: str, port: int, **how: int) -> object:
        asked.update(how)
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (PUBLIC, port, 0, 0))] * 2

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert await names.sixth("www.a.gov.cn") == [PUBLIC]
    assert (asked["family"], asked["flags"]) == (socket.AF_INET6, 0)


async def test_a_server_takes_a_connection_or_does_not() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    assert await answers("127.0.0.1", port) is True
    server.close()
    await server.wait_closed()
    assert await answers("127.0.0.1", port) is False


def _raising(error: OSError) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail
