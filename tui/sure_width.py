"""Characters about whose width terminals disagree, replaced on their way to the screen (``--ascii``).

Unicode calls the width of many signs ambiguous (UAX #11, class A): borders, arrows, blocks, “quotes”, ·, …, Greek and
Cyrillic letters take one cell in most terminals and two in those set up for Chinese. One such sign moves all that
stands right of it. Every line of every widget passes here last, so no screen has to think of it.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.text import width

_STAND_INS: Final = str.maketrans(
    {
        **dict.fromkeys("─━┄┅┈┉═╌╍▔▀", "-"),
        **dict.fromkeys("│┃┆┇┊┋║╎╏▌▍▎▏▐▕▋▊▉", "|"),
        **dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True)),
        **dict(zip("←→↑↓", "<>^v", strict=True)),
        **dict.fromkeys("‐–—―", "-"),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”″", '"'),
        **dict.fromkeys("·…‥•", "."),
        **dict.fromkeys("●○◎■□◆◇★☆※", "*"),
        "×": "x",
        "÷": "/",
        "°": "o",
        "±": "~",
        "§": "S",
        "\u00ad": "-",
    }
)
_BOXES: Final = ("BOX DRAWINGS", "+")
_BLANK_BARS: Final = str.maketrans(dict.fromkeys("▁▂▃▄▅▆▇▉▊▋▌▍▎▏", " "))


@lru_cache(maxsize=4096)
def of_sure_width(text: str) -> str:
    """Give ``text`` with a one-cell ASCII character in the place of each whose width is ambiguous."""
    if text.isascii():
        return text
    drawn = "".join(_stand_in(sign) if is_ambiguous(sign) else sign for sign in text)
    # A sign made wide by a selector after it (an emoji) has become a narrow one.
    return drawn + " " * (width(text) - width(drawn))


def is_ambiguous(sign: str) -> bool:
    """Tell whether terminals disagree about the width of a character."""
    return unicodedata.east_asian_width(sign) == "A"


def _stand_in(sign: str) -> str:
    known = sign.translate(_STAND_INS)
    if known.isascii():
        return known
    if unicodedata.name(sign, "").startswith(_BOXES[0]):
        return _BOXES[1]
    if width(sign) == 0:
        return ""
    simple = unicodedata.normalize("NFKD", sign)
    return simple[0] if simple[0].isascii() and simple[0].isprintable() else "?"


class SureWidth(LineFilter):
    """Does so for all that a screen draws."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        """Replace what is ambiguous; the ends of a scroll bar become plain cells of their ground."""
        return [Segment(of_sure_width(_text(one)), one.style, one.control) for one in segments]


def _text(segment: Segment) -> str:
    """Give a segment's text; a scroll bar is told by what a press of the mouse does there."""
    is_bar = segment.style is not None and "@mouse.down" in segment.style.meta
    return segment.text.translate(_BLANK_BARS) if is_bar else segment.text
