"""The date of an entry: where in a row of a list it stands (``spiders.reading.lists``)."""

import re
from datetime import datetime
from typing import Final

from spiders.reading import dates
from spiders.reading.dates import Vantage
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule

#: Boxes of a row that are looked at.
_MAX_INNER = 40
_DIGITS = re.compile(r"\d|年")
#: What every date has something of: 今天, 刚刚 and 半小时前 are dates where it is known when the page was fetched.
_DATE_LIKE = re.compile(r"[\d年月日天刚前]")
#: What a date in words ends with, and what may stand behind one.
_LAST = frozenset("日号天前刚才Z")
_CLOSING = " )）]】\n\t"
#: Characters behind a row in which its date may stand.
_BEHIND = 400
_DATED = re.compile(r"(?<![止束始行效标名])(?:时间|日期)\s?[：:]?")
#: The shortest date with a year (24-3-1 is none), and the longest piece that is no summary.
_WITH_YEAR = 8
_SHORT = 40
#: So short a text beside a link is likely its date: [2024-02-29].
_BARE = 12
#: Asked of an enumeration for every entry they would cost more than the answers.
_BESIDE: Final = Rule.ENTRY_BESIDE
_WITHIN: Final = Rule.ENTRY_WITHIN
_STACKED: Final = Rule.ENTRY_STACKED
_TAIL: Final = Rule.ENTRY_TAIL
_ATTRIBUTE: Final = Rule.ENTRY_ATTRIBUTE


def row_date(  # noqa: PLR0913, PLR0917 - a row, what stands around it, and what completes its date
    outline: Outline, row: Box, anchor: Box, following: int, vantage: Vantage, url: str
) -> tuple[datetime | None, Rule]:
    """The date of a row: outside its link, else in a box of its own within the link, else at the link's end.

    ``following`` is the offset of the next link, ``url`` where the row's own leads. The rule says how the date was
    read, or what was tried last.
    """
    if not _DATE_LIKE.search(outline.text, row.start, max(row.end, min(following, row.end + _BEHIND))):
        return _attributed([row, *outline.inside(row, _MAX_INNER)]), _ATTRIBUTE
    vantage = vantage.beside(url)
    if row is anchor:
        around = outline.text[anchor.end : min(following, anchor.end + 60)]
        around = around[: around.find("\n") + 20] if "\n" in around else around
    else:
        end = max(row.end, following) if row.tag == "dt" else row.end  # a term's date stands in the dd behind it
        around = outline.text[row.start : anchor.start][-200:] + "\n" + outline.text[anchor.end : end][:400]
    found = _pick(around, vantage)
    if found is not None:
        return found, _BESIDE
    inner = outline.inside(row, _MAX_INNER)
    for box in inner:
        found = dates.whole(outline.shown(box).strip(), vantage) if box.tag != "a" else None
        if found is not None:
            return found, _WITHIN
    found = _stacked(outline, inner)
    if found is not None:
        return found, _STACKED
    found = _at_the_end(outline.shown(anchor))
    if found is not None:
        return found, _TAIL
    return _attributed([row, *inner]), _ATTRIBUTE


def _at_the_end(text: str) -> datetime | None:
    """A date with which the text of a long link ends."""
    tail = text[-24:].rstrip(_CLOSING)
    if len(text) <= 30 or not (tail[-1:].isdigit() or tail[-1:] in _LAST):
        return None
    return next((found for _, end, found in dates.spans(tail) if end == len(tail)), None)


def _attributed(boxes: list[Box]) -> datetime | None:
    """A date that a script shows, out of an attribute that is named for it."""
    for box in boxes:
        if box.attrs and (found := dates.from_attributes(box.attrs)) is not None:
            return found
    return None


def _stacked(outline: Outline, inner: list[Box]) -> datetime | None:
    """A date in two boxes that a style sheet sets one over the other: 20, and 2024-02 under it."""
    parts = [
        text
        for box in inner
        if box.last == box.index and 0 < box.end - box.start <= _WITH_YEAR and (text := outline.shown(box).strip())
    ]
    return dates.first(" ".join(parts)) if len(parts) > 1 else None


def _pick(around: str, vantage: Vantage) -> datetime | None:
    """The date among the pieces beside a link: a piece that is nothing else, else one behind a label or in parts.

    A date in a summary is none of the entry's: only short pieces and labelled ones are looked into.
    """
    around = around.strip()
    if len(around) <= _BARE and (found := dates.whole(around, vantage)) is not None:
        return found
    if not _DIGITS.search(around):
        return None
    pieces = [text for line in around.split("\n") for piece in line.split("\t") if (text := piece.strip())]
    vague: datetime | None = None
    for piece in pieces:
        found = dates.whole(piece, vantage)
        if found is not None and len(piece) >= _WITH_YEAR:
            return found
        vague = vague or found
    parts = [piece for piece in pieces if len(piece) <= _SHORT]
    split = dates.first(" ".join(parts)) if len(parts) > 1 or not vague else None
    if split is not None:
        return split
    for piece in pieces:
        label = _DATED.search(piece)
        found = dates.leading(piece[label.end() : label.end() + 30], vantage) if label else None
        if found is not None:
            return found
    return vague
