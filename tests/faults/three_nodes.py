"""A real Redis Cluster of three primaries on loopback, joined by hand as ``redis-cli --cluster create`` would."""

import gc
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
import redis
from redis.crc import key_slot

from tests.faults.servers import answers, asking, free_ports, running

#: What redis-py has open to nodes that it drops, when it learns anew who has which slots, is left to the collector;
#: ``three_nodes`` has it collected while these marks hold, and not in the middle of another test.
DROPPED_NODES = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SLOTS = 16384
_SHARE = -(-SLOTS // 3)
#: The nodes talk to each other on their port plus this.
BUS = 10_000


class Cluster:
    """``ports`` of the nodes; ``url`` names two of the three, the client finds the other."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.ports = free_ports(3, below=65536 - BUS)
        self.nodes = [stack.enter_context(node(folder, port)) for port in self.ports]

    def holder(self, key: str) -> int:
        """Tell which of the three has a key's slot."""
        return key_slot(key.encode()) // _SHARE

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in self.ports[:2])

    def is_awake(self) -> bool:
        return all(answers(port) for port in self.ports)

    def join(self) -> None:
        """Share the slots out and make the nodes known to each other."""
        for number, port in enumerate(self.ports):
            with asking(port) as node:
                node.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
                node.execute_command("CLUSTER ADDSLOTS", *range(number * _SHARE, min((number + 1) * _SHARE, SLOTS)))
                if number:
                    node.execute_command("CLUSTER MEET", "127.0.0.1", self.ports[0])

    def is_joined(self) -> bool:
        return all(self._knows_all(port) for port in self.ports)

    def _knows_all(self, port: int) -> bool:
        with asking(port) as node:
            try:
                told = node.execute_command("CLUSTER INFO")
            except redis.RedisError:
                return False
        return (told["cluster_state"], told["cluster_known_nodes"]) == ("ok", str(len(self.ports)))

    def sizes(self) -> list[int]:
        """Keys on each node."""
        counts = []
        for port in self.ports:
            with asking(port) as node:
                counts.append(int(node.dbsize()))
        return counts


def node(folder: Path, port: int, *lines: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """A node of a cluster, in which it has no part yet."""
    settings = ("cluster-enabled yes", "cluster-node-timeout 1000", 'save ""', *lines)
    return running(folder / str(port), port, *settings)


@contextmanager
def three_nodes(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        stack.callback(gc.collect)
        yield Cluster(folder, stack)
