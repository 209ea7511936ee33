"""Why a date was read: the few characters that say it, and the other dates of the page that it was preferred to."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spiders.reading import dates
from spiders.reading.dates import NOWHERE, Vantage
from spiders.reading.margin import Margin, Note, Where
from spiders.reading.outline import Outline
from spiders.reading.publication import labels, tagged_dates
from spiders.reading.rules import Rule
from spiders.reading.why.least import least
from spiders.reading.why.places import Places, Spot
from spiders.reading.why.tags import tag_of

#: Other dates that are told, and characters of a row that are searched for its date.
MOST = 12
_ROW = 1_200
_LABEL = 8
_NAMING = re.compile(r"[一-龥]{1,2}\Z")
_BY_LABEL = frozenset((Rule.PUBLISHED_LABEL, Rule.PUBLISHED_VAGUE, Rule.PUBLISHED_FAR))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A date of the page that did not decide."""

    rule: Rule
    value: datetime
    spot: Spot

    def to_json(self) -> dict[str, Any]:
        """One of the ``lost`` of a value."""
        return {"value": dates.iso(self.value), "rule": str(self.rule), "says": self.rule.says, **self.spot.to_json()}


class Dated:
    """The dates of one page."""

    def __init__(self, places: Places, margin: Margin, vantage: Vantage) -> None:
        self._places = places
        self._outline: Outline = places.outline
        self._margin = margin
        self._vantage = vantage

    def published(self, note: Note, value: datetime) -> Spot:
        """The text that an article's date was read from."""
        if note.rule in _BY_LABEL:
            return self._behind_label(note.start, value)
        if note.rule is Rule.PUBLISHED_ATTRIBUTE:
            return self._attribute(note, value)
        if note.rule is Rule.PUBLISHED_SCRIPT:
            start, end = least(note.said, lambda part: dates.first(part) == value)
            return self._places.said(note.said[start:end], Where.SOURCE)
        span = tag_of(self._places.markup, "PubDate", note.said) if note.rule is Rule.PUBLISHED_TAG else None
        if span is not None and (at := self._places.markup.find(note.said, *span)) >= 0:
            return self._places.source(at, at + len(note.said))
        return self._places.of(note)

    def entry(self, note: Note, value: datetime, address: str, link: tuple[int, int]) -> Spot:
        """The text that an entry's date was read from: the shortest piece of its row that says it.

        ``link`` is the span of the entry's link.
        """
        vantage = self._vantage.beside(address)
        if note.rule is Rule.ENTRY_ATTRIBUTE:
            return self._attribute(note, value)
        end = min(note.end, note.start + _ROW)
        for start, stop in _pieces(self._outline.text, note.start, end, link):
            piece = self._outline.text[start:stop]
            if _says(piece, value, vantage):
                low, high = least(piece, lambda part: _says(part, value, vantage))
                return self._places.shown(start + _begun(piece, low), start + _ended(piece, high))
        return self._places.shown(note.start, end)

    def is_completed(self, spot: Spot, value: datetime, address: str) -> bool:
        """Whether an entry's date is read from a text that does not say all of it: 03-01, 昨天."""
        return _says(spot.text, value, self._vantage.beside(address)) and not _says(spot.text, value, NOWHERE)

    def lost(self, chosen: Note | None, meta: Mapping[str, str], url: str, start: int) -> tuple[Lost, ...]:
        """The dates that could have been an article's and were not taken; ``start`` is where its content begins."""
        found: dict[tuple[Rule, datetime], Lost] = {}
        for note, value in self._others(meta, url, start):
            is_label = note.rule in _BY_LABEL and chosen is not None and chosen.rule in _BY_LABEL
            if chosen is not None and (chosen == note or (is_label and chosen.start == note.start)):
                continue
            spot = self.published(note, value)
            found.setdefault((note.rule, value), Lost(rule=note.rule, value=value, spot=spot))
        if chosen is not None:
            found.pop((chosen.rule, chosen.value), None)  # type: ignore[arg-type]  # a date's note has a date
        return tuple(found.values())[:MOST]

    def _others(self, meta: Mapping[str, str], url: str, start: int) -> Iterator[tuple[Note, datetime]]:
        text = self._outline.text
        for match, sure in labels(text, start):
            value = dates.leading(text[match.end() : match.end() + 60], self._vantage)
            if value is not None:
                rule = Rule.PUBLISHED_LABEL if sure else Rule.PUBLISHED_VAGUE
                yield Note(rule=rule, value=value, start=match.start()), value
        for note in self._margin.notes.get("published", ()):
            if isinstance(note.value, datetime) and note.rule not in _BY_LABEL:
                yield note, note.value
        for rule, said, value in tagged_dates(self._outline, meta):
            yield Note(rule=rule, value=value, where=Where.SOURCE, said=said), value
        carried = dates.from_address(url)
        if carried is not None:
            yield Note(rule=Rule.PUBLISHED_ADDRESS, value=carried, where=Where.ADDRESS), carried

    def _behind_label(self, start: int, value: datetime) -> Spot:
        before = _NAMING.search(self._outline.text, max(0, start - 2), start)  # 发布 of 发布时间
        start = before.start() if before is not None else start
        region = self._outline.text[start : start + 80]
        for lead in range(_LABEL):
            if dates.leading(region[lead:], self._vantage) == value:
                end = next(
                    n for n in range(lead, len(region) + 1) if dates.leading(region[lead:n], self._vantage) == value
                )
                return self._places.shown(start, start + _ended(region, end))
        return self._places.shown(start, self._places.behind(start))

    def _attribute(self, note: Note, value: datetime) -> Spot:
        """The attribute that holds a date; it has no place in what the page shows."""
        for box in self._outline.boxes:
            if box.start < note.start or box.start > note.end or not box.attrs:
                continue
            for name, text in box.attrs.items():
                if text and dates.from_attributes({name: text}) == value:
                    return self._places.said(text, Where.SOURCE)
        return Spot(where=Where.SOURCE)


def _pieces(text: str, start: int, end: int, link: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """The cells and lines between two offsets, the shortest first: a date of its own before one in a sentence."""
    cuts = sorted(at for at in link if start < at < end)
    found: list[tuple[int, int]] = []
    at = start
    while at < end:
        stop = min((place for mark in "\n\t" if (place := text.find(mark, at, end)) >= 0), default=end)
        stop = min((cut for cut in cuts if at < cut < stop), default=stop)
        found.append((at, stop))
        at = stop if stop in cuts and stop > at else stop + 1
    yield from sorted(found, key=lambda span: span[1] - span[0])
    yield start, end


def _begun(text: str, start: int) -> int:
    """Where the figures begin that a part of a text begins within: the year may be one that could be told without."""
    while start > 0 and (text[start - 1].isdecimal() or text[start - 1] in "-/.年月"):
        start -= 1
    return start


def _ended(text: str, end: int) -> int:
    """Where the date ends that a part of a text ends within: 2024年1月3 is read as well as with 日."""
    return end + 1 if text[end : end + 1] in ("日", "号") else end


def _says(text: str, value: datetime, vantage: Vantage) -> bool:
    """Whether a text is read as this date in any of the ways in which entries' dates are."""
    text = text.strip()
    return value in (dates.whole(text, vantage), dates.leading(text, vantage), dates.first(text, vantage))
