import unicodedata
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.sure_width import is_ambiguous, of_sure_width
from tui.text import width


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("“十四五”规划—草案…", '"十四五"规划-草案.'),
        ("┌─┐│", "+-+|"),
        ("▁▂▃▄▅▆▇█", "_.:-=+*#"),
        ("① ↑ ×", "1 ^ x"),
        ("Привет α", "?????? ?"),
        ("\u263a\ufe0f|", "\u263a| "),
        ("e\u0301x", "ex"),
        ("鄂州市 ok，。：", "鄂州市 ok，。："),
    ],
)
def test_what_is_ambiguous_has_a_stand_in(text: str, drawn: str) -> None:
    assert of_sure_width(text) == drawn


@given(st.text(max_size=60))
def test_nothing_ambiguous_is_left_and_all_else_stays(text: str) -> None:
    drawn = of_sure_width(text)
    assert not any(is_ambiguous(sign) for sign in drawn)
    assert width(drawn) == width(text)
    assert of_sure_width(drawn) == drawn
    if not any(is_ambiguous(sign) for sign in text):
        assert drawn == text


def test_every_ambiguous_character_has_a_stand_in_as_wide_as_it_claims() -> None:
    for sign in map(chr, range(0x110000)):
        if is_ambiguous(sign) and not unicodedata.category(sign).startswith("Co"):
            assert of_sure_width(sign) in {"", *printable}
            assert width(of_sure_width(sign)) == width(sign), f"{ord(sign):x}"
