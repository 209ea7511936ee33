"""Fields of a page and their values, however they are laid out.

Cells of a table or a ``dl``, pairs of boxes, ``label：value`` lines, headings with text under them, tabs with their
panes: what a pane hides is in the page all the same.
Each occurrence of a label is a place of its own; the first that has a value is the field's, and a field whose every
occurrence is empty is named and empty.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from spiders.reading.labels import MAX_LABEL, Labels
from spiders.reading.outline import Box, Outline
from spiders.reading.tabs import is_tab, panes
from spiders.reading.text import clean

#: The longest value that is kept, and the text under one heading that is looked at.
MAX_FIELD = 300
_MAX_UNDER = 20_000
#: Labels of one page that are looked at.
_MAX_LABELS = 400
_MAX_TABS = 40
#: Cells of a row that may all be labels.
_MAX_ROW = 40
#: Elements that stand between a label and its value and are neither.
_BETWEEN = frozenset(("br", "i", "script", "hr"))
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SHOWS = frozenset(("img", "video", "iframe", "embed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: what stands in it, and where (``text[start:end]`` of the outline)."""

    value: str
    start: int
    end: int
    pictures: tuple[str, ...] = ()
    """What its pictures have as ``src``: a flow chart is a value without text."""


@dataclass(slots=True)
class _Place:
    """An occurrence of a label; ``box`` holds its value, or ``end`` to the next place does."""

    name: str
    start: int
    end: int
    box: Box | None = None
    until: int = -1
    lost: bool = False
    """A tab whose pane was not found: it says nothing."""


def read_fields(outline: Outline, labels: Labels, start: int, end: int) -> Mapping[str, Field]:
    """The fields between two offsets of the outline's text, by name; a field that is named and empty is empty there."""
    found: dict[str, Field] = {}
    for place, field in _Layout(outline, labels, start, end).fields():
        known = found.get(place.name)
        if known is None or not (known.value or known.pictures):
            found[place.name] = field
    return found


