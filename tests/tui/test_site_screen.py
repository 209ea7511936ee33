"""The screen of one site over a real inspection: what it shows, how one goes down and up again, and what it costs."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from textual.pilot import Pilot

from infra.frontier import Frontier
from infra.inspections import Inspections
from infra.leases import Result, Settlement
from infra.records import Task, TaskKind
from infra.redis.keys import Keys
from infra.settings import Settings
from scoring.ledger import Ledger
from tests.scoring.building import ACCOUNT, HOME, SITE
from tests.tui.one_site import ID, TARGETS, opened, scored
from tests.tui.pictures import is_aligned, lines, shown
from tests.waiting import until
from tui.app import Left, XunchaApp
from tui.hands import Dashboard, Operator
from tui.keys import KEYS
from tui.locale import words_for
from tui.model import Snapshot
from tui.readers.site import SiteDetail, SiteReader, SiteTopic
from tui.screens.listing import ListScreen
from tui.screens.site import SiteScreen
from tui.site_rows import Standing

SIZES = [(80, 24), (200, 50)]
ZH = words_for("zh")


def over(redis: Redis, folder: Path, *, view: str = "sites", lang: str = "zh", read_only: bool = False) -> XunchaApp:
    ends = Dashboard(redis, ID, Settings(rate=1000, data_dir=folder), Operator(name="李雷", read_only=read_only))
    return XunchaApp(ends.source, ends.gate, words_for(lang), period=0.05, view=view)


async def see(app: XunchaApp, part: str) -> None:
    def is_seen() -> bool:
        return part in shown(app)

    is_seen.__qualname__ = f"{part!r} is on the screen"
    await until(is_seen)


async def enter(app: XunchaApp, pilot: Pilot[Left]) -> SiteScreen:
    """Open the first row of the list, and wait until its columns or findings are there."""
    await until(lambda: isinstance(app.screen, ListScreen) and len(app.screen.table.rows) > 0)
    await pilot.press("enter")
    await until(lambda: isinstance(app.screen, SiteScreen))
    screen = app.screen
    assert isinstance(screen, SiteScreen)
    return screen


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_a_site_shows_its_columns_by_what_is_wrong_with_them(
    redis: Redis, tmp_path: Path, size: tuple[int, int], lang: str
) -> None:
    await opened(redis, tmp_path)
    app, words = over(redis, tmp_path, lang=lang), words_for(lang)
    async with app.run_test(size=size) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        await see(app, words.site.columns_told.format(22, 17, 1))
        for part in (SITE.code, "0.0-118.0", "46%", f"{words.done} 26", words.site.last_error):
            await see(app, part)
        standings = [row.standing for row in screen.table.rows]
        assert standings == sorted(standings, key=list(Standing).index)
        stale = [row.days for row in screen.table.rows if row.standing is Standing.STALE]
        assert stale == sorted(stale, reverse=True)
        assert is_aligned(app)
        assert "\x1b" not in shown(app)
        assert "[@click=app.bell]" in shown(app)


async def test_a_news_column_is_warned_of_from_the_tenth_day_on(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        await pilot.press("slash", *"standing:early", "enter")
        assert [(row.name, row.days, row.period) for row in screen.table.rows] == [("领导活动", 10, 14)]
        await see(app, ZH.site.standings["early"])
        await pilot.press("escape")
        assert isinstance(app.screen, SiteScreen)
        await pilot.press("o", "slash", *"领导")
        await until(lambda: len(screen.table.rows) == 1)
        await pilot.press("enter", "escape", "escape")
        await until(lambda: not isinstance(app.screen, SiteScreen))
        again = await enter(app, pilot)
        await until(lambda: len(again.table.rows) == 22)
        days = [row.days for row in again.table.rows if row.days is not None]
        assert days == sorted(days, reverse=True)


async def test_tab_shows_the_findings_and_each_list_keeps_its_filter_and_order(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        await pilot.press("o", "tab")
        await until(lambda: screen.listing.name == "findings" and len(screen.table.rows) == 22)
        assert [row.state for row in screen.table.rows][:4] == ["suspected"] * 3 + ["confirmed"]
        await pilot.press("slash", *"clause:d8.1", "enter")
        rows = screen.table.rows
        assert {(row.indicator, row.points, row.counted) for row in rows} == {("其他栏目", 2, 5)}
        assert len(rows) == 6
        await pilot.press("tab")
        assert len(screen.table.rows) == 22
        assert not screen.query_one("#filter").display
        days = [row.days for row in screen.table.rows if row.days is not None]
        assert days == sorted(days, reverse=True)
        await pilot.press("tab")
        assert len(screen.table.rows) == 6
        assert is_aligned(app)


async def test_the_path_leads_back_by_key_and_by_mouse(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await see(app, f"{ID} > {ZH.sites}")
        screen = await enter(app, pilot)
        await see(app, f"{ID} > {ZH.sites} > {SITE.name}")
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, SiteScreen))
        screen = await enter(app, pilot)
        await pilot.press("tab")
        await until(lambda: len(screen.table.rows) > 0)
        await pilot.press("enter")
        await see(app, "V1.1 安全")
        at = lines(app)[1].index(ZH.sites)
        await pilot.click(offset=(at + 1, 1))
        await until(lambda: len(app.screen_stack) == 1)
        await see(app, f"{ID} > {ZH.sites} ")
        await pilot.click(offset=(3, 1))
        await until(lambda: app.current_mode == "overview")


async def test_an_account_has_findings_and_no_columns(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path, view="accounts")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: screen.listing.name == "findings")
        await see(app, ZH.site.columns_told.format(0, 0, 0))
        await see(app, ACCOUNT.code)


async def test_a_site_that_vanishes_is_said_to_be_gone(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        await redis.hdel(Keys(ID).targets, SITE.code)
        await see(app, ZH.site.gone.format(SITE.name))
        assert len(screen.table.rows) == 0
        await pilot.press("tab", "y", "Y", "enter", "escape")
        await until(lambda: not isinstance(app.screen, SiteScreen))


async def test_what_was_given_up_last_and_what_an_operator_set_stand_in_the_head(redis: Redis, tmp_path: Path) -> None:
    frontier = await opened(redis, tmp_path)
    await give_up(frontier, "no complete answer [/x] in time")
    await frontier.pause_target(SITE.code)
    await frontier.set_rate(SITE.code, 0.5)
    app = over(redis, tmp_path)
    async with app.run_test(size=(200, 50)) as pilot:
        await enter(app, pilot)
        await see(app, "no complete answer [/x] in time")
        await see(app, ZH.site.held)
        await see(app, ZH.site.own_rate.format("0.5"))


async def give_up(frontier: Frontier, reason: str) -> None:
    await frontier.offer([Task(target=SITE.code, kind=TaskKind.ARTICLE, url=f"{HOME}lost.html")])
    at = 2_000_000_000_000
    for _ in range(3):
        (lease,) = await frontier.claim("w", 9, now_ms=at)
        await frontier.settle("w", [Settlement(lease=lease.id, result=Result.RETRY, reason=reason)], now_ms=at)
        at += 10_000_000


async def test_copying_goes_through_the_terminal_and_says_what_was_copied(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(200, 50), notifications=True) as pilot:
        screen = await enter(app, pilot)
        await pilot.press("tab")
        await until(lambda: screen.listing.name == "findings" and len(screen.table.rows) > 0)
        await pilot.press("y")
        await until(lambda: app.clipboard == f"{HOME}工作动态/t1.html")
        await see(app, ZH.copied.format(HOME))
        await pilot.press("Y")
        await until(lambda: app.clipboard == "w1-00001.warc.gz#0")


async def test_a_read_only_dashboard_goes_down_and_writes_nothing(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path, read_only=True)
    before = await everything(redis)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        for key in (key for key in KEYS if key.changes):
            await pilot.press(key.keys.split(",")[0])
        await pilot.press("tab", "enter")
        await see(app, "V1.1")
        await app.shown(app._readings + 3)
    assert await everything(redis) == before


async def everything(redis: Redis) -> dict[bytes, bytes | None]:
    return {key: await redis.dump(key) async for key in redis.scan_iter()}


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Count the ledgers that are read."""
    read: list[str] = []
    real = Ledger.facts

    async def noted(self: Ledger, target: Any) -> Any:
        read.append(target.code)
        return await real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "facts", noted)
        yield read


