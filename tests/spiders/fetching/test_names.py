"""Names are looked up without holding anybody up."""

import asyncio
import socket
from threading import Event

import pytest

from spiders.fetching.names import SystemNames


async def test_a_name_that_exists() -> None:
    rows = await SystemNames().resolve("localhost", 80)
    assert {row["host"] for row in rows} <= {"127.0.0.1", "::1"}
    assert rows[0]["port"] == 80


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 64 + ".cn", "x..y"])
async def test_a_name_that_does_not_exist_or_is_none(host: str) -> None:
    with pytest.raises(OSError, match=r"."):
        await asyncio.wait_for(SystemNames().resolve(host, 80), 20)


async def test_no_such_name_is_believed_only_of_a_resolver_that_knows_some(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"www.a.gov.cn": "203.0.113.7", "here": "127.0.0.1"}

    def answer(host: str, port: int, **_: int) -> object:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[host], port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    names = SystemNames()
    await names.resolve("here", 80)
    with pytest.raises(socket.gaierror, match="no name could be resolved so far") as untold:
        await names.resolve("gone.gov.cn", 80)
    assert untold.value.errno == socket.EAI_AGAIN
    await names.resolve("www.a.gov.cn", 80)
    with pytest.raises(socket.gaierror) as told:
        await names.resolve("gone.gov.cn", 80)
    assert told.value.errno == socket.EAI_NONAME


async def test_slow_names_do_not_hold_up_others(monkeypatch: pytest.MonkeyPatch) -> None:
    answered, system = Event(), socket.getaddrinfo

    def slow(host: str, *arguments: int, **options: int) -> object:
        if host.startswith("slow"):
            answered.wait(10)
        return system("127.0.0.1", *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    names = SystemNames()
    waiting = [asyncio.create_task(names.resolve(f"slow{n}.cn", 80)) for n in range(50)]
    [row] = await asyncio.wait_for(names.resolve("quick.cn", 80), 5)
    assert row["host"] == "127.0.0.1"
    waiting[0].cancel()
    answered.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[0], asyncio.CancelledError)
    assert all(isinstance(result, list) for result in results[1:])
