"""The pane of a tab: the box that its ``#id`` names, else the one with its number among the panes behind the tabs."""

from collections.abc import Mapping, Sequence

from spiders.reading.outline import Box, Outline

_POINTERS = ("href", "data-target", "aria-controls", "data-id", "data-tab", "data-for")
_CLICKED = frozenset(("a", "li", "button", "label"))
_ICONS = frozenset(("br", "i", "script", "hr"))
#: Boxes around a tab in which its panes are looked for.
_CLIMB = 4


def is_tab(outline: Outline, box: Box) -> bool:
    """Whether a label looks like a tab and not like a heading: something to click, or called so."""
    return box.tag in _CLICKED or any(
        one.tag in _CLICKED or "tab" in one.label for one in [box, *outline.ancestors(box, 3)]
    )


def panes(outline: Outline, children: Mapping[int, Sequence[Box]], shown: Sequence[Box]) -> Box | None:
    """The pane of the tab that some boxes show, outermost first; None where none is found. ``children``: by parent."""
    if not shown:
        return None
    named = _named(outline, shown)
    if named is not None:
        return named
    item = shown[0]
    siblings = _real(children, item.parent)
    while len(siblings) < 2 and item.parent >= 0:
        item = outline.boxes[item.parent]
        siblings = _real(children, item.parent)
    number = next((at for at, box in enumerate(siblings) if box is item), -1)
    if number < 0 or item.parent < 0:
        return None
    return _by_number(outline, children, outline.boxes[item.parent], number, len(siblings))


def _named(outline: Outline, shown: Sequence[Box]) -> Box | None:
    names = {box.attr(pointer).lstrip("#") for box in shown for pointer in _POINTERS if box.attrs}
    names.discard("")
    if not names:
        return None
    return next((box for box in outline.boxes if box.attrs and box.attr("id") in names and box.end > box.start), None)


def _by_number(
    outline: Outline, children: Mapping[int, Sequence[Box]], tabs: Box, number: int, count: int
) -> Box | None:
    """The box of that number among as many behind the tabs: beside them, or within one box beside them."""
    for _ in range(_CLIMB):
        beside = [box for box in _real(children, tabs.parent) if box.index > tabs.last]
        for box in beside[:3]:
            within = _real(children, box.index)
            if len(within) == count:
                return within[number]
        if len(beside) == count:
            return beside[number]
        if tabs.parent < 0:
            break
        tabs = outline.boxes[tabs.parent]
    return None


def _real(children: Mapping[int, Sequence[Box]], parent: int) -> list[Box]:
    return [box for box in children.get(parent, ()) if box.tag not in _ICONS]
