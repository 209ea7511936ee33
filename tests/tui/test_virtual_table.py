import time
from collections.abc import Sequence
from itertools import pairwise

from textual.app import App, ComposeResult

from tests.tui.pictures import is_aligned, lines, shown
from tests.tui.samples import HOSTILE
from tui.widgets.virtual_table import SIGNS, Cell, Column, VirtualTable

Row = tuple[str, str]


class TableApp(App[None]):
    """One table and nothing else."""

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._first = rows

    def compose(self) -> ComposeResult:
        columns: tuple[Column[Row], ...] = (
            Column(key="key", title="标识", width=8, cell=lambda row: Cell(row[0])),
            Column(key="name", title="名称", width=0, cell=lambda row: Cell(row[1], "bad")),
            Column(key="extra", title="EXTRA", width=10, cell=lambda row: Cell("more"), from_room=100),
        )
        yield VirtualTable(columns, lambda row: row[0])

    def on_mount(self) -> None:
        self.table.show(self._first)
        self.table.focus()

    @property
    def table(self) -> VirtualTable[Row]:
        return self.query_one(VirtualTable)


def rows(number: int) -> list[Row]:
    return [(f"k{index:05d}", f"第{index}行") for index in range(number)]


async def test_only_what_is_seen_is_drawn() -> None:
    drawn: list[str] = []

    def cell(row: Row) -> Cell:
        drawn.append(row[0])
        return Cell(row[0])

    class Counting(TableApp):
        def compose(self) -> ComposeResult:
            yield VirtualTable((Column(key="key", title="k", width=0, cell=cell),), lambda row: row[0])

    app = Counting(rows(50_000))
    started = time.perf_counter()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert time.perf_counter() - started < 5
        assert "k00000" in shown(app)
        assert len(set(drawn)) <= 24
        await pilot.press("G")
        await pilot.pause()
        assert "k49999" in shown(app)
        assert app.table.marked == 49_999


async def test_keys_move_the_mark_within_bounds() -> None:
    app = TableApp(rows(100))
    async with app.run_test(size=(80, 12)) as pilot:
        table = app.table
        for key, mark in (("k", 0), ("j", 1), ("down", 2), ("ctrl+d", 13), ("ctrl+u", 2), ("end", 99), ("j", 99)):
            await pilot.press(key)
            assert table.marked == mark, key
        await pilot.pause()
        assert "k00099" in shown(app)
        await pilot.press("home")
        await pilot.pause()
        assert "k00000" in shown(app)
        await pilot.click(VirtualTable, offset=(3, 4))
        assert table.marked == 3


async def test_the_mark_stays_on_its_row_when_rows_move() -> None:
    app = TableApp(rows(30))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        await pilot.press("j", "j")
        table.show([("new", "first"), *rows(30)])
        assert table.rows[table.marked][0] == "k00002"
        table.show([row for row in rows(30) if row[0] != "k00002"])
        assert table.marked == 3
        table.show([])
        assert table.marked == 0
        await pilot.press("j")
        assert table.marked == 0


async def test_changed_rows_appear_and_hostile_ones_stay_in_their_cells() -> None:
    app = TableApp(rows(20))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.show([(f"k{index:05d}", text) for index, text in enumerate(HOSTILE * 2)])
        await pilot.pause()
        assert "[/x]鄂州市教育局" in shown(app)
        assert is_aligned(app)
        changed = list(app.table.rows)
        changed[4] = (changed[4][0], "改了")
        app.table.show(changed)
        await pilot.pause()
        assert "改了" in shown(app)


async def test_a_wide_terminal_shows_more_columns() -> None:
    for size, seen in (((80, 10), False), ((120, 10), True)):
        app = TableApp(rows(3))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert ("EXTRA" in shown(app)) is seen
            assert is_aligned(app)


async def test_every_row_is_met_once_on_the_way_down() -> None:
    app = TableApp(rows(20))
    async with app.run_test(size=(80, 8)) as pilot:
        marks = []
        for _ in range(19):
            marks.append(app.table.marked)
            await pilot.press("j")
        assert all(after - before == 1 for before, after in pairwise(marks))


async def test_what_a_colour_says_a_sign_says_too() -> None:
    class Toned(TableApp):
        def compose(self) -> ComposeResult:
            cells = {tone: (lambda row, tone=tone: Cell(row[0], tone)) for tone in ("good", "bad", "warn", "dim")}
            columns: tuple[Column[Row], ...] = (
                Column(key="b", title="b", width=8, cell=cells["bad"]),
                Column(key="w", title="w", width=8, align="right", cell=cells["warn"]),
                Column(key="g", title="g", width=4, cell=cells["good"]),
                Column(key="d", title="d", width=3, cell=cells["dim"]),
                Column(key="c", title="c", width=3, cell=cells["bad"]),
            )
            yield VirtualTable(columns, lambda row: row[0])

    app = Toned([("V3", ""), ("不合格", ""), ("", "")])
    async with app.run_test(size=(60, 6)) as pilot:
        await pilot.pause()
        assert is_aligned(app)
        first, second, third = (line.rstrip() for line in lines(app)[1:4])
        assert first == "V3!           *V3 V3   V3  V3!"
        assert second == "不合格!   *不合格 不 ~ 不~ 不~!"
        assert third == ""
    assert set(SIGNS) | {"good", "dim"} == set(VirtualTable.TONES)
    assert len(set(SIGNS.values())) == len(SIGNS)
