"""Snapshots of the app's own type, and a source and a gate that stand where Redis would."""

from dataclasses import replace

from infra.clock import now_ms
from infra.inspections import State
from infra.leases import Progress
from tui.control import EXPECTED, Command, CommandError, ReadOnlyError
from tui.gate import Act, ChangeState, Done
from tui.locale.words import Words
from tui.model import Score, Snapshot, TargetRow, WorkerRow
from tui.poller import SourceError
from tui.topics import Topic

HOSTILE = (
    "[/x]鄂州市教育局",
    "[red]a[/blue]",
    "[@click=app.bell]点我[/]",
    "\x1b[31m红\x1b[0m\x07",
    "\u202eevil\u202c \u2066x",
    "\ud800 lone",
    "a\nb\tc\r\n",
    "\\[",
    "长" * 400,
    "👨‍👩‍👧‍👦 família e\u0301",
)


def site(number: int, name: str = "", **changes: object) -> TargetRow:
    row = TargetRow(
        code=f"42070{number:05d}",
        name=name or f"单位{number}门户网站",
        unit=f"单位{number}",
        counts=Progress(known=100, waiting=47, done=50, failed=2, blocked=1),
        score=Score(
            value=60 + number % 41,
            low=50,
            high=100,
            coverage=0.5,
            verdict="pending",
            vetoes=("V3",) * (number % 5 == 0),
        ),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def snapshot(*names: str, sites: int = 41, state: State = State.RUNNING) -> Snapshot:
    rows = tuple(site(number, names[number] if number < len(names) else "") for number in range(max(sites, len(names))))
    workers = (
        WorkerRow(name="worker-1", role="worker", pid=11, silent_seconds=1, rate=18.2, fetched=9, rss_bytes=2**27),
        WorkerRow(name="scorer-1", role="scorer", pid=12, silent_seconds=30, rate=90.5),
    )
    return Snapshot(
        taken_at=now_ms(),
        inspection="2024-02-29-a1b2",
        as_of="2024-02-29T23:59:59+08:00",
        standard="ezhou-2024",
        state=state,
        started_at=now_ms() - 90_000,
        counts=Progress(known=4100, waiting=1929, leased=5, done=2050, failed=74, blocked=41, dead=3),
        backlog=12,
        rates=tuple(float(20 + number * 7 % 30) for number in range(30)),
        sites=rows,
        workers=workers,
        log=tuple(names) or ("one line", "another line"),
    )


class SampleSource:
    """Gives what it holds; raises while ``away`` names a reason."""

    def __init__(self, held: Snapshot) -> None:
        self.held = held
        self.away = ""
        self.asked = 0
        self.topic: Topic | None = None

    async def snapshot(self, topic: Topic | None = None) -> Snapshot:
        self.topic = topic
        self.asked += 1
        if self.away:
            raise SourceError(self.away)
        return self.held


class SampleGate:
    """Keeps what it was asked to do and changes the source's state."""

    def __init__(self, source: SampleSource, *, read_only: bool = False) -> None:
        self._source = source
        self._read_only = read_only
        self.acts: list[Act] = []
        self.refusal = ""

    @property
    def read_only(self) -> bool:
        return self._read_only

    async def do(self, act: Act, words: Words) -> Done:
        if self._read_only:
            raise ReadOnlyError(words.refused_read_only.format(act.named(words)))
        if self.refusal:
            raise CommandError(self.refusal)
        self.acts.append(act)
        if isinstance(act, ChangeState):
            self._source.held = replace(self._source.held, state=EXPECTED[act.command])
        return Done(told="done")

    @property
    def commands(self) -> list[Command]:
        """The changes of state among the acts."""
        return [act.command for act in self.acts if isinstance(act, ChangeState)]
