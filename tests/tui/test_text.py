import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.tui.samples import HOSTILE
from tui.text import duration, fit, percent, safe, width


@given(st.text(max_size=60), st.integers(0, 40), st.sampled_from(["left", "right"]))
def test_a_cell_is_exactly_as_wide_as_asked(text: str, cells: int, align: str) -> None:
    assert width(fit(text, cells, align)) == cells  # type: ignore[arg-type]


@given(st.text(alphabet=st.characters(codec=None), max_size=80))
def test_nothing_that_moves_the_cursor_gets_through(text: str) -> None:
    assert not [character for character in safe(text) if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}]


def test_hostile_titles_are_one_line_without_overrides() -> None:
    for text in HOSTILE:
        shown = safe(text)
        assert "\n" not in shown
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert shown.encode()


def test_a_long_title_costs_no_more_than_a_short_one() -> None:
    assert len(safe("长" * 10**6)) <= 500


def test_chinese_counts_double_and_a_cut_is_marked() -> None:
    assert fit("鄂州市", 6) == "鄂州市"
    assert fit("鄂州市教育局", 6) == "鄂州 ~"
    assert fit("7", 4, "right") == "   7"


def test_durations_stay_short() -> None:
    assert [duration(s) for s in (None, 5, 65, 7260, 200_000)] == ["-", "5s", "1m05s", "2h01m", "2d07h"]


def test_only_the_whole_is_a_hundred_percent() -> None:
    assert [percent(share) for share in (0.0, 0.5, 0.9999, 1.0)] == ["0%", "50%", "99%", "100%"]
