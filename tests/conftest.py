"""A real Redis for every test that asks: one private embedded server a session, flushed before each test."""

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from infra.redis.connection import connect
from infra.redis.embedded import EmbeddedRedis


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    with EmbeddedRedis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
async def redis(redis_server: EmbeddedRedis) -> AsyncIterator[Redis]:
    client = connect(redis_server.url)
    await client.flushall()
    yield client
    await client.aclose()


@pytest.fixture
def redis_url(redis_server: EmbeddedRedis, redis: Redis) -> str:
    """Address of the freshly flushed server, for processes that a test starts."""
    return redis_server.url
