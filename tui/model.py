"""What the dashboard knows at one moment: frozen values, made by a source, shown by screens.

Nothing here reads Redis or draws; a screen that gets a ``Snapshot`` needs nothing else.
"""

from dataclasses import dataclass, field

from infra.inspections import SILENT_MS, State
from infra.leases import Progress
from tui.topics import Detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A live scorecard in short; the whole one opens from ``xuncha scores``."""

    value: float | None = None
    """None where a veto stands."""
    low: float = 0.0
    high: float = 0.0
    coverage: float = 0.0
    """0 to 1: how much of the standard could be checked."""
    verdict: str = ""
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRow:
    """One target as a line of the list of sites, or of that of accounts."""

    code: str
    name: str
    unit: str = ""
    group: str = ""
    platform: str = ""
    """Of an account."""
    account_type: str = ""
    counts: Progress = field(default_factory=Progress)
    score: Score | None = None
    """None until the scorer has written one."""
    paused: bool = False
    """An operator has put it on hold."""

    @property
    def progress(self) -> float:
        """Share of the known tasks that ended, 0 to 1."""
        return self.counts.settled / self.counts.known if self.counts.known else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """One process of the cluster as its last heartbeat told."""

    name: str
    role: str
    host: str = ""
    pid: int = 0
    silent_seconds: float = 0.0
    rate: float = 0.0
    """Pages a second (worker) or observations a second (scorer)."""
    fetched: int = 0
    rss_bytes: int = 0
    metrics_port: int = 0
    """Where it serves its metrics; 0 when it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """One machine of the cluster as its agent's last sign of life told."""

    name: str
    host: str = ""
    cores: int = 0
    wanted: int = 0
    """Workers that it shall run."""
    running: int = 0
    leaving: int = 0
    """Workers that were asked to end and have not yet."""
    failing: str = ""
    """Why its workers die again and again; empty while they do not."""
    silent_seconds: float = 0.0

    @property
    def gone(self) -> bool:
        """True when the agent has been silent for too long: its workers may go on, but nobody keeps their number."""
        return self.silent_seconds * 1000 > SILENT_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything the dashboard shows of one inspection, read in one go."""

    taken_at: int
    """Epoch milliseconds."""
    inspection: str
    as_of: str
    standard: str
    state: State
    started_at: int = 0
    """Epoch milliseconds; 0 before the start."""
    finished_at: int = 0
    counts: Progress = field(default_factory=Progress)
    backlog: int = 0
    """Observations that no scorer has folded yet."""
    backlogs: tuple[int, ...] = ()
    """The same at each of the last readings, newest last."""
    rates: tuple[float, ...] = ()
    """Settled tasks a second, one number a reading, newest last."""
    sites: tuple[TargetRow, ...] = ()
    workers: tuple[WorkerRow, ...] = ()
    nodes: tuple[NodeRow, ...] = ()
    log: tuple[str, ...] = ()
    """Newest last."""
    accounts: tuple[TargetRow, ...] = ()
    detail: Detail | None = None
    """What was read of the topic that the screen asked for."""

    @property
    def sites_finished(self) -> int:
        """Sites whose crawl has nothing left to do."""
        return sum(1 for site in self.sites if site.counts.known and site.counts.finished)

    @property
    def rate(self) -> float:
        """Settled tasks a second over the last readings (at most ten)."""
        recent = self.rates[-10:]
        return sum(recent) / len(recent) if recent else 0.0

    @property
    def elapsed_seconds(self) -> float:
        """Time since the start, up to the end if there is one."""
        if not self.started_at:
            return 0.0
        return max(0, (self.finished_at or self.taken_at) - self.started_at) / 1000

    @property
    def eta_seconds(self) -> float | None:
        """Time left at the present rate for the tasks known now; None when it cannot be told."""
        left = self.counts.waiting + self.counts.leased
        if self.state is not State.RUNNING or self.rate <= 0:
            return None
        return left / self.rate
