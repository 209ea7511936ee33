"""The pane of text, the path at the top, and the way to the clipboard."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tests.tui.pictures import is_aligned, lines
from tests.tui.samples import HOSTILE
from tui.clipboard import copyable, sequence
from tui.text import safe, width
from tui.widgets.breadcrumb import Breadcrumb
from tui.widgets.text_pane import PaneLine, TextPane, _parts

LONG = "http://www.ezhou.gov.cn/" + "a" * 300


class Shown(App[None]):
    """One path and one pane."""

    CSS = "Breadcrumb { height: 1; } TextPane { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []

    def compose(self) -> ComposeResult:
        yield Breadcrumb()
        yield TextPane(names=8)

    def on_breadcrumb_chosen(self, message: Breadcrumb.Chosen) -> None:
        self.chosen.append(message.depth)


@given(st.text(max_size=300), st.integers(8, 40))
def test_nothing_is_lost_in_wrapping_but_blanks_and_no_line_is_too_long(text: str, cells: int) -> None:
    line = safe(text)
    parts = list(_parts(line, cells))
    assert "".join(line[start:end] for start, end in parts).replace(" ", "") == line.replace(" ", "")
    assert all(width(line[start:end].rstrip()) <= cells for start, end in parts)


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 50)])
async def test_lines_are_wrapped_and_aligned_whatever_they_hold(size: tuple[int, int]) -> None:
    app = Shown()
    async with app.run_test(size=size) as pilot:
        pane = app.query_one(TextPane)
        pane.show([PaneLine(name="名称", text=safe(text), marks=((1, 2),)) for text in (*HOSTILE, LONG)])
        app.query_one(Breadcrumb).show(HOSTILE)
        await pilot.pause()
        assert is_aligned(app)
        await pilot.resize_terminal(size[0] - 7, size[1])
        await pilot.pause()
        assert is_aligned(app)


async def test_places_are_gone_through_in_turn() -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        pane = app.query_one(TextPane)
        pane.show([PaneLine(text=f"{at}号", marks=((0, 1),) if at % 20 == 10 else ()) for at in range(100)])
        await pilot.pause()
        seen = []
        for step in (0, 1, 1, -1, 1, 1, 1, -1):
            pane.to_place(step)
            await pilot.pause()
            seen.append(next(line.split()[1] for line in lines(app) if line.startswith("> ")))
        assert seen == ["10号", "30号", "50号", "30号", "50号", "70号", "90号", "70号"]


async def test_a_path_too_long_for_its_line_is_cut_where_it_is_widest() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.query_one(Breadcrumb).show(["2024-a1b2", "网站", "很长的名称" * 20, "D8.1"])
        await pilot.pause()
        line = lines(app)[0]
        assert "网站" in line
        assert "D8.1" in line
        assert "~" in line
        for offset in (2, 13, 20, 35):
            await pilot.click(offset=(offset, 0))
        assert app.chosen == [0, 1, 2]


def test_what_is_copied_reaches_the_terminal_through_tmux_and_holds_one_line() -> None:
    text = "http://a.gov.cn/?x=1"
    coded = b64encode(text.encode()).decode()
    assert sequence(text, tmux=False) == f"\x1b]52;c;{coded}\a"
    assert sequence(text, tmux=True) == f"\x1b]52;c;{coded}\a\x1bPtmux;\x1b\x1b]52;c;{coded}\a\x1b\\"
    assert copyable("http://a/\n; rm -rf ~\r\x1b[A\u202e\ud800") == "http://a/ ; rm -rf ~ [A"
    assert copyable(LONG) == LONG
