"""An operator in front of the review screen, over an inspection that is folded and scored for real."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis
from textual.pilot import Pilot
from textual.widgets import Button, Input

from infra.features import Merit, MeritSeen
from infra.inspections import Inspections
from infra.records import Observation, Target
from infra.settings import Settings
from scoring.judge import Judge
from scoring.ledger import Ledger
from scoring.live import publish
from tests.scoring.building import ACCOUNT, SITE, article, blank, days_ago, feed, home, sound_site
from tests.waiting import until
from tui.acting import Left
from tui.app import XunchaApp
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.screens.decide import DecideScreen
from tui.screens.review import ReviewScreen
from tui.waiting import WaitingRow

ID = "q1"
DATA = article(20, "数据", days_ago(9), published=days_ago(9), merits=(MeritSeen(kind=Merit.DATA, forms=("csv",)),))
SEEN = [home(days_ago(30)), *sound_site()[1:], blank("监督检查"), DATA]


async def scored(redis: Redis, seen: Sequence[Observation] = SEEN, targets: Sequence[Target] = (SITE, ACCOUNT)) -> None:
    """An inspection, its ledgers folded, its results written as a scorer writes them."""
    await Inspections(redis).create(id=ID, as_of="2024-02-29", standard="ezhou-2024", targets=targets)
    await Ledger(redis, ID).fold([*seen, feed(days_ago(2))])
    judge = await Judge.of(redis, ID)
    await publish(redis, ID, await judge.cards())


class Seat:
    """An operator in front of the review screen."""

    def __init__(self, app: XunchaApp, pilot: Pilot[Left], screen: ReviewScreen) -> None:
        self.app, self.pilot, self.screen = app, pilot, screen

    @property
    def rows(self) -> dict[str, WaitingRow]:
        """What the queue shows, by clause."""
        return {row.rule.clause: row for row in self.screen.kept}

    @property
    def told(self) -> str:
        """What the dashboard said last."""
        return [str(one.message) for one in self.app._notifications][-1]

    async def mark(self, clause: str) -> None:
        """Put the mark on the row of a clause."""
        await until(lambda: clause in self.rows)
        self.screen.table.marked = list(self.rows).index(clause)

    async def ask(self, key: str) -> None:
        """Press a key of the queue and wait for its form."""
        await self.pilot.press(key)
        await until(lambda: isinstance(self.app.screen, DecideScreen) and bool(self.app.screen.query(Button)))

    async def answer(self, decision: str, **typed: str) -> None:
        """Fill in the form and press the button of a decision."""
        for name, value in typed.items():
            self.app.screen.query_one(f"#{name}", Input).value = value
        self.app.screen.query_one(f"#{decision}", Button).press()
        await self.pilot.pause()

    async def say(self, key: str, decision: str, **typed: str) -> str:
        """Say a word on the marked row, and give what came of it."""
        before = len(self.app._notifications)
        await self.ask(key)
        await self.answer(decision, **typed)
        await until(lambda: len(self.app._notifications) > before)
        return self.told


@asynccontextmanager
async def seated(
    redis: Redis,
    *,
    lang: str = "zh",
    read_only: bool = False,
    size: tuple[int, int] = (80, 24),
    data_dir: Path = Path("data"),
) -> AsyncIterator[Seat]:
    ends = Dashboard(redis, ID, Settings(rate=1000, data_dir=data_dir), Operator(name="cheng", read_only=read_only))
    app = XunchaApp(ends.source, ends.gate, words_for(lang), period=0.05, view="review")
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, ReviewScreen)
        screen = app.screen
        await until(lambda: bool(screen.kept))
        yield Seat(app, pilot, screen)
