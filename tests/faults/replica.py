"""A fourth node of a cluster that follows one of the three, can be cut off from it, and takes over when it falls."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.servers import answers, asking, free_ports
from tests.faults.three_nodes import BUS, Cluster, node


class Replica:
    """``of`` is the number of the node that it follows."""

    def __init__(self, cluster: Cluster, of: int, port: int) -> None:
        self.port = port
        self.primary = cluster.ports[of]
        self._all = [*cluster.ports, port]

    def is_awake(self) -> bool:
        return answers(self.port)

    def meet(self) -> None:
        with asking(self.port) as here:
            for port in self._all[:-1]:
                here.execute_command("CLUSTER MEET", "127.0.0.1", port)

    def is_known(self) -> bool:
        """Tell whether every node knows every other: those that do not know it would not vote for it."""
        return all(known_nodes(port) == len(self._all) for port in self._all)

    def follow(self) -> None:
        with asking(self.port) as here, asking(self.primary) as there:
            here.execute_command("CLUSTER REPLICATE", there.execute_command("CLUSTER MYID"))

    def is_in_step(self) -> bool:
        with asking(self.port) as here, asking(self.primary) as there:
            mine, its = here.info("replication"), there.info("replication")
        up = mine.get("master_link_status") == "up"
        return bool(up and its["connected_slaves"] == 1 and mine["slave_repl_offset"] == its["master_repl_offset"])

    def cut(self) -> None:
        """End the following: it comes with a password to a node that knows of none, which sends it away."""
        with asking(self.port) as here, asking(self.primary) as there:
            here.config_set("masterauth", "unknown there")
            there.client_kill_filter(_type="replica")

    def is_cut(self) -> bool:
        with asking(self.port) as here, asking(self.primary) as there:
            down = here.info("replication")["master_link_status"] == "down"
            return bool(down and there.info("replication")["connected_slaves"] == 0)

    def has_taken_over(self) -> bool:
        with asking(self.port) as here:
            state = here.execute_command("CLUSTER INFO")["cluster_state"]
            return bool(here.info("replication")["role"] == "master" and state == "ok")


def known_nodes(port: int) -> int:
    with asking(port) as client:
        return int(client.execute_command("CLUSTER INFO")["cluster_known_nodes"])


@contextmanager
def replica(cluster: Cluster, of: int) -> Iterator[Replica]:
    """Run one; it takes over however long ago it was cut off."""
    [port] = free_ports(1, below=65536 - BUS)
    with node(cluster.folder, port, "cluster-replica-validity-factor 0", "repl-diskless-sync-delay 0"):
        yield Replica(cluster, of, port)
