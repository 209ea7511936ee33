"""What the frontier and its workers say to each other: limits, leases, outcomes, counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from infra.records import Task
from infra.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How hard the cluster may press a host, how long a worker may hold a task, and what stops traps."""

    delay_ms: int
    """Between two requests to a host, counted from the end of the first."""
    open_leases: int
    """Tasks of a host in workers' hands at once."""
    lease_ms: int
    max_attempts: int
    max_pages: int
    """Tasks a target."""
    max_depth: int
    backlog: int
    """Observations waiting for the scorer, above which nothing is claimed."""
    max_queries: int = 10_000
    """Addresses of a target that differ only in the values of their query (``infra/traps.py``)."""
    group_gap_ms: int = 50
    """Between the starts of two requests to hosts behind one address (``infra/groups.py``)."""
    group_open_leases: int = 16
    """Tasks of hosts behind one address in workers' hands at once."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Take the limits from the operator's settings."""
        return cls(
            delay_ms=max(1, round(1000 / settings.rate)),
            open_leases=settings.open_leases,
            lease_ms=round(settings.lease_seconds * 1000),
            max_attempts=settings.max_attempts,
            max_pages=settings.max_pages,
            max_depth=settings.max_depth,
            backlog=settings.backlog_limit,
            max_queries=settings.max_queries,
            group_gap_ms=max(1, round(1000 / settings.group_rate)),
            group_open_leases=settings.group_open_leases,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What became of the tasks of one offer; those that are neither new nor left out were known."""

    new: int
    left_out: Sequence[Task] = ()
    """By a budget: the frontier does not know them, and may take them when they are met again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """租约: the right of one worker to fetch one task until the lease expires."""

    id: int
    task: Task
    attempt: int
    """1 for the first try; the limit's ``max_attempts`` also when the host has failed so often in a row that another
    try of this task is not worth the wait."""


class Result(StrEnum):
    """How a lease ends."""

    DONE = "done"
    FAILED = "failed"
    BLOCKED = "blocked"
    RETRY = "retry"
    """To be tried again after the host's back-off; past ``max_attempts`` it becomes a dead letter."""
    RETURNED = "returned"
    """Given back unfetched: the attempt does not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The outcome of one lease."""

    lease: int
    result: Result
    status: int = 0
    """HTTP status; 0 when there was no answer, -1 when the host was not asked: no failure of the host."""
    latency_ms: int = 0
    retry_after_ms: int = 0
    reason: str = ""
    """One line for the dead letter."""
    address: str = ""
    """What the worker was connected to; '' when it was not, or cannot tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Counts of tasks: known = waiting + leased + done + failed + blocked, always."""

    known: int = 0
    waiting: int = 0
    leased: int = 0
    done: int = 0
    failed: int = 0
    blocked: int = 0
    dead: int = 0
    """Those of the failed that are dead letters."""
    capped: int = 0
    """Links left out by a budget (pages or depth), counted each time they were met."""

    @property
    def settled(self) -> int:
        """Tasks that ended, well or not."""
        return self.done + self.failed + self.blocked

    @property
    def finished(self) -> bool:
        """True when nothing waits and nothing is under way."""
        return self.waiting == self.leased == 0

    @classmethod
    def total(cls, parts: Sequence[Self]) -> Self:
        """Add up counts."""
        if len(parts) == 1:
            return parts[0]
        return cls(**{name: sum(getattr(part, name) for part in parts) for name in cls.__slots__})

    @classmethod
    def read(cls, row: Mapping[Any, Any]) -> Self:
        """Read a counters hash; absent counters are 0."""
        return cls(**{name: int(row.get(name.encode(), 0)) for name in cls.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A task that used up its attempts."""

    task: Task
    attempts: int
    reason: str
    at: int
    """Epoch milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """How the frontier stands with one host."""

    open: int = 0
    """Leases under way."""
    waiting: int = 0
    """Tasks in its queues."""
    next: int = 0
    """Epoch milliseconds from which it may be asked again."""
    streak: int = 0
    """Failures in a row, halved by each answer."""
    latency: int = 0
    """Milliseconds, smoothed over about eight answers."""
    group: str = ""
    """The address that it shares with other hosts; '' when it is alone there or not yet reached."""

    @classmethod
    def read(cls, row: Mapping[Any, Any]) -> Self:
        """Read a host's hash; absent fields are 0."""
        numbers = {name: int(row.get(name.encode(), 0)) for name in cls.__slots__ if name != "group"}
        return cls(**numbers, group=row.get(b"group", b"").decode())
