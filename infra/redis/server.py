"""The Redis that a process of this project uses: the one that was set, else an embedded one shared by its folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from infra.redis.embedded import EmbeddedRedis
from infra.settings import Settings


@dataclass(frozen=True, slots=True)
class Server:
    """Where Redis is, and what can be done when it is away."""

    url: str
    revive: Callable[[], None]
    """Start an embedded server that died again; one that others run is left to them. Raises ``RedisUnavailable``."""


@contextmanager
def redis_server(settings: Settings) -> Iterator[Server]:
    """Give the server that was set, else an embedded one which lives as long as somebody uses it.

    Raises ``RedisUnavailable``.
    """
    if settings.redis_url is not None:
        yield Server(settings.redis_url.get_secret_value(), lambda: None)
        return
    with EmbeddedRedis(settings.data_dir / "redis") as server:
        yield Server(server.url, server.revive)
