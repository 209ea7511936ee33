"""The screen of one finding over a real inspection: rule and sum, people's words, and what was kept of the page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from textual.pilot import Pilot
from textual.widgets import Button, Input

from infra.evidence import folder_of
from infra.redis.keys import Keys
from scoring.review import Decision, Reviews
from tests.scoring.building import HOME, SITE
from tests.scoring.deciding import A, B, word
from tests.tui.one_site import ID, WRONG, opened, scored
from tests.tui.pictures import is_aligned, lines, shown
from tests.tui.test_site_screen import enter, over, see
from tests.waiting import until
from tui.app import Left, XunchaApp
from tui.locale import words_for
from tui.readers.finding import FindingReader, FindingTopic
from tui.screens.decide import DecideScreen
from tui.screens.finding import FindingScreen
from tui.screens.site import SiteScreen
from tui.site_rows import Card, finding_rows
from tui.widgets.text_pane import TextPane

SIZES = [(80, 24), (200, 50)]
ZH = words_for("zh")


@asynccontextmanager
async def at(
    app: XunchaApp, clause: str, *, url: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[Left], FindingScreen]]:
    """Go down to a finding of the site, and wait until it is read."""
    async with app.run_test(size=size, notifications=True) as pilot:
        site = await enter(app, pilot)
        await pilot.press("tab", "slash", *f"clause:{clause}", *([" ", *url] if url else []), "enter")
        await until(lambda: site.listing.name == "findings" and len(site.table.rows) == 1)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, FindingScreen))
        screen = app.screen
        assert isinstance(screen, FindingScreen)
        await until(lambda: screen.ready and any(line.name == ZH.site.rule for line in facts(screen).lines))
        yield pilot, screen


def facts(screen: FindingScreen) -> TextPane:
    return screen.query_one("#facts", TextPane)


def told(screen: FindingScreen, name: str) -> list[str]:
    """What stands beside a name among the facts."""
    return [line.text for line in facts(screen).lines if line.name == name]


@pytest.mark.parametrize("size", SIZES)
async def test_the_kept_page_is_shown_where_the_suspicious_word_stands(
    redis: Redis, tmp_path: Path, size: tuple[int, int]
) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "v1.1", size=size) as (pilot, screen):
        await see(app, f"昨天，{WRONG}出席会议 [/x]")
        line = next(line for line in lines(app) if WRONG in line and "出席" in line)
        assert "> 昨天" in line
        page = screen.query_one("#page", TextPane)
        (marked,) = (one for one in page.lines if one.marks)
        assert [marked.text[start:end] for start, end in marked.marks] == [WRONG]
        assert "var x" not in "".join(one.text for one in page.lines)
        await see(app, SITE.name)
        await see(app, "V1.1 安全")
        assert is_aligned(app)
        assert "\x1b" not in shown(app)
        assert "\u202e" not in shown(app)
        await pilot.press("g")
        await see(app, "政务公开")
        await pilot.press("n")
        await see(app, f"昨天，{WRONG}")
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, SiteScreen))


async def test_rule_sum_and_words_of_people_stand_beside_it(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "v1.1") as (_, screen):
        assert told(screen, ZH.site.said) == [f"{ZH.site.decisions['confirm']}  {A}  看过 [/x]"]
        assert told(screen, ZH.site.rule) == ["出现严重表述错误"]
        assert told(screen, ZH.site.way) == [ZH.site.ways["assist"]]
        assert told(screen, ZH.address) == [f"{HOME}工作动态/t1.html"]
        assert told(screen, ZH.site.found_on) == [f"{HOME}工作动态/"]
        assert told(screen, ZH.site.location) == ["w1-00001.warc.gz#0"]
        assert WRONG in told(screen, ZH.site.detail)[0]


async def test_what_a_deduction_costs_is_told_to_the_score(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "d4.2") as (_, screen):
        (points,) = told(screen, ZH.site.points)
        assert points == ZH.site.sum_of_points.format("5", "5", "5", "5")
        steps = [line.text for line in facts(screen).lines]
        assert ZH.site.score_step.format("100", "95") in steps
        assert told(screen, ZH.site.said) == [ZH.site.nobody_said]
        await see(app, ZH.site.nothing_kept)


async def test_a_file_that_is_no_text_says_its_type_and_size(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "d19.1", url="gone"):
        await see(app, ZH.site.not_text.format("application/pdf", 11))
        assert is_aligned(app)


@pytest.mark.parametrize("size", SIZES)
async def test_evidence_that_is_not_here_is_told_and_shown_once_it_is(
    redis: Redis, tmp_path: Path, size: tuple[int, int]
) -> None:
    await opened(redis, tmp_path)
    segment = folder_of(tmp_path, ID) / "w1-00001.warc.gz"
    elsewhere = segment.with_suffix(".elsewhere")
    segment.rename(elsewhere)
    app = over(redis, tmp_path)
    async with at(app, "v1.1", size=size):
        await see(app, ZH.site.unreadable.format("")[:4])
        assert is_aligned(app)
    elsewhere.rename(segment)
    app = over(redis, tmp_path)
    async with at(app, "v1.1", size=size):
        await see(app, f"昨天，{WRONG}")


async def test_addresses_are_copied_and_shown_as_text(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "d19.1", url="never") as (pilot, screen):
        assert told(screen, ZH.address) == ["http://never.gov.cn/[/x]"]
        await pilot.press("y")
        await until(lambda: app.clipboard == "http://never.gov.cn/[/x]")
        await see(app, ZH.copied.format("http://never.gov.cn/[/x]"))
        await pilot.press("Y")
        await see(app, ZH.nothing_to_copy)


async def test_what_a_second_person_says_is_seen(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "v1.1") as (_, screen):
        await Reviews(redis, ID).add([word("V1.1", Decision.CONFIRM, by=B, text="属实")])
        await scored(redis)
        await until(lambda: told(screen, ZH.state) == [f"{ZH.site.finding_states['confirmed']}  0 分"])
        assert any(B in line.text for line in facts(screen).lines)


async def said(app: XunchaApp, pilot: Pilot[Left], key: str, decision: str, **typed: str) -> str:
    """Say a word on the finding, and give what came of it."""
    before = len(app._notifications)
    await pilot.press(key)
    await until(lambda: isinstance(app.screen, DecideScreen) and bool(app.screen.query(Button)))
    for name, value in typed.items():
        app.screen.query_one(f"#{name}", Input).value = value
    app.screen.query_one(f"#{decision}", Button).press()
    await until(lambda: len(app._notifications) > before)
    return [str(one.message) for one in app._notifications][-1]


@pytest.mark.parametrize("size", SIZES)
async def test_a_unit_appeals_against_what_stands_and_it_is_decided(
    redis: Redis, tmp_path: Path, size: tuple[int, int]
) -> None:
    await opened(redis, tmp_path)
    app, words = over(redis, tmp_path), ZH.reviewing
    async with at(app, "d4.2", size=size) as (pilot, screen):
        await see(app, f"a {words.asked['appeal']}")
        assert f"c {words.asked['confirm']}" not in shown(app)
        await pilot.press("c")
        await see(app, words.not_here.format("D4.2", words.asked["confirm"]))
        assert app.screen is screen
        assert words.ends["appealed"] in await said(app, pilot, "a", "appeal", text="当日已更新")
        await see(app, f"D {words.asked['decide']}")
        assert is_aligned(app)
        await pilot.press("D")
        await see(app, words.appeal_of.format(SITE.unit, "当日已更新"))
        await pilot.press("escape")
        done = await said(app, pilot, "D", "uphold", text="属实", by=B)
        assert words.ends["dismissed"] in done
        await until(lambda: told(screen, ZH.state) == [f"{ZH.site.finding_states['dismissed']}  5 分"])
        assert f"a {words.asked['appeal']}" not in shown(app)
    rows = await Reviews(redis, ID).all()
    assert [(row.decision, row.by) for row in rows][1:] == [("appeal", SITE.unit), ("uphold", B)]
    assert rows[-1].finding == screen._row.id


async def test_what_is_suspected_is_confirmed_or_dismissed_where_it_is_seen(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "v1.1") as (pilot, screen):
        await see(app, f"c {ZH.reviewing.asked['confirm']}")
        assert ZH.reviewing.ends["confirmed"] in await said(app, pilot, "c", "confirm", by=B)
        await until(lambda: screen.matter is not None and screen.matter.state == "confirmed")
        assert ZH.reviewing.ends["dismissed"] in await said(app, pilot, "d", "dismiss", by=B, text="误报")
        await until(lambda: screen.matter is not None and screen.matter.state == "dismissed")


async def test_nobody_says_a_word_from_a_read_only_screen(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path, read_only=True)
    async with at(app, "v1.1") as (pilot, screen):
        await pilot.press(*"cdaD")
        screen.action_say_appeal()
        await pilot.pause()
        assert app.screen is screen
        assert f"c {ZH.reviewing.asked['confirm']}" not in shown(app)
        assert not {key for key, one in screen.active_bindings.items() if ".say_" in one.binding.action}
    assert len(await Reviews(redis, ID).all()) == 1


async def test_a_finding_that_vanishes_is_said_to_be_gone(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    app = over(redis, tmp_path)
    async with at(app, "v1.1") as (pilot, screen):
        await redis.hdel(Keys(ID).targets, SITE.code)
        await see(app, ZH.site.gone.format(screen._row.id))
        await pilot.press("n", "N", "y", "tab", "escape")
        await until(lambda: isinstance(app.screen, SiteScreen))


async def test_a_finding_that_nobody_knows_is_gone(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    reader = FindingReader(redis, ID, tmp_path)
    assert (await reader.read(FindingTopic(SITE.code, "0000"))).gone
    assert (await reader.read(FindingTopic("no such", "0000"))).gone
    await redis.flushall()
    assert (await reader.read(FindingTopic(SITE.code, "0000"))).gone


async def test_it_is_explained_anew_only_when_something_has_changed(redis: Redis, tmp_path: Path) -> None:
    await opened(redis, tmp_path)
    now = 0.0
    reader = FindingReader(redis, ID, tmp_path, clock=lambda: now)
    topic = await suspected(redis)
    first = await reader.read(topic)
    assert first.page is not None
    now = 10.0
    again = await reader.read(topic)
    assert again.rule is first.rule
    await Reviews(redis, ID).add([word("V1.1", Decision.CONFIRM, by=B, text="属实")])
    other = await reader.read(topic)
    assert other.rule is not first.rule
    assert other.page is first.page
    await Reviews(redis, ID).add([word("V1.1", Decision.CONFIRM, by=B, text="再看")])
    assert (await reader.read(topic)).rule is other.rule


async def suspected(redis: Redis) -> FindingTopic:
    raw = await redis.hget(Keys(ID).findings, SITE.code)
    assert isinstance(raw, bytes)
    row = next(one for one in finding_rows(raw, Card()) if one.clause == "V1.1")
    return FindingTopic(row.target, row.id)
