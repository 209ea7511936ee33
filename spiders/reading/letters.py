"""The rows of a list of letters (信件列表): a table or boxes under a row of headings, or rows that label their fields.

A list without headings and labels says of its letters what any list says, and its entries tell that.
"""

from collections.abc import Iterator, Mapping, Sequence

from spiders.reading.labelled import Field
from spiders.reading.labels import Labels
from spiders.reading.links import Resolver
from spiders.reading.messages import FIELDS, LABELS, Message, value_of
from spiders.reading.outline import Box, Outline
from spiders.reading.text import clean

#: Rows of one list that are kept, and the longest row.
MAX_LETTERS = 100
_MAX_ROW = 600
_MAX_COLUMNS = 12
_MAX_CLIMB = 6
_TITLE = "title"
_HEADINGS = Labels(
    {
        **FIELDS,
        _TITLE: "(?:信件|来信|留言|咨询|诉求|问题|写信|投诉|建议)?(?:标题|主题|名称|内容)",
        "reply": "(?:答复|回复)内容",
        "received": "(?:来信|留言|提交|写信|受理|咨询|投诉|诉求|提问|发布|信件|反映|申请)(?:时间|日期)|时间|日期",
        "unit": f"{FIELDS['unit']}|部门|单位|收信单位|收信部门",
    },
    "序号|编号|类型|类别|分类|信件类型|信件类别|(?:来信|写信|留言)人|浏览(?:次数|量)|点击量|满意度|操作|追问状态",
)
_ROWS = frozenset(("tr", "li", "dl", "div", "ul", "p"))


def read_letters(outline: Outline, resolve: Resolver, start: int, entries: frozenset[int]) -> tuple[Message, ...]:
    """The letters of a list page from an offset on; ``entries`` are the boxes of its entries' links."""
    children: dict[int, list[Box]] = {}
    for box in outline.boxes:
        if box.start >= start:
            children.setdefault(box.parent, []).append(box)
    for parent, cells in children.items():
        names = _heading(outline, parent, cells)
        if names:
            found = tuple(_under(outline, resolve, children, outline.boxes[parent], names))
            if found:
                return found[:MAX_LETTERS]
    return tuple(_labelled(outline, resolve, entries))[:MAX_LETTERS]


def _heading(outline: Outline, parent: int, cells: Sequence[Box]) -> list[str | None]:
    """What each column of a row of headings holds; empty for a row that is none."""
    if parent < 0 or not 2 <= len(cells) <= _MAX_COLUMNS or outline.boxes[parent].tag not in _ROWS:
        return []
    names = [_HEADINGS.of(outline.shown(cell)) for cell in cells]
    known = [name for name in names if name]
    return names if _TITLE in known and len(set(known)) > 1 and names.count(None) < 2 else []


def _under(
    outline: Outline, resolve: Resolver, children: Mapping[int, Sequence[Box]], head: Box, names: Sequence[str | None]
) -> Iterator[Message]:
    """The rows behind a row of headings: beside it, or in the boxes beside what holds it."""
    above = head
    for _ in range(3):
        beside = [box for box in children.get(above.parent, ()) if box.index > above.last]
        rows = [
            row
            for box in beside[: 2 * MAX_LETTERS]
            for row in _down(children, box)
            if len(children.get(row.index, ())) == len(names)
        ]
        if rows or above.parent < 0:
            yield from (_row(outline, resolve, children[row.index], names) for row in rows[:MAX_LETTERS])
            return
        above = outline.boxes[above.parent]


def _down(children: Mapping[int, Sequence[Box]], box: Box) -> Iterator[Box]:
    """A box and those within it, as deep as a table has its rows."""
    yield box
    for child in children.get(box.index, ()):
        yield child
        yield from children.get(child.index, ())


def _row(outline: Outline, resolve: Resolver, cells: Sequence[Box], names: Sequence[str | None]) -> Message:
    shown: dict[str, str] = {}
    for cell, name in zip(cells, names, strict=True):
        if not name:
            continue
        if name == _TITLE:
            shown |= _titled(outline, resolve, cell)
        elif value := value_of(name, _field(outline, cell.start, cell.end)):
            shown[name] = value
    return Message(shown=shown, named=frozenset(name for name in names if name), whole=False)


def _titled(outline: Outline, resolve: Resolver, cell: Box) -> dict[str, str]:
    anchors = outline.anchors_in(cell)
    link = outline.boxes[anchors[0]] if anchors else None
    title = clean((link.attr("title") if link else "") or outline.shown(link or cell))
    url = resolve(link.attr("href")) if link else ""
    return {name: value for name, value in ((_TITLE, title), ("url", url)) if value}


def _labelled(outline: Outline, resolve: Resolver, entries: frozenset[int]) -> Iterator[Message]:
    """Entries whose row labels at least two fields of a letter."""
    for index in sorted(entries):
        anchor = outline.boxes[index]
        row = _row_of(outline, anchor, entries)
        fields: dict[str, Field] = {}
        at = row.start
        for line in outline.text[row.start : row.end].split("\n"):
            for one in LABELS.inline(outline.text, at, at + len(line)):
                if one.name:
                    fields.setdefault(one.name, _field(outline, one.start, one.end))
            at += len(line) + 1
        shown = {name: value for name, found in fields.items() if (value := value_of(name, found))}
        if len(fields) > 1 and dates_shown(shown):
            yield Message(
                shown=_titled(outline, resolve, anchor) | shown, named=frozenset((*fields, _TITLE)), whole=False
            )


def dates_shown(shown: Mapping[str, str]) -> bool:
    """Whether a row tells when its letter came or was answered: one that does not is of no list of letters."""
    return "received" in shown or "replied" in shown


def _row_of(outline: Outline, anchor: Box, entries: frozenset[int]) -> Box:
    row = anchor
    for above in outline.ancestors(anchor, _MAX_CLIMB):
        if above.end - above.start > _MAX_ROW or len(entries.intersection(outline.anchors_in(above))) > 1:
            break
        row = above
    return row


def _field(outline: Outline, start: int, end: int) -> Field:
    return Field(value=clean(outline.text[start:end].strip(" \t\n：:"), 300), start=start, end=end)
