"""The Lua scripts, and a call that survives a server which has forgotten them.

A restart or a failover empties the script cache. A single call then loads the scripts and repeats itself. In a pipeline
the caller does so: ``Scripts.forgotten`` tells from the replies. All scripts are loaded in one transaction, so a
server knows all of them or none: a transaction of several calls never runs half.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from hashlib import sha1
from importlib.resources import files
from typing import Any, Final

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.client import Pipeline
from redis.exceptions import NoScriptError

Argument = str | bytes | int | float


class Script(StrEnum):
    """Names of the files in ``lua/``."""

    OFFER = "offer"
    CLAIM = "claim"
    SETTLE = "settle"
    RENEW = "renew"
    RELEASE = "release"
    RETRY_DEAD = "retry_dead"
    RESUME_TARGET = "resume_target"
    STEER = "steer"
    ACK = "ack"
    FOLD = "fold"
    TRANSITION = "transition"
    REDIRECT = "redirect"
    ENTER = "enter"


class Scripts:
    """The scripts over one client, called with the key prefix of one inspection."""

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis: Final = redis
        self._prefix: Final = prefix
        self._sources: Final = _sources()

    async def call(self, script: Script, *arguments: Argument) -> Any:
        """Run one script; load the scripts first if the server does not know them."""
        try:
            return await self._redis.evalsha(*self._call(script, arguments))
        except NoScriptError:
            await self.load()
            return await self._redis.evalsha(*self._call(script, arguments))

    def add(self, pipeline: Pipeline, script: Script, *arguments: Argument) -> None:
        """Put a call into a pipeline; its reply may be a ``NoScriptError`` (execute with ``raise_on_error=False``)."""
        pipeline.execute_command("EVALSHA", *self._call(script, arguments))

    async def load(self) -> None:
        """Make the server know all scripts, in one transaction; of a cluster, all primaries.

        A cluster has no such transaction. There they are loaded in the order of ``Script``, in which what adds stands
        before what settles: a node that can settle can add.
        """
        client: object = self._redis
        if isinstance(client, RedisCluster):
            for source, _ in self._sources.values():
                await client.script_load(source)
            return
        async with self._redis.pipeline(transaction=True) as pipeline:
            for source, _ in self._sources.values():
                pipeline.script_load(source)
            await pipeline.execute()

    @staticmethod
    def forgotten(replies: Iterable[object]) -> bool:
        """True when a pipeline met a server that does not know the scripts."""
        return any(isinstance(reply, NoScriptError) for reply in replies)

    def _call(self, script: Script, arguments: Sequence[Argument]) -> tuple[Any, ...]:
        return self._sources[script][1], 1, self._prefix, *arguments


@cache
def _sources() -> dict[Script, tuple[str, str]]:
    """Read each script with the prelude before it, and its SHA-1, which is how Redis names it."""
    folder = files("infra.redis") / "lua"
    prelude = (folder / "prelude.lua").read_text(encoding="utf-8")
    sources = {}
    for script in Script:
        source = prelude + "\n" + (folder / f"{script}.lua").read_text(encoding="utf-8")
        sources[script] = (source, sha1(source.encode(), usedforsecurity=False).hexdigest())
    return sources
