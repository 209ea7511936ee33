"""The ranking over scorecards as they stand in Redis: as the notice has it, ties, groups, accounts that failed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from redis.asyncio import Redis
from textual.pilot import Pilot
from textual.widgets import Input

from infra.inspections import Inspections
from infra.redis.keys import Keys
from infra.settings import Settings
from scoring.judge import Judge
from scoring.live import card_of, publish
from scoring.reports.rows import rows_of
from scoring.results import Results, results
from scoring.scorecard import Scorecard, Verdict
from tests.scoring.building import SITE
from tests.scoring.report_case import DEPARTMENTS, DISTRICTS, account, case, city, site
from tests.scoring.review.grounds import opened
from tests.tui.pictures import is_aligned, shown
from tests.tui.samples import HOSTILE
from tests.waiting import until
from tui.acting import Left
from tui.app import XunchaApp
from tui.hands import Dashboard, Operator
from tui.locale import LANGUAGES, words_for
from tui.ranked import RankRow
from tui.readers.ranking import RankingDetail, RankingReader, RankingTopic
from tui.screens.ranking import RankingScreen
from tui.screens.site import SiteScreen

ID = "2024q1"


async def written(redis: Redis, found: Results) -> None:
    """Write results as a scorer does."""
    targets = [target for target, _ in found.cards]
    await Inspections(redis).create(id=ID, as_of="2024-02-29", standard="ezhou-2024", targets=targets)
    await publish(redis, ID, [card for _, card in found.cards])


def mixed() -> Results:
    """Two groups: a tie, a failed score, a veto, one open, one unread; accounts of two platforms."""
    of_weibo, card = account("鄂州微博", "", "M3.1")
    weibo = replace(of_weibo, code="wb-1", platform="微博")
    return case(
        sites=[
            site(1, "甲局", DEPARTMENTS, "99.3"),
            site(2, "乙局", DEPARTMENTS, "81", low="60", verdict=Verdict.PENDING),
            site(3, "丙局", DEPARTMENTS, "103"),
            site(4, "丁区", DISTRICTS, "99.3"),
            site(5, "戊局", DEPARTMENTS, "55", verdict=Verdict.UNQUALIFIED),
            site(6, "己局", DEPARTMENTS, None, vetoes=("V3",)),
            site(7, "庚局", DEPARTMENTS, "90"),
        ],
        accounts=[
            (weibo, replace(card, target=weibo)),
            account("健康鄂州", "服务号", "M2.1"),
            account("鄂州发布", "订阅号"),
        ],
    )


@asynccontextmanager
async def seated(
    redis: Redis, *, lang: str = "zh", size: tuple[int, int] = (80, 24), inspection: str = ID
) -> AsyncIterator[tuple[XunchaApp, Pilot[Left], RankingScreen]]:
    ends = Dashboard(redis, inspection, Settings(rate=1000), Operator(name="李雷", read_only=True))
    app = XunchaApp(ends.source, ends.gate, words_for(lang), period=0.05, view="ranking")
    async with app.run_test(size=size) as pilot:
        assert isinstance(app.screen, RankingScreen)
        screen = app.screen
        await until(lambda: screen.chosen is not None)
        await pilot.pause()
        yield app, pilot, screen


async def read(redis: Redis) -> RankingDetail:
    return await RankingReader(redis, ID).read(RankingTopic())


@pytest.mark.parametrize("found", [city(), mixed()])
async def test_the_tables_say_what_the_notice_says(redis: Redis, found: Results) -> None:
    await written(redis, found)
    rows = rows_of(found)
    tables = (await read(redis)).tables
    by_code = {row.code: row for row in tables[0].rows}
    assert {table.name for table in tables if table.kind == "group"} == {group.name for group in rows.groups}
    for group in rows.groups:
        for row in group.rows:
            told = by_code[row.code]
            assert (told.name, told.number, told.group, told.verdict) == (row.unit, row.number, group.name, row.verdict)
            assert told.why == ("" if row.shown == str(row.score) else row.shown)
            if row.score is not None:
                assert Decimal(str(told.score)) == row.score
                assert told.rank == 1 + sum(1 for one in rows.units if one.score is not None and one.score > row.score)
    (tally,) = tables[0].tallies
    assert (tally.total, tally.failed, tally.pending) == (rows.sites.total, rows.sites.failed, rows.sites.pending)
    assert tally.rate == rows.sites.rate
    failed = tables[-1]
    assert {(row.number, row.code, row.why) for row in failed.rows} == {
        (row.number, row.code, row.reasons) for row in rows.failed_accounts
    }
    assert sum(one.failed for one in failed.tallies) == rows.accounts.failed


async def test_equal_scores_share_a_rank_and_what_is_open_has_none(redis: Redis) -> None:
    await written(redis, mixed())
    everything, departments, districts, accounts = (await read(redis)).tables
    assert _ranks(everything.rows) == "丙局 1, 甲局 2, 丁区 2, 庚局 4, 戊局 5, 乙局 -, 己局 -"
    assert _ranks(departments.rows) == "丙局 1, 甲局 2, 庚局 3, 戊局 4, 乙局 -, 己局 -"
    assert _ranks(districts.rows) == "丁区 1"
    (open_,) = [row for row in everything.rows if row.name == "乙局"]
    assert (open_.score, open_.range, open_.why) == (81, (60, 81), "待核实（60.0—81.0）")
    assert [(one.name, one.total, one.failed, one.rate) for one in accounts.tallies] == [
        ("微博", 1, 1, "0"),
        ("微信", 2, 1, "50"),
    ]
    assert [row.group for row in accounts.rows] == ["微博", "微信"]


def _ranks(rows: tuple[RankRow, ...]) -> str:
    return ", ".join(f"{row.name} {row.rank or '-'}" for row in rows)


@pytest.mark.parametrize("lang", list(LANGUAGES))
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_a_key_goes_from_all_sites_over_the_groups_to_the_accounts(
    redis: Redis, size: tuple[int, int], lang: str
) -> None:
    await written(redis, mixed())
    words = words_for(lang).ranked
    async with seated(redis, size=size, lang=lang) as (app, pilot, screen):
        for name, part in (
            (words.all, words.sites.format(7, 2, 1, "66.67%")),
            (DEPARTMENTS, words.sites.format(6, 2, 1, "60%")),
            (DISTRICTS, words.sites.format(1, 0, 0, "100%")),
            (words.accounts, words.of_platform.format("微信", 2, 1, 0, "50%")),
        ):
            assert is_aligned(app)
            flat = "".join(shown(app).split())
            assert "".join(name.split())[:8] in flat
            assert "".join(part.split()) in flat
            await pilot.press("g")
            await pilot.pause()
        assert screen.chosen is not None
        assert screen.chosen.kind == "all"


async def test_a_row_leads_to_its_site(redis: Redis) -> None:
    await written(redis, mixed())
    async with seated(redis) as (app, pilot, screen):
        assert screen.marked is not None
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, SiteScreen))


async def test_a_filter_may_hold_the_letter_and_finds_who_failed(redis: Redis) -> None:
    await written(redis, mixed())
    async with seated(redis) as (_, pilot, screen):
        await pilot.press("slash", *"geng")
        assert screen.query_one("#filter", Input).value == "geng"
        screen.query_one("#filter", Input).value = "verdict:不合格"
        await pilot.pause()
        assert [row.name for row in screen.kept] == ["戊局", "己局"]


async def test_it_follows_what_the_scorer_writes_and_reads_nothing_else(redis: Redis) -> None:
    found = mixed()
    await written(redis, found)
    reader = RankingReader(redis, ID, clock=lambda: 0)
    first = await reader.read(RankingTopic())
    assert await reader.read(RankingTopic()) is first
    target, card = found.cards[1]
    await publish(redis, ID, [replace(card, verdict=Verdict.QUALIFIED)])
    after = await reader.read(RankingTopic())
    assert _ranks(after.tables[0].rows) == "丙局 1, 甲局 2, 丁区 2, 庚局 4, 乙局 5, 戊局 6, 己局 -"
    await redis.hset(Keys(ID).scores, target.code, b"no json")
    await redis.xadd(Keys(ID).written, {target.code: b""})
    assert "乙局" not in _ranks((await reader.read(RankingTopic())).tables[0].rows)


async def test_a_real_inspection_is_ranked_as_its_results(redis: Redis) -> None:
    await opened(redis, ID)
    judge = await Judge.of(redis, ID)
    cards = await judge.cards()
    await publish(redis, ID, cards)
    assert rows_of(await results(redis, ID)) == rows_of(
        replace(await results(redis, ID), cards=[(card.target, _read_back(card)) for card in cards])
    )
    async with seated(redis) as (app, _, screen):
        assert [row.code for row in screen.kept] == [SITE.code]
        await until(lambda: "待核实" in shown(app))


def _read_back(card: Scorecard) -> Scorecard:

    return card_of(card.target, orjson.dumps(card.to_json()))


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_hostile_names_are_shown_as_text(redis: Redis, size: tuple[int, int]) -> None:
    names = [name for name in HOSTILE if "\ud800" not in name]
    found = case(
        sites=[site(n, name, f"组{name}"[:40], "80", name=f"{n}{name}") for n, name in enumerate(names)],
        accounts=[account(name, name, "M3.1") for name in names],
    )
    await written(redis, found)
    async with seated(redis, size=size) as (app, pilot, screen):
        assert screen.chosen is not None
        for _ in range(len(names) + 2):
            assert is_aligned(app)
            assert "\x1b" not in shown(app)
            await pilot.press("g")
            await pilot.pause()


async def test_a_standard_that_is_not_here_is_said(redis: Redis) -> None:
    await Inspections(redis).create(id=ID, as_of="2024-02-29", standard="ezhou-2024", targets=[SITE])
    await redis.hset(Keys(ID).meta, "standard", "gone-2019")
    assert "gone-2019" in (await read(redis)).fault