class _Layout:
    def __init__(self, outline: Outline, labels: Labels, start: int, end: int) -> None:
        self.outline = outline
        self.labels = labels
        self.start, self.end = start, end
        self.children: dict[int, list[Box]] = {}
        self.within = [box for box in outline.boxes if start <= box.start < end]
        self.starts = [box.start for box in self.within]
        self.headings = [box.start for box in self.within if box.tag in _HEADINGS]
        self.place: dict[int, int] = {}
        for box in self.within:
            if box.tag not in _BETWEEN:
                beside = self.children.setdefault(box.parent, [])
                self.place[box.index] = len(beside)
                beside.append(box)

    def fields(self) -> Iterator[tuple[_Place, Field]]:
        """Every place of a wanted field with what stands there."""
        places = sorted([*self._boxed(), *self._written()], key=lambda place: place.start)
        self._tabbed(places)
        after = [*(place.start for place in places[1:]), self.end]
        for place, following in zip(places, after, strict=False):
            if place.name and not place.lost:
                yield place, self._field(place, following)

    def _field(self, place: _Place, following: int) -> Field:
        if place.box is not None:
            inside = [place.box, *self.outline.inside(place.box)]
            return self._made(place.box.start, place.box.end, inside)
        start, until = place.end, place.until
        if until < 0:
            until = min(following, self._heading_after(place), start + _MAX_UNDER)
            return self._made(start, until, self._between(start, until))
        return self._made(start, until, [])

    def _made(self, start: int, end: int, boxes: list[Box]) -> Field:
        value = clean(self.outline.text[start:end].lstrip(" ：:\t\n"), MAX_FIELD)
        pictures = [box.attr("src") for box in boxes if box.tag in _SHOWS and box.attr("src")]
        return Field(value=value, start=start, end=max(start, end), pictures=tuple(pictures[:10]))

    def _heading_after(self, place: _Place) -> int:
        """Where the next heading stands: what is under it belongs to no field before it."""
        at = bisect_right(self.headings, place.end)
        return self.headings[at] if at < len(self.headings) else self.end

    def _between(self, start: int, until: int) -> list[Box]:
        """The boxes under a heading: also those that show no text, right before what ends it."""
        found = self._starting(start, until + 1)
        ends = next((box.index for box in found if box.start == until and box.end > until), len(self.outline.boxes))
        return [box for box in found if box.index < ends]

    def _starting(self, start: int, end: int) -> list[Box]:
        """The boxes that start between two offsets."""
        return self.within[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _boxed(self) -> Iterator[_Place]:
        """Labels that a box of their own shows."""
        count, covered = 0, -1
        for box in self.within:
            if box.index <= covered or not 1 < box.end - box.start <= 2 * MAX_LABEL or count >= _MAX_LABELS:
                continue
            if len(self.children.get(box.index, ())) > 1 and box.tag not in _CELLS:
                continue
            name = self.labels.of(self.outline.shown(box))
            if name is None:
                continue
            count, covered = count + 1, box.last
            value = self._value_box(box)
            yield _Place(name, box.start, box.end, None if value is box else value, lost=value is box)

    def _value_box(self, label: Box) -> Box | None:
        """The box beside a label that holds its value: the next cell, the ``dd``, the other one of a pair.

        The label itself where it heads a column of a table, which has no one value.
        """
        box = label
        for _ in range(4):
            siblings = self.children.get(box.parent, [])
            at = self.place.get(box.index, len(siblings))
            following = siblings[at + 1] if at < len(siblings) - 1 else None
            if box.tag in _CELLS:
                beside = self._cell_beside(siblings, at, following)
                return label if beside is None and len(siblings) > 1 else beside
            if box.tag == "dt":
                return following if following is not None and following.tag == "dd" else None
            if len(siblings) == 2 and following is not None and not self._is_label(following):
                return following
            above = self.outline.boxes[box.parent] if box.parent >= 0 else None
            if above is None or above.start < self.start or not self._shows_only(above, label):
                return None
            box = above
        return None

    def _cell_beside(self, cells: list[Box], at: int, following: Box | None) -> Box | None:
        """The cell behind a label, or under it where the whole row is labels."""
        if len(cells) > _MAX_ROW:
            return following
        if len(cells) > 1 and all(self._is_label(cell) for cell in cells):
            row = self.outline.boxes[cells[at].parent]
            rows, number = self.children.get(row.parent, []), self.place.get(row.index, 0) + 1
            under = self.children.get(rows[number].index, []) if number < len(rows) else []
            return under[at] if at < len(under) else None
        return None if all(cell.tag == "th" for cell in cells) else following

    def _shows_only(self, box: Box, label: Box) -> bool:
        return (
            box.end - box.start <= 2 * MAX_LABEL
            and self.outline.shown(box).strip() == self.outline.shown(label).strip()
        )

    def _is_label(self, box: Box) -> bool:
        return box.end - box.start <= 2 * MAX_LABEL and self.labels.of(self.outline.shown(box)) is not None

    def _written(self) -> Iterator[_Place]:
        """Labels that stand in a line: with their value behind a colon, or alone with the value under them."""
        text, at = self.outline.text, self.start
        own = {box.start for box in self.within if self._is_label(box)}
        while at < self.end:
            stop = min((end for mark in "\t\n" if (end := text.find(mark, at, self.end)) >= 0), default=self.end)
            name = self.labels.of(text[at:stop]) if at not in own else None
            if name is not None:
                yield _Place(name, at, stop)
            elif at not in own or self.labels.of(text[at:stop]) is None:
                for one in self.labels.inline(text, at, stop):
                    if one.label not in own:
                        yield _Place(one.name, one.label, one.start, None, one.end)
            at = stop + 1

    def _tabbed(self, places: list[_Place]) -> None:
        """Give tabs, labels that stand side by side with nothing between them, the panes that belong to them."""
        loose = [place for place in places if place.box is None and place.until < 0]
        row: set[int] = set()
        for number, (one, other) in enumerate(pairwise(loose)):
            if not self.outline.text[one.end : other.start].strip():
                row |= {number, number + 1}
        for number in sorted(row)[:_MAX_TABS]:
            place = loose[number]
            boxes = [box for box in self._starting(place.start, place.start + 1) if box.end == place.end]
            place.box = panes(self.outline, self.children, boxes)
            place.lost = place.box is None and any(is_tab(self.outline, box) for box in boxes)
