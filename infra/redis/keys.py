"""Every key name of the project, in one place.

All keys of one inspection carry the same hash tag, so that its scripts run on Redis Cluster. The scripts build their
own keys from the prefix (``KEYS[1]``): what they call them stands in ``lua/prelude.lua``, and the methods below name
the same keys for readers.
"""

import re
from typing import Final

#: Zset of all inspection ids, scored by creation time in milliseconds.
INSPECTIONS: Final = "xuncha:inspections"
#: Hash: machine → the sign of life of its agent, as JSON.
NODES: Final = "xuncha:nodes"
#: Hash: machine → how many workers it shall run.
NODES_WANTED: Final = "xuncha:nodes-wanted"

_ID = re.compile(r"[\w.-]{1,64}")


class Keys:
    """The keys of one inspection: ``xuncha:{<id>}:<name>``; of a shard: ``xuncha:{<id>:<shard>}:<name>``."""

    __slots__ = ("inspection", "prefix")

    def __init__(self, inspection: str, shard: int | None = None) -> None:
        """Raise ``ValueError`` when the id could not stand in a key."""
        if not _ID.fullmatch(inspection):
            msg = f"inspection id {inspection!r}: 1 to 64 letters, digits, '_', '-' or '.'"
            raise ValueError(msg)
        self.inspection: Final = inspection
        tag = inspection if shard is None else f"{inspection}:{shard}"
        self.prefix: Final = f"xuncha:{{{tag}}}:"

    # The inspection itself.
    @property
    def meta(self) -> str:
        """Hash: id, as_of, standard, state, and when it was created, started, finished."""
        return self.prefix + "meta"

    @property
    def targets(self) -> str:
        """Hash: target code → ``Target`` as JSON."""
        return self.prefix + "targets"

    @property
    def order(self) -> str:
        """List: target codes in the order of the registry, which is that of every table."""
        return self.prefix + "order"

    @property
    def beats(self) -> str:
        """Hash: process name → ``Beat`` as JSON."""
        return self.prefix + "beats"

    @property
    def log(self) -> str:
        """List, capped: lines for the operator."""
        return self.prefix + "log"

    @property
    def audit(self) -> str:
        """List: who did what to the inspection, and when."""
        return self.prefix + "audit"

    # The frontier.
    @property
    def ready(self) -> str:
        """Zset: host, or ``@`` and a group → the millisecond from which it may be asked; only what can be claimed.

        Beside it ``ready-first`` and ``ready-last``, for hosts whose turn an operator has set.
        """
        return self.prefix + "ready"

    @property
    def leases(self) -> str:
        """Zset: lease id → the millisecond at which it expires."""
        return self.prefix + "leases"

    @property
    def leased(self) -> str:
        """Hash: lease id → its record (msgpack: worker, host, band, target, attempt, task text)."""
        return self.prefix + "leased"

    @property
    def counts(self) -> str:
        """Hash: counters of the whole inspection."""
        return self.prefix + "counts"

    @property
    def changed(self) -> str:
        """Zset: target → the millisecond of its last change in the frontier."""
        return self.prefix + "changed"

    @property
    def askers(self) -> str:
        """Zset: workers that asked for tasks lately, by when they did (ms); they share what may be asked."""
        return self.prefix + "askers"

    @property
    def held(self) -> str:
        """Set of targets that are paused."""
        return self.prefix + "held"

    @property
    def dead(self) -> str:
        """List: dead letters of the frontier (msgpack)."""
        return self.prefix + "dead"

    def count(self, target: str) -> str:
        """Hash: counters of one target; its own budget, if it has one."""
        return f"{self.prefix}count:{target}"

    def host(self, host: str) -> str:
        """Hash: open leases, waiting tasks, next-allowed millisecond, failures in a row and own delay of one host."""
        return f"{self.prefix}host:{host}"

    def group(self, group: str) -> str:
        """Hash: open leases and next-allowed millisecond of an address group; its first host while that is alone."""
        return f"{self.prefix}group:{group}"

    def group_ready(self, group: str) -> str:
        """Zset: those of a group's hosts that would stand in ``ready`` if they were alone; and by turn."""
        return f"{self.prefix}ready:{group}"

    def queue(self, host: str, band: int) -> str:
        """List: waiting tasks of one host and band, as compact text."""
        return f"{self.prefix}q:{band}:{host}"

    def bands(self, host: str) -> str:
        """Zset: the bands of foreign spiders' tasks that wait for a host; one whose queue is empty goes when met."""
        return f"{self.prefix}bands:{host}"

    def queries(self, target: str) -> str:
        """Hash: query pattern → how many addresses of it a target has."""
        return f"{self.prefix}queries:{target}"

    def worker(self, name: str) -> str:
        """Set: ids of the leases that a worker holds."""
        return f"{self.prefix}worker:{name}"

    def robots(self, origin: str) -> str:
        """String, while it holds: what robots.txt of an origin says, or that a worker is fetching it."""
        return f"{self.prefix}robots:{origin}"

    @property
    def redirects(self) -> str:
        """Hash: 64 bits of an address → how many redirects lead there (one byte), then 64 bits of where it leads."""
        return self.prefix + "redirects"

    def echo(self, origin: str) -> str:
        """String: how an origin answers an address that does not exist, or that a worker is asking."""
        return f"{self.prefix}echo:{origin}"

    def parked(self, target: str) -> str:
        """List: tasks of a paused target that came up for a claim (msgpack)."""
        return f"{self.prefix}parked:{target}"

    def seen(self, bucket: int) -> str:
        """Intset: 64-bit fingerprints of target and URL; 65,536 buckets an inspection."""
        return f"{self.prefix}seen:{bucket:04x}"

    # Observations.
    @property
    def stream(self) -> str:
        """Stream: observations on their way to the scorer."""
        return self.prefix + "observations"

    @property
    def stream_dead(self) -> str:
        """Stream, capped: observations that could not be folded, with the reason."""
        return self.prefix + "observations-dead"

    # The judgement.
    def ledger(self, target: str) -> str:
        """Hash: a target's merged facts."""
        return f"{self.prefix}ledger:{target}"

    def sample(self, target: str, kind: str) -> str:
        """Zset: a target's sample of pages of one kind."""
        return f"{self.prefix}sample:{target}:{kind}"

    @property
    def dirty(self) -> str:
        """Set: targets whose facts changed since they were last scored."""
        return self.prefix + "dirty"

    @property
    def stepped(self) -> str:
        """Set: targets of which no more than the progress changed since they were last scored."""
        return self.prefix + "stepped"

    @property
    def scores(self) -> str:
        """Hash: target → scorecard as JSON."""
        return self.prefix + "scores"

    @property
    def findings(self) -> str:
        """Hash: target → its findings as JSON."""
        return self.prefix + "findings"

    @property
    def written(self) -> str:
        """Stream, capped: which targets' scorecards and findings were written, an entry a write, a field a target."""
        return self.prefix + "written"

    @property
    def reviews(self) -> str:
        """List: what people decided or entered, as JSON, each row bound to the one before it."""
        return self.prefix + "reviews"

    @property
    def reviews_head(self) -> str:
        """String: how many rows that list has, a blank, and the hash of the last."""
        return self.prefix + "reviews-head"

    @property
    def rulings(self) -> str:
        """List: what operators settled about columns, as JSON; of one column the last holds."""
        return self.prefix + "rulings"

    @property
    def words(self) -> str:
        """String: the operator's list of wording errors, as JSON."""
        return self.prefix + "words"
