"""The review screen over a real inspection: what waits, a word on it, and what that does to the score."""

import getpass
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from textual.widgets import Input

from infra.evidence import EvidenceStore
from infra.inspections import Inspections
from infra.records import Suspicion, SuspicionKind
from infra.redis.keys import Keys
from infra.settings import Settings
from scoring.area import AREA
from scoring.judge import Judge
from scoring.live import publish
from scoring.review.desk import Desk
from scoring.review.log import Reviews
from tests.scoring.building import ACCOUNT, SITE, article, days_ago, home, sound_site
from tests.tui.pictures import is_aligned, shown
from tests.tui.review_seat import DATA, ID, scored, seated
from tests.tui.samples import HOSTILE
from tests.waiting import until
from tui.app import XunchaApp
from tui.control import CommandError, ReadOnlyError
from tui.gate import Decide
from tui.hands import Dashboard, Operator
from tui.locale import LANGUAGES, words_for
from tui.model import Snapshot
from tui.readers.review import ReviewReader, ReviewTopic, told
from tui.screens.finding import FindingScreen
from tui.widgets.text_pane import PaneLine, TextPane


@pytest.fixture
async def inspected(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Redis:
    """A site whose home page is late and which has data for programs, before an operator called cheng."""
    monkeypatch.setattr(getpass, "getuser", lambda: "cheng")
    await scored(redis)
    return redis


async def test_the_queue_is_that_of_the_desk(inspected: Redis) -> None:
    waiting = await (await Desk.of(inspected, ID, login="x")).waiting()
    async with seated(inspected) as seat:
        assert [row.id for row in seat.screen.kept] == [one.finding.id for one in waiting]
        assert [row.state for row in seat.screen.kept] == [one.what for one in waiting]
        assert (seat.rows["V3"].rule.wanted, seat.rows["B1"].state) == (2, "hint")


@pytest.mark.parametrize("lang", list(LANGUAGES))
@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_the_evidence_stands_beside_its_clause(inspected: Redis, size: tuple[int, int], lang: str) -> None:
    async with seated(inspected, size=size, lang=lang) as seat:
        await until(lambda: "0/2" in shown(seat.app))
        for part in ("首页监测时间点前2周内无信息更新", "最近更新：2024-01-30", "http://www.ezhou.gov.cn/", "V3"):
            assert part in shown(seat.app)
        assert is_aligned(seat.app)
        beside = seat.screen.query_one("#evidence").region.x > 0
        assert beside is (size[0] >= 120)
        await seat.mark("B1")
        await seat.pilot.pause()
        assert DATA.url[:30] in shown(seat.app)
        await seat.ask("c")
        assert is_aligned(seat.app)


async def test_a_veto_takes_two_different_people(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        words = words_for("zh").reviewing
        await seat.mark("V3")
        first = await seat.say("c", "confirm")
        assert words.ends["suspected"] in first
        assert words.lacking.format(1) in first
        await until(lambda: seat.rows["V3"].names == ("cheng",))
        await seat.ask("c")
        assert words.has_names.format("cheng", 1) in shown(seat.app)
        assert seat.app.screen.query_one("#by", Input).value == ""
        await seat.answer("confirm")
        assert words.wants_name in shown(seat.app)
        await seat.answer("confirm", by="ＣＨＥＮＧ")
        await until(lambda: len(seat.app._notifications) == 2)
        assert words.lacking.format(1) in seat.told
        assert seat.rows["V3"].names == ("cheng",)
        done = await seat.say("c", "confirm", by="万静怡")
        assert words.done.format("确认成立 V3", words.ends["confirmed"]) in done
        assert f"变为{words.no_score.format('不合格')}" in done
        await until(lambda: "V3" not in seat.rows)
        await until(lambda: _verdict(seat.app.snapshot) == "unqualified")
    assert [(row.by, row.entered_by) for row in await Reviews(inspected, ID).entries()] == [
        ("cheng", "cheng"),
        ("ＣＨＥＮＧ", "cheng"),
        ("万静怡", "cheng"),
    ]


def _verdict(snapshot: Snapshot | None) -> str:
    return snapshot.sites[0].score.verdict if snapshot and snapshot.sites[0].score else ""


async def test_a_dismissal_wants_a_reason_and_may_hold_until_a_day(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        words = words_for("zh").reviewing
        await seat.mark("V3")
        await seat.ask("d")
        assert seat.app.focused is seat.app.screen.query_one("#text")
        await seat.answer("dismiss")
        assert words.wants_reason in shown(seat.app)
        await seat.answer("dismiss", text="改版中", until="明年")
        assert words.wants_day in shown(seat.app)
        await seat.answer("dismiss", until="2023-12-31")
        await until(lambda: bool(seat.app._notifications))
        assert "before the time point" in seat.told
        assert "V3" in seat.rows
        await seat.ask("d")
        seat.app.screen.query_one("#until", Input).value = "2024-12-31"
        await seat.pilot.press(*"new", "enter", "enter", "enter", "enter")
        await until(lambda: "V3" not in seat.rows)
        assert words.ends["dismissed"] in seat.told
    (entry,) = await Reviews(inspected, ID).entries()
    assert (entry.decision, entry.text, entry.until, entry.by) == ("dismiss", "new", "2024-12-31", "cheng")
    assert entry.finding


async def test_an_appeal_is_entered_and_decided_by_two_others(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        words = words_for("zh").reviewing
        await seat.mark("V3")
        await seat.pilot.press("D")
        await until(lambda: words.not_here.format("V3", words.asked["decide"]) in seat.told)
        assert words.ends["appealed"] in await seat.say("a", "appeal", text="首页有更新")
        await until(lambda: seat.rows["V3"].state == "appealed")
        await seat.mark("V3")
        await seat.ask("D")
        assert words.appeal_of.format(SITE.unit, "首页有更新") in shown(seat.app)
        await seat.pilot.press("escape")
        assert words.lacking.format(1) in await seat.say("D", "uphold", text="属实")
        await until(lambda: seat.rows["V3"].names == ("cheng",))
        assert words.ends["dismissed"] in await seat.say("D", "uphold", text="属实", by="万静怡")
        await until(lambda: "V3" not in seat.rows)
    assert [row.decision for row in await Reviews(inspected, ID).all()] == ["appeal", "uphold", "uphold"]


async def test_a_file_or_an_address_shows_why_and_a_file_is_kept(inspected: Redis, tmp_path: Path) -> None:
    shot = tmp_path / "首页.png"
    shot.write_bytes(b"\x89PNG")
    async with seated(inspected, data_dir=tmp_path) as seat:
        words = words_for("zh").reviewing
        await seat.mark("V3")
        await seat.ask("c")
        for typed in (str(tmp_path / "none.png"), "~nobody-here/a.png", "a" * 300):
            await seat.answer("confirm", evidence=typed)
            assert words.wants_proof in shown(seat.app)
        await seat.answer("confirm", evidence=str(shot))
        await until(lambda: seat.rows["V3"].names == ("cheng",))
        await seat.say("c", "confirm", by="万静怡", evidence="http://www.ezhou.gov.cn/shot")
        await until(lambda: "V3" not in seat.rows)
    first, second = await Reviews(inspected, ID).entries()
    assert first.digest.startswith("sha256:")
    assert EvidenceStore(tmp_path, ID, "x").read(first.evidence) == shot.read_bytes()
    assert (second.evidence, second.digest) == ("http://www.ezhou.gov.cn/shot", "")


async def test_every_decision_leaves_an_audit_line(inspected: Redis) -> None:
    before = await Inspections(inspected).audit(ID)
    async with seated(inspected) as seat:
        await seat.mark("V3")
        finding = seat.rows["V3"].id
        await seat.say("c", "confirm", by="万静怡")
        await seat.say("c", "confirm", by="万静怡")
        await seat.say("l", "clear")
    audit = (await Inspections(inspected).audit(ID))[len(before) :]
    assert [line.partition(" ")[2] for line in audit] == [
        f"decision 1: confirm on {SITE.code} V3 {finding} in the name of 万静怡 by cheng",
        f"decision 2: clear on {SITE.code} V3 in the name of cheng by cheng",
    ]


async def test_however_long_an_appeal_is_the_buttons_are_in_sight(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        words = words_for("zh").reviewing
        await seat.mark("V3")
        await seat.say("a", "appeal", text="首页有更新" * 60)
        await until(lambda: seat.rows["V3"].state == "appealed")
        await seat.mark("V3")
        await seat.ask("D")
        await seat.pilot.pause()
        assert words.verbs["uphold"] in shown(seat.app)
        assert words.verbs["reject"] in shown(seat.app)
        await seat.answer("uphold")
        assert words.wants_reason in shown(seat.app)


async def test_a_hint_is_granted_or_its_clause_cleared(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        await seat.mark("B1")
        await seat.pilot.press("d")
        await until(lambda: bool(seat.app._notifications))
        assert len(seat.app.screen_stack) == 1
        told = await seat.say("c", "bonus", text="有数据", points="2")
        assert "（" in told
        assert "变为" in told
        await until(lambda: "B1" not in seat.rows)
        await seat.mark("V3")
        await seat.say("l", "clear")
    rows = await Reviews(inspected, ID).all()
    assert [(row.decision, row.clause, row.finding, str(row.points)) for row in rows] == [
        ("bonus", "B1", "", "2"),
        ("clear", "V3", "", "None"),
    ]


async def test_what_waits_of_the_supervising_office_is_listed_and_decided(redis: Redis) -> None:
    moved = home(days_ago(1), url="http://new.gov.cn/")
    await scored(redis, [moved, *sound_site()[1:]])
    judge = await Judge.of(redis, ID)
    await publish(redis, ID, await judge.reviewable())
    async with seated(redis) as seat:
        await seat.mark("S7")
        row = seat.rows["S7"]
        assert (row.target, row.name, row.rule.part) == (AREA.code, AREA.name, "deduction")
        await seat.pilot.press("enter")
        await until(lambda: isinstance(seat.app.screen, FindingScreen) and seat.app.screen.matter is not None)
        await until(lambda: "http://new.gov.cn/" in shown(seat.app))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.screen)
        await seat.mark("S7")
        assert words_for("zh").reviewing.ends["confirmed"] in await seat.say("c", "confirm")
        await until(lambda: "S7" not in seat.rows)
    (entry,) = await Reviews(redis, ID).entries()
    assert (entry.target, entry.finding) == (AREA.code, row.id)


async def test_the_filter_knows_clauses_units_and_states(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        for typed, kept in (
            ("clause:v3", {"V3"}),
            ("state:hint", {"B1"}),
            ("state:线索", {"B1"}),
            ("unit:鄂州 !b1", {"V3"}),
        ):
            seat.screen.query_one("#filter", Input).value = typed
            await seat.pilot.pause()
            assert set(seat.rows) == kept


async def test_a_row_leads_to_its_finding_and_back_and_its_address_can_be_copied(inspected: Redis) -> None:
    async with seated(inspected) as seat:
        await seat.mark("V3")
        await seat.pilot.press("y")
        await until(lambda: SITE.url in seat.app.clipboard)
        await seat.pilot.press("enter")
        await until(lambda: isinstance(seat.app.screen, FindingScreen))
        await seat.pilot.press("escape")
        await until(lambda: seat.app.screen is seat.screen)
        assert seat.screen.marked is not None
        assert seat.screen.marked.rule.clause == "V3"


async def test_a_queue_that_nobody_could_read_through_is_cut_and_says_so(
    inspected: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.readers.review.MOST_SHOWN", 1)
    async with seated(inspected) as seat:
        assert list(seat.rows) == ["V3"]
        await until(lambda: "只列出最重的 1 条，共" in shown(seat.app))


async def test_from_a_read_only_dashboard_nobody_decides(inspected: Redis) -> None:
    before = await Inspections(inspected).audit(ID)
    async with seated(inspected, read_only=True) as seat:
        await seat.mark("V3")
        for key in "cdlaD":
            await seat.pilot.press(key)
        for action in (seat.screen.action_say_confirm, seat.screen.action_say_dismiss):
            action()
        await seat.pilot.pause()
        assert len(seat.app.screen_stack) == 1
        act = Decide(decision="confirm", target=SITE.code, clause="V3", by="x")
        with pytest.raises(ReadOnlyError, match="只读模式"):
            await seat.app._gate.do(act, words_for("zh"))
    assert await Reviews(inspected, ID).all() == []
    assert await Inspections(inspected).audit(ID) == before


async def test_what_cannot_be_meant_is_one_line(inspected: Redis) -> None:
    gate = Dashboard(inspected, ID, Settings(), Operator(name="cheng")).gate
    for act, reason in (
        (Decide(decision="confirm", target=SITE.code, clause="V3", finding="0" * 16, by="x"), "no finding"),
        (Decide(decision="clear", target="nobody", clause="V3", by="x"), "there is no target nobody"),
        (Decide(decision="clear", target=SITE.code, clause="D99", by="x"), "D99"),
    ):
        with pytest.raises(CommandError, match=reason) as refused:
            await gate.do(act, words_for("zh"))
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize("size", [(80, 24), (200, 50)])
async def test_hostile_words_are_shown_as_text(redis: Redis, size: tuple[int, int]) -> None:
    names = [name for name in HOSTILE if "\ud800" not in name]
    word = Suspicion(kind=SuspicionKind.SERIOUS_WORDING, sample="[@click=app.bell]\x1b[31m错[/]\u202e", why="[/x]")
    targets = [replace(SITE, code=f"42070{n:05d}", name=name, unit=name) for n, name in enumerate(names)]
    seen = [
        replace(one, target=target.code)
        for target in targets
        for one in (home(days_ago(1)), article(3, "工作动态", days_ago(1), suspicions=(word,)))
    ]
    await scored(redis, seen, targets)
    async with seated(redis, size=size) as seat:
        seat.screen.query_one("#filter", Input).value = "clause:v1.1"
        await until(lambda: len(seat.screen.kept) == len(names))
        lines: list[PaneLine] = []
        for at in range(len(seat.screen.kept)):
            seat.screen.table.marked = at
            await seat.pilot.pause()
            assert is_aligned(seat.app)
            assert "\x1b" not in shown(seat.app)
            lines += seat.screen.query_one("#evidence", TextPane).lines
        assert any("[@click=app.bell] [31m错[/]" in line.text for line in lines), lines
        await seat.ask("c")
        assert is_aligned(seat.app)
        await seat.answer("confirm", by="[/x]\x1b[31m")
        await until(lambda: bool(seat.app._notifications))
        assert "\x1b" not in seat.told


async def commands(redis: Redis, name: str) -> int:
    """How often the server was asked for something since it started."""
    stats: dict[str, Any] = await redis.info("commandstats")
    return int(stats.get(f"cmdstat_{name}", {"calls": 0})["calls"])


async def test_only_what_was_written_is_read_again(inspected: Redis) -> None:
    reader = ReviewReader(inspected, ID)
    first = await reader.read(ReviewTopic())
    asked = await commands(inspected, "hmget")
    assert await reader.read(ReviewTopic()) is first
    assert await commands(inspected, "hmget") == asked
    judge = await Judge.of(inspected, ID)
    await publish(inspected, ID, await judge.cards([SITE.code]))
    assert await reader.read(ReviewTopic()) is first
    assert await commands(inspected, "hmget") == asked + 1

    keys = Keys(ID)
    await inspected.hset(keys.findings, SITE.code, b"[]")
    await inspected.xtrim(keys.written, maxlen=0)
    await inspected.xadd(keys.written, {ACCOUNT.code: b""})
    after = await reader.read(ReviewTopic())
    assert {row.target for row in after.rows} <= {ACCOUNT.code}

    odd = b'[{"id": "x", "clause": "V3", "state": "suspected", "detail": ["[/x]"]}]'
    await inspected.hset(keys.findings, SITE.code, odd)
    await inspected.xadd(keys.written, {SITE.code: b""})
    (row,) = [one for one in (await reader.read(ReviewTopic())).rows if one.target == SITE.code]
    assert told(row) == ()

    await inspected.hset(keys.findings, SITE.code, b"no json")
    await inspected.xadd(keys.written, {SITE.code: b"", "nobody": b""})
    assert (await reader.read(ReviewTopic())).rows == after.rows


async def test_an_empty_queue_is_said_once_it_was_read(redis: Redis) -> None:
    await Inspections(redis).create(id=ID, as_of="2024-02-29", standard="ezhou-2024", targets=[SITE])
    ends = Dashboard(redis, ID, Settings(rate=1000), Operator(name="cheng"))
    app = XunchaApp(ends.source, ends.gate, words_for("zh"), period=0.05, view="review")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: words_for("zh").reviewing.nothing_waits in shown(app))
        await pilot.press("c")
        assert len(app.screen_stack) == 1
