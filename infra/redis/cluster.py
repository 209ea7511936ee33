"""A client of Redis Cluster that behaves as the plain client does, where redis-py's own does not.

A transaction is gathered and sent at once: redis-py asks a thread with an event loop of its own for the slot of every
command of it, which costs more than the command; here each command of ours names its key at a known place. And a
cluster of which no node can be reached is an error of Redis, as an unreachable server is.
"""

from collections.abc import Sequence
from typing import Any, Final, Self

from redis.asyncio.cluster import AbstractStrategy, ClusterNode, ClusterPipeline, RedisCluster, TransactionStrategy
from redis.exceptions import ConnectionError, RedisClusterException  # noqa: A004 - redis's own, as its client raises

#: Commands whose first key does not follow their name: EVALSHA has the digest and the number of keys before it.
_KEY_AT: Final = {"EVALSHA": 3}


class Cluster(RedisCluster):
    """All keys of one transaction must share a hash tag."""

    async def initialize(self, *args: Any, **kwargs: Any) -> Self:
        """Learn which node has which slots.

        Raises redis' ``ConnectionError`` when no node answers, or they do not have all slots between them.
        """
        try:
            await super().initialize(*args, **kwargs)
        except RedisClusterException as error:  # which is no ``RedisError``: whoever waits for a server would not wait
            raise ConnectionError(str(error)) from error
        return self

    def pipeline(self, transaction: Any = None, shard_hint: Any = None) -> ClusterPipeline:
        """Gather commands; with ``transaction`` they run as one."""
        pipeline = super().pipeline(transaction, shard_hint)
        if transaction:
            pipeline._execution_strategy = _Transaction(pipeline)  # noqa: SLF001 - redis-py has no other way in
        return pipeline


class _Transaction(TransactionStrategy):
    def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("keys", None)  # a hint for client-side caches, which no reply's callback takes
        key = args[_KEY_AT.get(args[0], 1)]
        self._pipeline_slots.add(self._pipe.cluster_client.keyslot(key))
        return AbstractStrategy.execute_command(self, *args, **kwargs)


def open_cluster(hosts: Sequence[tuple[str, int]], mixin: type[Any], **options: Any) -> Cluster:
    """Open a client over the nodes that are known; it learns of the others from them.

    ``mixin`` stands before the class of its connections.
    """
    nodes = [ClusterNode(host, port) for host, port in hosts]
    client = Cluster(startup_nodes=nodes, require_full_coverage=True, **options)
    plain = client.connection_kwargs["connection_class"]
    connection = type(mixin.__name__, (mixin, plain), {})
    client.nodes_manager.connection_kwargs["connection_class"] = connection
    for node in client.startup_nodes:
        node.connection_class = connection
    return client
