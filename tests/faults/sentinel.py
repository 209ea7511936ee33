"""A primary and its replica under the eyes of three sentinels, on loopback; the primary can be made to fall.

Replication is asynchronous: what the primary confirmed in its last moments, the replica may never have heard of. On
loopback that is next to nothing, so the replica can be cut off some time before.
"""

from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen
from typing import Any, Final

import redis

from tests.faults.servers import answers, asking, free_ports, running

SERVICE: Final = "inspections"
_DATA: Final = ("appendonly yes", 'save ""', "repl-diskless-sync yes", "repl-diskless-sync-delay 0")
#: Milliseconds without an answer after which a sentinel takes a server for down.
_DOWN_AFTER: Final = 1000


class Watched:
    """``primary`` and ``replica`` are the ports of those that have these parts now. Ends with ``stack``."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self.primary, self.replica, *self._sentinels = free_ports(5)
        self._server = self._run(self.primary)
        self._second = self._run(self.replica, f"replicaof 127.0.0.1 {self.primary}")
        watch = (
            f"sentinel monitor {SERVICE} 127.0.0.1 {self.primary} 2",
            f"sentinel down-after-milliseconds {SERVICE} {_DOWN_AFTER}",
            f"sentinel failover-timeout {SERVICE} 5000",
        )
        for port in self._sentinels:
            stack.enter_context(running(folder / f"sentinel-{port}", port, *watch, arguments=("--sentinel",)))

    @property
    def url(self) -> str:
        servers = ",".join(f"127.0.0.1:{port}" for port in self._sentinels)
        return f"sentinel://{servers}/{SERVICE}"

    def is_whole(self) -> bool:
        """The replica has caught up, and each sentinel knows both servers and the two other sentinels."""
        if not all(answers(port) for port in (self.primary, self.replica, *self._sentinels)):
            return False
        with asking(self.replica) as replica:
            synced = replica.info("replication").get("master_link_status") == "up"
        return synced and all(self._knows_all(port) for port in self._sentinels)

    def cut_off(self) -> None:
        """Let the replica hear nothing more of what the primary confirms."""
        with asking(self.primary) as primary:
            primary.execute_command("ACL", "SETUSER", "default", "-psync", "-sync")
            primary.client_kill_filter(_type="replica")

    def fall(self) -> None:
        """Kill the primary without warning."""
        self._server.kill()
        self._server.wait()

    def is_promoted(self) -> bool:
        """The replica is a primary now, and each sentinel tells so. While it becomes one it closes its connections."""
        with asking(self.replica) as replica:
            try:
                role = replica.info("replication")["role"]
            except redis.RedisError:
                return False
        return role == "master" and all(self._told(port).get("port") == self.replica for port in self._sentinels)

    def join(self) -> None:
        """Call the promoted replica the primary, and give it a replica of its own."""
        self.primary, self._server = self.replica, self._second
        self.replica = free_ports(1)[0]
        self._second = self._run(self.replica, f"replicaof 127.0.0.1 {self.primary}")

    def _run(self, port: int, *lines: str) -> Popen[bytes]:
        return self._stack.enter_context(running(self._folder / f"server-{port}", port, *_DATA, *lines))

    def _knows_all(self, port: int) -> bool:
        """Ask a sentinel; a server that fell before stays in its lists, as down."""
        master = self._told(port)
        with asking(port) as sentinel:
            try:
                replicas: Any = sentinel.sentinel_slaves(SERVICE)
            except redis.ResponseError:
                return False
        alive = [one["port"] for one in replicas if not one["is_sdown"] and not one["is_disconnected"]]
        return (master.get("port"), master.get("num-other-sentinels"), alive) == (self.primary, 2, [self.replica])

    def _told(self, port: int) -> dict[str, Any]:
        with asking(port) as sentinel:
            try:
                return dict(sentinel.sentinel_master(SERVICE))
            except redis.RedisError:
                return {}
