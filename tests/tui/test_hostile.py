"""What strangers write is shown as text, and every line stays as wide as the terminal, on every screen."""

from pathlib import Path

import pytest
from redis.asyncio import Redis
from textual.pilot import Pilot

from infra.settings import Settings
from tests.tui import hostile_inspection as hostile
from tests.tui.pictures import is_aligned, lines, shown
from tests.tui.samples import HOSTILE, SampleGate, SampleSource, snapshot
from tests.waiting import until
from tui.app import Left, XunchaApp
from tui.hands import Dashboard, Operator
from tui.locale import words_for
from tui.screens.confirm import ConfirmScreen
from tui.screens.dashboard import DashboardScreen
from tui.screens.finding import FindingScreen
from tui.screens.listing import ListScreen
from tui.screens.site import SiteScreen
from tui.text import width
from tui.views import VIEWS

SIZES = [(80, 24), (200, 50)]
#: Keys that open a dialog before any screen.
DIALOGS = ("question_mark", "n", "i", "w", "S")


def check(app: XunchaApp, where: str) -> None:
    """Hold what is on the screen to what must be true of it."""
    assert is_aligned(app), (where, [(width(line), line) for line in lines(app) if width(line) != app.size.width])
    assert not hostile.dangers(shown(app)), where


async def settled(app: XunchaApp, pilot: Pilot[Left]) -> None:
    """Wait until two more readings have been shown: the second was asked for by the screen that is up."""
    await app.shown(app._readings + 2)
    await pilot.pause()


@pytest.fixture
async def inspected(redis: Redis) -> Redis:
    await hostile.lay(redis)
    return redis


def over(redis: Redis, folder: Path, lang: str = "zh") -> XunchaApp:
    ends = Dashboard(redis, hostile.ID, Settings(data_dir=folder), Operator(name="[/x]\u202e"))
    return XunchaApp(ends.source, ends.gate, words_for(lang), period=0.05, desk=ends)


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "zh"), ((80, 24), "en"), ((200, 50), "zh")])
async def test_every_view(inspected: Redis, tmp_path: Path, size: tuple[int, int], lang: str) -> None:
    app = over(inspected, tmp_path, lang)
    async with app.run_test(size=size, notifications=True) as pilot:
        for view in VIEWS:
            await pilot.press(view.key)
            await settled(app, pilot)
            check(app, view.name)
            if isinstance(app.screen, ListScreen):
                await until(lambda: len(app.screen.table.rows) > 0)  # type: ignore[attr-defined]
                for key in ("end", "o", "enter"):
                    await pilot.press(key)
                    await pilot.pause()
                    check(app, f"{view.name} after {key}")
                while _is_above(app):
                    await settled(app, pilot)
                    check(app, f"what {view.name} opens")
                    await pilot.press("escape")
                    await pilot.pause()


def _is_above(app: XunchaApp) -> bool:
    """Tell whether a screen stands above that of the view."""
    return sum(isinstance(screen, DashboardScreen) for screen in app.screen_stack) > 1


@pytest.mark.parametrize("size", SIZES)
async def test_every_site_and_its_findings(inspected: Redis, tmp_path: Path, size: tuple[int, int]) -> None:
    app = over(inspected, tmp_path)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("2")
        await settled(app, pilot)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, SiteScreen))
        await settled(app, pilot)
        check(app, "columns")
        await pilot.press("tab")
        await until(lambda: len(app.screen.table.rows) == 3 * len(hostile.WORDS))  # type: ignore[attr-defined]
        for _ in hostile.WORDS[:6]:
            await pilot.press("j", "enter")
            await until(lambda: isinstance(app.screen, FindingScreen))
            await settled(app, pilot)
            check(app, "a finding")
            await pilot.press("y", "escape")
            await until(lambda: isinstance(app.screen, SiteScreen))
            check(app, "findings")


@pytest.mark.parametrize("size", SIZES)
async def test_every_dialog(inspected: Redis, tmp_path: Path, size: tuple[int, int]) -> None:
    app = over(inspected, tmp_path)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("6")
        await settled(app, pilot)
        for key in (*DIALOGS, "c", "d", "a"):
            before = app.screen
            await pilot.press(key)
            await pilot.pause()
            await settled(app, pilot)
            check(app, f"the dialog of {key}")
            while app.screen is not before:
                await pilot.press("escape")
                await pilot.pause()
        app.push_screen(ConfirmScreen(app.words, question=hostile.WORDS[0] * 9, token=hostile.WORDS[3]))
        await pilot.pause()
        check(app, "a question")


@pytest.mark.parametrize("size", SIZES)
async def test_what_no_encoding_can_carry(size: tuple[int, int]) -> None:
    """Lone surrogates cannot come out of Redis; a source of another kind may still hold them."""
    source = SampleSource(snapshot(*HOSTILE, sites=12))
    app = XunchaApp(source, SampleGate(source), words_for("zh"), period=0.05)
    async with app.run_test(size=size) as pilot:
        for view in VIEWS:
            await pilot.press(view.key)
            await settled(app, pilot)
            check(app, view.name)
            assert not any("\ud800" <= letter <= "\udfff" for letter in shown(app)), view.name
