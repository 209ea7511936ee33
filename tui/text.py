"""Foreign text made fit for a terminal: harmless, and as wide as it claims.

Titles, names and log lines come from strangers. ``safe`` makes one visible line of them, which is then shown as text
and never read as markup. Widths are counted in terminal cells, where a Chinese character takes two.
"""

import re
from collections.abc import Iterator
from math import floor
from typing import Final, Literal

from rich.cells import cell_len, set_cell_size

from infra.plaintext import plain

#: Longer texts are cut before anything else looks at them: a megabyte of title must not cost a megabyte of work.
LONGEST = 500

Align = Literal["left", "right"]
#: What is not parted at a line's end: blanks, a word or an address with what ends it, or one wide character.
_PIECES: Final = re.compile(r"\s+|[!-~]+|.[，。；：、！？）》”」]*", re.DOTALL)


def safe(text: str) -> str:
    """Give ``text`` on one line, without anything that could move a cursor, hide or turn a line round."""
    return plain(text[:LONGEST])


def width(text: str) -> int:
    """Count the terminal cells that ``text`` takes."""
    return cell_len(text)


def fit(text: str, cells: int, align: Align = "left") -> str:
    """Cut or pad ``text`` to exactly ``cells`` cells; what was cut ends in ``~`` (an ellipsis has no sure width)."""
    clean = safe(text)
    taken = cell_len(clean)
    if taken > cells:
        return set_cell_size(clean, cells - 1) + "~" if cells > 0 else ""
    padding = " " * (cells - taken)
    return padding + clean if align == "right" else clean + padding


def wrap(text: str, cells: int) -> list[str]:
    """Part a text into lines of at most so many cells; a word or an address longer than that keeps a line for itself.

    Chinese may be parted anywhere but before the marks that close a clause.
    """
    lines = [""]
    for piece in _pieces(safe(text)):
        line = lines[-1]
        if line and cell_len(line) + cell_len(piece.rstrip()) > cells:
            lines[-1] = line.rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] = line + piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    return (match[0] for match in _PIECES.finditer(text))


def duration(seconds: float | None) -> str:
    """Write a time span in a form that stays short: ``45s``, ``3m05s``, ``2h10m``, ``3d04h``; ``-`` when unknown."""
    if seconds is None:
        return "-"
    whole = int(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m{whole % 60:02d}s"
    if whole < 86_400:
        return f"{whole // 3600}h{whole % 3600 // 60:02d}m"
    return f"{whole // 86_400}d{whole % 86_400 // 3600:02d}h"


def percent(share: float) -> str:
    """A share of the whole, rounded down: 100% is said only of the whole."""
    return f"{floor(100 * share)}%"
