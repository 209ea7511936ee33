import csv
import json
from pathlib import Path

import pytest
from rich.color import ColorType
from textual.command import CommandPalette
from textual.widgets import Input

from tests.tui.pictures import is_aligned, lines, shown
from tests.tui.samples import HOSTILE, SampleGate, SampleSource, snapshot
from tests.waiting import until
from tui.app import XunchaApp
from tui.keymap import Keymap
from tui.locale import words_for
from tui.preferences import Preferences
from tui.remembered import Remembered, ViewState
from tui.screens.help import HelpScreen
from tui.screens.listing import ListScreen
from tui.sure_width import is_ambiguous
from tui.themes import OWN
from tui.views import NAMES

WORDS = words_for("zh")
SIZES = [(80, 24), (200, 50)]


def dashboard(preferences: Preferences, *names: str, view: str = "sites", read_only: bool = False) -> XunchaApp:
    source = SampleSource(snapshot(*names))
    gate = SampleGate(source, read_only=read_only)
    return XunchaApp(source, gate, WORDS, period=5, view=view, preferences=preferences)


def sites_of(app: XunchaApp) -> ListScreen[object]:
    assert isinstance(app.screen, ListScreen)
    return app.screen


async def filled(app: XunchaApp) -> None:
    await app.shown(1)
    await until(lambda: isinstance(app.screen, ListScreen) and len(app.screen.kept) > 0)


async def test_a_key_that_was_changed_works_and_is_told_and_the_old_one_does_nothing() -> None:
    app = dashboard(Preferences(keymap=Keymap.of({"filter": "f", "down": "f7", "help": "!"})))
    async with app.run_test(size=(80, 40)) as pilot:
        await filled(app)
        table = sites_of(app).table
        await pilot.press("j", "f7", "f7", "slash", "question_mark")
        assert (table.marked, app.screen) == (2, sites_of(app))
        footer = lines(app)[-1]
        assert f"f {WORDS.filter}" in footer
        assert f"! {WORDS.help}" in footer
        await pilot.press("exclamation_mark")
        await until(lambda: isinstance(app.screen, HelpScreen))
        await pilot.pause()
        assert f"f      {WORDS.filter}" in shown(app)
        assert f"f7     {WORDS.down}" in shown(app)
        await pilot.press("escape", "f")
        assert app.screen.query_one("#filter", Input).has_focus


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_a_view_is_reached_by_its_name(key: str) -> None:
    app = dashboard(Preferences())
    async with app.run_test(size=(80, 24)) as pilot:
        await filled(app)
        await pilot.press(key)
        await until(lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"accounts")
        await until(lambda: f"{WORDS.accounts} accounts" in shown(app))
        await pilot.press("enter")
        if isinstance(app.screen, CommandPalette):
            await pilot.press("enter")
        await until(lambda: app.current_mode == "accounts")


async def test_a_list_is_found_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.json"
    app = dashboard(Preferences(views=Remembered(path)))
    async with app.run_test(size=(80, 24)) as pilot:
        await filled(app)
        await pilot.press("slash", *"veto:v3", "enter", "o", "O")
        left = [row.code for row in sites_of(app).kept]  # type: ignore[attr-defined]
        await until(lambda: Remembered(path).of("sites").reverse)
    again = dashboard(Preferences(views=Remembered(path)))
    async with again.run_test(size=(80, 24)) as pilot:
        await filled(again)
        assert [row.code for row in sites_of(again).kept] == left  # type: ignore[attr-defined]
        assert sites_of(again).filter == "veto:v3"
        assert sites_of(again).table.has_focus
        await pilot.press("escape")
        await until(lambda: len(sites_of(again).kept) == 41)
    assert Remembered(path).of("sites") == ViewState(filter="", order="score", reverse=True)


async def test_an_order_that_is_no_longer_there_is_the_first() -> None:
    views = Remembered()
    views.keep("sites", ViewState(order="gone", reverse=True))
    app = dashboard(Preferences(views=views))
    async with app.run_test(size=(80, 24)):
        await filled(app)
        codes = [row.code for row in sites_of(app).kept]  # type: ignore[attr-defined]
        assert codes == sorted(codes)


def found(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"out/*.{suffix}"))