async def test_one_site_is_read_and_only_once_a_second(
    redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frontier = await opened(redis, tmp_path)
    clock = Clock()
    reader = SiteReader(redis, ID, frontier, clock=clock)
    topic = SiteTopic(SITE.code)
    with counted(monkeypatch) as read:
        for number in range(5):
            await redis.hset(Keys(ID).scores, SITE.code, b'{"deductions":[],"suspected":["V%d"]}' % number)
            detail = await reader.read(topic)
            assert detail.suspected == (f"V{number}",)
        assert read == [SITE.code]
        clock.now = 1.0
        await reader.read(topic)
        assert read == [SITE.code] * 2
        for clock.now in (2.0, 3.0, 4.0):
            await reader.read(topic)
        assert read == [SITE.code] * 2
        other = await reader.read(SiteTopic(TARGETS[1].code))
        assert (read[-1], other.columns) == (TARGETS[1].code, ())


async def test_what_the_scorer_writes_spoiled_is_told_and_the_rest_is_shown(redis: Redis, tmp_path: Path) -> None:
    frontier = await opened(redis, tmp_path)
    reader = SiteReader(redis, ID, frontier)
    whole = await reader.read(SiteTopic(SITE.code))
    await redis.hset(Keys(ID).findings, SITE.code, b'[{"id":1}]')
    spoiled = await reader.read(SiteTopic(SITE.code))
    assert spoiled.fault
    assert spoiled.findings == whole.findings
    await scored(redis)
    assert (await reader.read(SiteTopic(SITE.code))).fault == ""


async def test_an_inspection_that_vanishes_is_gone(redis: Redis, tmp_path: Path) -> None:
    frontier = await opened(redis, tmp_path)
    reader = SiteReader(redis, ID, frontier)
    await redis.flushall()
    assert (await reader.read(SiteTopic(SITE.code))).gone
    await Inspections(redis).create(id=ID, as_of="2024-02-29", standard="no-such", targets=TARGETS)
    detail = await reader.read(SiteTopic(SITE.code))
    assert not detail.gone
    assert "no-such" in detail.fault


async def test_an_inspection_that_vanishes_leaves_the_last_picture_with_its_age(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        await redis.flushall()
        await see(app, f"there is no inspection {ID}")
        assert len(screen.table.rows) == 22


def test_a_dashboard_starts_without_the_judgement_and_without_archives() -> None:
    code = (
        "import sys, tui.app, tui.hands\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('scoring', 'warcio', 'docx', 'selectolax')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


async def test_a_reading_of_another_site_is_not_shown_as_this_one(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await enter(app, pilot)
        await until(lambda: len(screen.table.rows) == 22)
        assert app.snapshot is not None
        screen.show(elsewhere(app.snapshot))
        assert len(screen.table.rows) == 0


def elsewhere(snapshot: Snapshot) -> Snapshot:
    detail = snapshot.detail
    assert isinstance(detail, SiteDetail)
    return replace(snapshot, detail=replace(detail, topic=SiteTopic("other")))
