"""What an operator must look at now: a pure function of what is known, each alarm with what to do about it.

The words are in ``tui.locale.desk``, one line an alarm; here are the thresholds. The worst come first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from infra.inspections import State
from tui.failures import FailureKind
from tui.locale.words import Words
from tui.model import Snapshot, TargetRow
from tui.readers.overview import OverviewDetail
from tui.text import duration, safe

#: A heartbeat comes every five seconds; a process silent for longer than this is told of.
LATE_BEAT: Final = 12.0
#: A machine whose agent was lost so many seconds ago was taken away: the list of machines has it, no alarm.
FORGOTTEN: Final = 86_400.0
#: Share of its memory that Redis may use: a crawl of a province adds the last tenth within an hour.
FULL: Final = 0.85
#: Readings after which a backlog that is no smaller is said not to fall.
_SEEN: Final = 10
#: Refusals of a site from which it counts as blocked, where they are half of its answers; or all of them.
MANY_REFUSALS: Final = 10
#: Pages given up for one reason, where it is the reason of half of the newest.
MANY_OF_A_KIND: Final = 50
#: Nothing is fetched any more in these.
_OVER: Final = (State.FINISHED, State.CLOSED)
#: Sites that an alarm names.
_NAMED: Final = 2
_STOPPED: Final = re.compile(r"ALARM: (?P<worker>\S+) has stopped crawling.*?: (?P<reason>.+)")
_AGAIN: Final = re.compile(r"(?P<worker>\S+) crawls again")


class AlarmKind(StrEnum):
    """What can be the matter, the worst first."""

    MEMORY = "memory"
    EVICTING = "evicting"
    STOPPED = "stopped"
    NO_WORKER = "no_worker"
    NO_SCORER = "no_scorer"
    BACKLOG = "backlog"
    SILENT = "silent"
    NODE_GONE = "node_gone"
    NODE_FAILING = "node_failing"
    BLOCKED = "blocked"
    FAILURES = "failures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that is the matter; ``values`` stand in its words."""

    kind: AlarmKind
    values: tuple[str, ...] = ()


def told(alarm: Alarm, words: Words) -> str:
    """Say what is the matter and what to do, in one harmless line."""
    values = [words.desk.failure_kinds.get(value, value) for value in alarm.values]
    return safe(words.desk.alarms[alarm.kind].format(*values))


def alarms(snapshot: Snapshot) -> tuple[Alarm, ...]:
    """Give all that is the matter with an inspection, the worst first."""
    found = [*_redis(snapshot), *_nodes(snapshot)]
    if snapshot.state is State.RUNNING:
        found += _crawl(snapshot)
    if snapshot.state not in _OVER:
        found += [*_sites(snapshot), *_failures(snapshot)]
    order = list(AlarmKind)
    return tuple(sorted(found, key=lambda alarm: order.index(alarm.kind)))


def _redis(snapshot: Snapshot) -> Iterator[Alarm]:
    memory = snapshot.detail.memory if isinstance(snapshot.detail, OverviewDetail) else None
    if memory is None:
        return
    if memory.limit and memory.used >= FULL * memory.limit:
        share = f"{100 * memory.used // memory.limit}"
        yield Alarm(kind=AlarmKind.MEMORY, values=(share, _bytes(memory.used), _bytes(memory.limit)))
    if memory.limit and memory.policy.startswith("allkeys"):
        yield Alarm(kind=AlarmKind.EVICTING, values=(memory.policy,))


def _crawl(snapshot: Snapshot) -> Iterator[Alarm]:
    """Look at what only matters while something shall be fetched or scored."""
    for worker, reason in _stopped(snapshot.log).items():
        yield Alarm(kind=AlarmKind.STOPPED, values=(worker, reason))
    roles = {process.role for process in snapshot.workers}
    if "worker" not in roles:
        yield Alarm(kind=AlarmKind.NO_WORKER)
    if "scorer" not in roles:
        yield Alarm(kind=AlarmKind.NO_SCORER)
    for process in snapshot.workers:
        if process.silent_seconds > LATE_BEAT:
            yield Alarm(kind=AlarmKind.SILENT, values=(process.name, duration(process.silent_seconds)))
    limit = snapshot.detail.backlog_limit if isinstance(snapshot.detail, OverviewDetail) else 0
    lately = snapshot.backlogs[-_SEEN:]
    if limit and snapshot.backlog > limit and len(lately) == _SEEN and lately[-1] >= lately[0]:
        yield Alarm(kind=AlarmKind.BACKLOG, values=(str(snapshot.backlog), str(limit)))


def _stopped(log: Sequence[str]) -> dict[str, str]:
    """Give the workers that said that they cannot crawl, and not since that they can, with the reason of each."""
    stopped: dict[str, str] = {}
    for line in log:
        if match := _STOPPED.search(line):
            stopped[match["worker"]] = match["reason"]
        elif match := _AGAIN.search(line):
            stopped.pop(match["worker"], None)
    return stopped


def _nodes(snapshot: Snapshot) -> Iterator[Alarm]:
    for node in snapshot.nodes:
        if node.gone and node.silent_seconds < FORGOTTEN:
            yield Alarm(kind=AlarmKind.NODE_GONE, values=(node.name, duration(node.silent_seconds)))
        elif node.failing and not node.gone:
            yield Alarm(kind=AlarmKind.NODE_FAILING, values=(node.name, node.failing))


def _sites(snapshot: Snapshot) -> Iterator[Alarm]:
    blocked = [site for site in snapshot.sites if _refuses(site)]
    if blocked:
        names = ", ".join(site.name for site in blocked[:_NAMED])
        yield Alarm(kind=AlarmKind.BLOCKED, values=(str(len(blocked)), names))


def _refuses(site: TargetRow) -> bool:
    counts = site.counts
    if counts.blocked < MANY_REFUSALS:
        return 0 < counts.blocked == counts.settled
    return 2 * counts.blocked >= counts.settled


def _failures(snapshot: Snapshot) -> Iterator[Alarm]:
    kinds: Sequence[tuple[FailureKind, int]] = ()
    if isinstance(snapshot.detail, OverviewDetail):
        kinds = snapshot.detail.failures
    newest = sum(number for _, number in kinds)
    for kind, number in Counter(dict(kinds)).most_common(1):
        if number >= MANY_OF_A_KIND and 2 * number >= newest:
            yield Alarm(kind=AlarmKind.FAILURES, values=(str(number), kind))


def _bytes(number: int) -> str:
    return f"{number / 2**30:.1f}G" if number >= 2**30 else f"{number // 2**20}M"
