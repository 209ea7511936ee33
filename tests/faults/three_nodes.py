"""A real Redis Cluster of three primaries on loopback, joined by hand as ``redis-cli --cluster create`` would."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import redis

from tests.faults.servers import answers, asking, free_ports, running

SLOTS = 16384
#: The nodes talk to each other on their port plus this.
_BUS = 10_000


class Cluster:
    """``ports`` of the nodes; ``url`` names two of the three, the client finds the other."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.ports = free_ports(3, below=65536 - _BUS)
        for port in self.ports:
            stack.enter_context(
                running(folder / str(port), port, "cluster-enabled yes", "cluster-node-timeout 2000", 'save ""')
            )

    @property
    def url(self) -> str:
        return "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in self.ports[:2])

    def is_awake(self) -> bool:
        return all(answers(port) for port in self.ports)

    def join(self) -> None:
        """Share the slots out and make the nodes known to each other."""
        share = -(-SLOTS // len(self.ports))
        for number, port in enumerate(self.ports):
            with asking(port) as node:
                node.execute_command("CLUSTER SET-CONFIG-EPOCH", number + 1)
                node.execute_command("CLUSTER ADDSLOTS", *range(number * share, min((number + 1) * share, SLOTS)))
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


@contextmanager
def three_nodes(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(folder, stack)
