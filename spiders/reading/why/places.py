"""Where a text of a page stands: which line of its source, which part of what it shows, what is around it.

What is given of a page here is fit to be shown on a terminal: one line without control characters, whatever it held.
"""

import html
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from infra.plaintext import plain
from spiders.reading.emptiness import footer_start
from spiders.reading.margin import Note, Where
from spiders.reading.outline import Outline

#: Characters of a text that are shown, and of what stands on either side of it.
LONGEST = 160
AROUND = 24
#: Characters of a line behind a label that are taken for what is read there.
_BEHIND = 90
#: Places of the same words that are looked at, and characters of a source in which lines are told.
_MOST = 200
_SEARCHED = 1_000_000
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A text of the page, and where it stands. Without a ``text`` nothing of the page decided by itself."""

    where: Where = Where.TEXT
    text: str = ""
    before: str = ""
    after: str = ""
    line: int | None = None
    """Its line in the source, from 1; None where the source does not tell for sure."""
    region: str = ""
    """head, trail, content or footer, for what the page shows."""

    def to_json(self) -> dict[str, Any]:
        """The fields of ``why`` that say where."""
        return {
            "text": self.text,
            "before": self.before,
            "after": self.after,
            "where": str(self.where),
            "line": self.line,
            "region": self.region or None,
        }


class Places:
    """The texts of one page. ``trail`` is the span of its position trail, (-1, -1) without one."""

    def __init__(self, outline: Outline, markup: str, url: str, trail: tuple[int, int]) -> None:
        self.outline = outline
        self.markup = markup
        self.url = url
        self.trail = trail
        self._footer = footer_start(outline)

    def of(self, note: Note) -> Spot:
        """The text that a note names."""
        if note.where is Where.ADDRESS:
            return Spot(where=Where.ADDRESS, text=_shown(self.url))
        if note.said:
            near = self.trail[0] if note.rule.startswith("kind.") else max(self.trail[1], 0)
            return self.said(note.said, note.where, near=near)
        if note.start < 0:
            return Spot(where=note.where)
        if note.where is Where.SOURCE:
            return self.source(note.start, note.end)
        return self.shown(note.start, note.end if note.end >= 0 else self.behind(note.start))

    def behind(self, start: int) -> int:
        """Where what stands behind a label ends: with its line, or its cell and the next."""
        text = self.outline.text
        stop = min((at for mark in "\n\t" if (at := text.find(mark, start + 12)) >= 0), default=len(text))
        return min(stop, start + _BEHIND)

    def shown(self, start: int, end: int) -> Spot:
        """A part of what the page shows."""
        text = self.outline.text
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = max(start, min(end, start + 4 * LONGEST))
        return Spot(
            text=_shown(text[start:end]),
            before=_before(text, start),
            after=_after(text, end),
            line=self._line_of(start, end),
            region=self.region(start),
        )

    def source(self, start: int, end: int) -> Spot:
        """A part of the source."""
        end = min(end, start + 4 * LONGEST)
        start += len(self.markup[start:end]) - len(self.markup[start:end].lstrip())
        return Spot(
            where=Where.SOURCE,
            text=_shown(self.markup[start:end]),
            before=_before(self.markup, start),
            after=_after(self.markup, end),
            line=self.markup.count("\n", 0, start) + 1,
        )

    def said(self, words: str, where: Where = Where.TEXT, *, near: int = 0) -> Spot:
        """Where some words stand, in what the page shows nearest to an offset, else in its source; empty where not."""
        if where is Where.SCRIPT:
            at = _narrow(self.outline.text).find(words)
            return self.shown(at, at + len(words)) if at >= 0 else Spot(where=where, text=_shown(words))
        if where is Where.TEXT and (span := _nearest(self.outline.text, words, near)) is not None:
            return self.shown(*span)
        for form in dict.fromkeys((words, html.escape(words), json.dumps(words)[1:-1])):
            at = self.markup.find(form)
            span = (at, at + len(form)) if at >= 0 else _nearest(self.markup, form, 0)
            if span is not None:
                return self.source(*span)
        return Spot(where=Where.SOURCE, text=_shown(words) if _is_in(words, html.unescape(self.markup)) else "")

    def region(self, at: int) -> str:
        """The part of the page that an offset of what it shows lies in."""
        if self.trail[0] <= at < self.trail[1]:
            return "trail"
        if at >= self._footer:
            return "footer"
        return "head" if at < self.trail[0] else "content"

    def _line_of(self, start: int, end: int) -> int | None:
        """The line of the source, where the words stand there just as often as in what the page shows."""
        shown = self.outline.text
        if len(self.markup) > _SEARCHED:
            return None
        for words in sorted(shown[start:end].split(), key=len, reverse=True)[:3]:
            if shown.count(words) == self.markup.count(words):
                place = shown.count(words, 0, shown.find(words, start))
                at = -1
                for _ in range(place + 1):
                    at = self.markup.find(words, at + 1)
                return self.markup.count("\n", 0, at) + 1
        whole = shown[start:end].strip()
        alone = list(islice(re.finditer(rf">\s*{re.escape(whole)}\s*</(?!title)", self.markup), 2)) if whole else []
        return self.markup.count("\n", 0, alone[0].start()) + 1 if len(alone) == 1 else None


def _nearest(text: str, words: str, near: int) -> tuple[int, int] | None:
    """The occurrence of some words that is nearest to an offset, blanks in it of any kind and number."""
    if not words.strip():
        return None
    parts = [re.escape(part) for part in words[: 4 * LONGEST].split()]
    found = [match.span() for _, match in zip(range(_MOST), re.finditer(r"\s+".join(parts), text), strict=False)]
    if not found and len(words) <= LONGEST and len(text) <= _SEARCHED:
        bare = r"\s*".join(re.escape(character) for character in "".join(words.split()))
        found = [match.span() for _, match in zip(range(_MOST), re.finditer(bare, text), strict=False)]
    return min(found, key=lambda span: abs(span[0] - near), default=None)


def _is_in(words: str, text: str) -> bool:
    return _BLANKS.sub("", words) in _BLANKS.sub("", text)


def _narrow(text: str) -> str:
    return text.translate({wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)})


def _shown(text: str) -> str:
    return plain(_BLANKS.sub(" ", text), LONGEST)


def _before(text: str, start: int) -> str:
    """What stands on the same line before an offset."""
    found = text[max(0, start - AROUND) : start].rpartition("\n")[2]
    return plain(_BLANKS.sub(" ", found)) + " " * found[-1:].isspace()


def _after(text: str, end: int) -> str:
    found = text[end : end + AROUND].partition("\n")[0]
    return " " * found[:1].isspace() + plain(_BLANKS.sub(" ", found))
