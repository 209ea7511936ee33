from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from infra.inspections import State
from tests.tui.pictures import is_aligned, shown
from tests.tui.samples import HOSTILE, SampleGate, SampleSource, snapshot
from tests.waiting import until
from tui.app import Left, XunchaApp
from tui.control import Command
from tui.keys import KEYS
from tui.locale import LANGUAGES, words_for
from tui.screens.confirm import ConfirmScreen
from tui.screens.help import HelpScreen
from tui.widgets.virtual_table import VirtualTable

SIZES = [(80, 24), (120, 40)]


def dashboard(
    *names: str, lang: str = "zh", read_only: bool = False, sites: int = 41
) -> tuple[XunchaApp, SampleSource]:
    source = SampleSource(snapshot(*names, sites=sites))
    gate = SampleGate(source, read_only=read_only)
    return XunchaApp(source, gate, words_for(lang), period=0.1), source


def gate_of(app: XunchaApp) -> SampleGate:
    assert isinstance(app._gate, SampleGate)
    return app._gate


async def see(app: XunchaApp, part: str) -> None:
    """Wait until the screen shows ``part``."""

    def is_seen() -> bool:
        return part in shown(app)

    is_seen.__qualname__ = f"{part!r} is on the screen"
    await until(is_seen)


async def settle(app: XunchaApp, pilot: Pilot[Left]) -> None:
    """Wait until one more reading is on the screen."""
    await app.shown(app._readings + 1)
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", list(LANGUAGES))
async def test_both_screens_fit_and_say_what_the_snapshot_says(size: tuple[int, int], lang: str) -> None:
    app, source = dashboard(lang=lang)
    words = words_for(lang)
    async with app.run_test(size=size) as pilot:
        for part in ("2024-02-29-a1b2", "4100", "1929", "2050", "worker-1", "another line", words.states["running"]):
            await see(app, part)
        assert is_aligned(app)
        await pilot.press("2")
        await see(app, source.held.sites[0].code)
        await see(app, words.shown.format(41, 41, words.code))
        assert is_aligned(app)


@pytest.mark.parametrize("size", SIZES)
async def test_hostile_names_are_shown_as_text(size: tuple[int, int]) -> None:
    app, _ = dashboard(*HOSTILE)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        await see(app, "família")
        assert is_aligned(app)
        await pilot.press("2")
        await settle(app, pilot)
        await see(app, "[red]a[/blue]")
        assert "\x1b" not in shown(app)
        assert is_aligned(app)


@pytest.mark.parametrize("lang", list(LANGUAGES))
async def test_the_footer_fits_on_eighty_columns(lang: str) -> None:
    app, _ = dashboard(lang=lang)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await settle(app, pilot)
        assert words_for(lang).quit in shown(app).splitlines()[-1]


async def test_filter_and_sort_act_at_once() -> None:
    app, source = dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await settle(app, pilot)
        table = app.screen.query_one("#sites", VirtualTable)
        await pilot.press("slash", *"veto:v3")
        assert [row.code for row in table.rows] == [site.code for site in source.held.sites if site.score.vetoes]  # type: ignore[union-attr]
        await pilot.press("enter", "o")
        scores = [row.score.value for row in table.rows]
        assert scores == sorted(scores)
        await pilot.press("O")
        assert [row.score.value for row in table.rows] == sorted(scores, reverse=True)
        await pilot.press("escape")
        assert len(table.rows) == 41
        assert not app.screen.query_one(Input).display


async def test_commands_go_through_the_gate_and_pause_turns_into_resume() -> None:
    app, source = dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press("p")
        await until(lambda: app.snapshot is not None and app.snapshot.state is State.PAUSED)
        await pilot.press("p")
        await until(lambda: source.held.state is State.RUNNING)
        assert gate_of(app).commands == [Command.PAUSE, Command.RESUME]


async def test_stop_wants_the_end_of_the_id_typed() -> None:
    app, source = dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        for typed in ("escape", "enter", "xenter"):
            await pilot.press("S")
            await until(lambda: isinstance(app.screen, ConfirmScreen))
            await pilot.press(*(["x", "enter"] if typed == "xenter" else [typed]))
            await until(lambda: not isinstance(app.screen, ConfirmScreen))
        assert gate_of(app).commands == []
        await pilot.press("S")
        await until(lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press(*"a1b2", "enter")
        await until(lambda: source.held.state is State.STOPPED)
        assert gate_of(app).commands == [Command.STOP]


async def test_a_read_only_dashboard_has_no_key_that_changes_anything() -> None:
    app, _ = dashboard(read_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        changing = [key for key in KEYS if key.changes]
        assert changing
        for key in changing:
            await pilot.press(key.keys.split(",")[0])
            await app.run_action(key.action)
        await until(lambda: not any(worker.group == "control" for worker in app.workers))
        await pilot.pause()
        assert gate_of(app).commands == []
        assert not isinstance(app.screen, ConfirmScreen)
        await see(app, words_for("zh").read_only)
        assert words_for("zh").stop not in shown(app).splitlines()[-1]


async def test_a_refusal_is_told_as_text() -> None:
    app, _ = dashboard()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(app, pilot)
        gate_of(app).refusal = "cannot start [/x]: it is running"
        await pilot.press("s")
        await see(app, "[/x]")


async def test_a_lost_source_leaves_the_last_picture_with_its_age_and_comes_back() -> None:
    app, source = dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        source.away = "Connection refused [/x]"
        await see(app, "Connection refused [/x]")
        await see(app, "2050")
        await see(app, "数据已旧")
        source.held = replace(source.held, backlog=777)
        source.away = ""
        await see(app, "777")
        assert "Connection refused" not in shown(app)


async def test_help_lists_the_keys_and_closes() -> None:
    app, _ = dashboard()
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot)
        await pilot.press("question_mark")
        await until(lambda: isinstance(app.screen, HelpScreen))
        await pilot.pause()
        for key in KEYS:
            assert str(getattr(words_for("zh"), key.word)) in shown(app)
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, HelpScreen))


@pytest.mark.parametrize(("key", "left"), [("q", Left.QUIT), ("ctrl+c", Left.INTERRUPTED)])
async def test_leaving_says_why(key: str, left: Left) -> None:
    app, _ = dashboard()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await pilot.press(key)
    assert app.return_value is left


async def test_fourteen_thousand_sites_stay_smooth() -> None:
    app, _ = dashboard(sites=14_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await settle(app, pilot)
        await see(app, words_for("zh").shown.format(14_000, 14_000, "标识码"))
        await pilot.press("G")
        await settle(app, pilot)
        await see(app, "4207013999")
