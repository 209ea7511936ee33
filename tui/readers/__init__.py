"""Readers of topics, one a file: what only one screen shows, read while it is up."""

from collections.abc import Mapping

from redis.asyncio import Redis

from infra.frontier import Frontier
from tui.readers.failures import FailuresReader, FailuresTopic
from tui.topics import Reader, Topic


def readers(redis: Redis, inspection: str, frontier: Frontier) -> Mapping[type[Topic], Reader]:
    """Give a reader for each kind of topic."""
    return {FailuresTopic: FailuresReader(redis, inspection, frontier)}
