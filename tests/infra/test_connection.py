"""URLs in, clients out; one line when the server is not there."""

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis as sync_redis
from redis.asyncio import Redis, SSLConnection
from redis.exceptions import TimeoutError  # noqa: A004

from infra.redis.connection import RedisUnavailable, breaks, connect, ping, redacted
from infra.redis.embedded import EmbeddedRedis, locate


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, password: str | None = None) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            with sync_redis.Redis(port=port, password=password) as client:
                client.ping()
        except sync_redis.ConnectionError:
            time.sleep(0.02)
        else:
            return
    pytest.fail(f"no server on port {port}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    """A server on a loopback port with the password "s3cret"."""
    port = free_port()
    process = subprocess.Popen(
        [
            locate(),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--requirepass",
            "s3cret",
            "--save",
            "",
            "--dir",
            tmp_path,
        ],
        stdout=subprocess.DEVNULL,
    )
    wait_for(port, "s3cret")
    yield port
    process.terminate()
    process.wait()


@pytest.fixture
def sentinel(server: int, tmp_path: Path) -> Iterator[int]:
    port = free_port()
    config = tmp_path / "sentinel.conf"
    config.write_text(
        f"port {port}\nbind 127.0.0.1\ndir {tmp_path}\n"
        f"sentinel monitor inspections 127.0.0.1 {server} 1\nsentinel auth-pass inspections s3cret\n"
    )
    process = subprocess.Popen([locate(), config, "--sentinel"], stdout=subprocess.DEVNULL)
    wait_for(port)
    yield port
    process.terminate()
    process.wait()


async def test_a_password_in_the_url_opens_the_server(server: int) -> None:
    client = connect(f"redis://:s3cret@127.0.0.1:{server}/0")
    assert await client.set("k", "v")
    assert await client.get("k") == b"v"
    await client.aclose()


async def test_sentinels_lead_to_the_master(server: int, sentinel: int) -> None:
    url = f"sentinel://:s3cret@127.0.0.1:1,127.0.0.1:{sentinel}/inspections?db=2"
    client = connect(url)
    await client.set("k", "v")
    with sync_redis.Redis(port=server, password="s3cret", db=2) as direct:
        assert direct.get("k") == b"v"
    await client.aclose()
    await ping(url)
    with pytest.raises(RedisUnavailable, match="does not answer"):
        await ping(url.replace("inspections", "other"))


async def test_a_wrong_password_is_told_apart_and_never_printed(server: int) -> None:
    with pytest.raises(RedisUnavailable, match="refuses the password") as caught:
        await ping(f"redis://:wr0ng@127.0.0.1:{server}/0")
    assert "wr0ng" not in str(caught.value)


async def test_an_absent_server_is_one_line() -> None:
    port = free_port()
    with pytest.raises(RedisUnavailable, match=f"redis://127.0.0.1:{port}/0 does not answer") as caught:
        await ping(f"redis://127.0.0.1:{port}/0")
    assert "\n" not in str(caught.value)


def test_tls_is_a_matter_of_the_scheme() -> None:
    assert connect("rediss://redis.example:6380/1").connection_pool.connection_class.__mro__[2] is SSLConnection


@pytest.mark.parametrize(
    "url", ["http://redis", "redis", "redis://h:port", "sentinel://h:1", "sentinel:///inspections", "sentinel://h:x/s"]
)
def test_a_url_that_cannot_be_read_is_one_line(url: str) -> None:
    with pytest.raises(RedisUnavailable, match="Redis URL") as caught:
        connect(url)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://user:secret@h:1/0", "redis://user:***@h:1/0"),
        ("rediss://:se@cret@h:1", "rediss://:***@h:1"),
        ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
        ("sentinel://:x@a:1,b:2/s", "sentinel://:***@a:1,b:2/s"),
    ],
)
def test_passwords_are_not_shown(url: str, shown: str) -> None:
    assert redacted(url) == shown


def test_replies_are_bytes(redis_url: str) -> None:
    client: Redis = connect(redis_url)
    assert client.connection_pool.connection_kwargs["decode_responses"] is False


async def test_a_task_in_a_loop_of_calls_ends_when_it_is_cancelled(redis_url: str) -> None:
    client = connect(redis_url)

    async def ask_for_ever() -> None:
        while True:
            await client.get("k")

    for turn in range(60):
        task = asyncio.create_task(ask_for_ever())
        for _ in range(turn):
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=5)
        assert done == {task}
    await client.aclose()


async def test_a_server_that_hangs_is_a_timeout(server: int) -> None:
    url = f"redis://:s3cret@127.0.0.1:{server}/0"
    client = connect(url)
    client.connection_pool.connection_kwargs["socket_timeout"] = 0.2
    with sync_redis.Redis(port=server, password="s3cret") as other:
        await client.ping()
        other.client_pause(1500)
        with pytest.raises(TimeoutError):
            await client.set("k", "v")
    await client.aclose()


async def test_a_fall_that_the_client_mends_by_itself_is_told(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        async with connect(server.url) as redis, connect(server.url) as other:
            await redis.set("a", 1)
            await other.ping()
            before = breaks(redis)
            assert await redis.get("a") == b"1"
            assert breaks(redis) == before
            await other.connection_pool.disconnect()
            assert breaks(redis) == before, "another client's connections are not ours"
            os.kill((await redis.info("server"))["process_id"], signal.SIGKILL)
            server.revive()
            await redis.ping()
            assert breaks(redis) > before