async def test_what_the_filter_shows_is_written_as_a_table_and_as_records(tmp_path: Path) -> None:
    app = dashboard(Preferences(exports=tmp_path / "out"), *HOSTILE, "=cmd|'/c calc'!A1")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await filled(app)
        await pilot.press("t")
        await until(lambda: bool(found(tmp_path, "csv")))
        await pilot.press("slash", *"veto:v3", "enter", "T")
        await until(lambda: bool(found(tmp_path, "json")))
        await until(lambda: str(tmp_path)[:20] in shown(app).replace("\n", ""))
        titles = [column.title for column in sites_of(app).listing.columns]
    (table,) = found(tmp_path, "csv")
    assert table.name.startswith("2024-02-29-a1b2-sites-")
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(table.read_text("utf-8-sig").splitlines()))
    assert rows[0] == titles
    assert len(rows) == 42
    assert "" in {cell for row in rows[1:] for cell in row}
    assert not {"-", "'-"} & {cell for row in rows[1:] for cell in row}
    names = [row[1] for row in rows[1:]]
    assert names[10] == "'=cmd|'/c calc'!A1"
    assert names[1] == "[red]a[/blue]"
    assert names[8] == "长" * 400
    (document,) = (json.loads(path.read_text("utf-8")) for path in found(tmp_path, "json"))
    assert len(document) == 9
    assert document[0]["score"]["vetoes"] == ["V3"]


async def test_an_export_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    app = dashboard(Preferences(exports=tmp_path / "file"))
    async with app.run_test(size=(200, 24), notifications=True) as pilot:
        await filled(app)
        await pilot.press("t")
        await until(lambda: WORDS.export_failed.format("")[:4] in shown(app))


@pytest.mark.parametrize("size", SIZES)
async def test_a_poor_terminal_gets_sure_widths_and_sixteen_colours(size: tuple[int, int]) -> None:
    app = dashboard(Preferences(ascii=True, theme="xuncha-16"), "“十四五”规划—α…", *HOSTILE, view="overview")
    async with app.run_test(size=size, notifications=True) as pilot:
        await app.shown(1)
        for name in NAMES:
            app.action_show_mode(name)
            await until(lambda name=name: app.current_mode == name)  # type: ignore[misc]
            await pilot.pause()
            assert is_plain(app), name
        app.action_show_mode("sites")
        await until(lambda: '"十四五"规划-' in shown(app))
        for keys in (*(("escape", key) for key in ("slash", "question_mark", "colon", "S")), ("escape", "enter")):
            await pilot.press(*keys)
            await pilot.pause()
            app.notify("“…”", markup=False)
            await pilot.pause()
            assert is_plain(app), keys


def is_plain(app: XunchaApp) -> bool:
    assert is_aligned(app)
    found = {sign for line in lines(app) for sign in line if is_ambiguous(sign)}
    assert not found
    assert colour_types(app) <= {ColorType.DEFAULT, ColorType.STANDARD}
    return True


async def test_without_that_wish_borders_are_lines() -> None:
    app = dashboard(Preferences())
    async with app.run_test(size=(80, 24)) as pilot:
        await filled(app)
        await pilot.press("question_mark")
        await until(lambda: "┌" in shown(app))


@pytest.mark.parametrize("theme", [theme.name for theme in OWN])
async def test_each_theme_tells_good_from_bad(theme: str) -> None:
    app = dashboard(Preferences(theme=theme))
    async with app.run_test(size=(80, 24)):
        await filled(app)
        table = sites_of(app).table
        colours = {str(table.get_component_rich_style(f"virtual-table--{tone}").color) for tone in table.TONES}
        assert len(colours) == len(table.TONES)
        mark = table.get_component_rich_style("virtual-table--marked")
        assert mark.color != mark.bgcolor
        assert {segment.style.color for segment in table.render_line(1) if segment.style} == {mark.color}


async def test_the_theme_is_changed_by_its_name() -> None:
    app = dashboard(Preferences())
    async with app.run_test(size=(80, 24)) as pilot:
        await filled(app)
        await pilot.press("colon")
        await until(lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"xuncha-clear")
        await until(lambda: f"{WORDS.theme} xuncha-clear" in shown(app))
        await pilot.press("enter")
        if isinstance(app.screen, CommandPalette):
            await pilot.press("enter")
        await until(lambda: app.theme == "xuncha-clear")


def colour_types(app: XunchaApp) -> set[ColorType]:
    """Give the kinds of colours of what can be seen: of any ground, and of letters."""
    parts = [part for strip in app.screen._compositor.render_strips() for part in strip if part.style]
    grounds = [part.style.bgcolor for part in parts if part.style]
    letters = [part.style.color for part in parts if part.style and part.text.strip()]
    return {colour.type for colour in (*grounds, *letters) if colour is not None}
