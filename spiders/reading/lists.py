"""The list of a page: which links are its entries (条目), with title in full, address and date.

A row is the widest box that holds one entry and no other. Rows that stand in the same kind of place are a list; the
page's list is the one with most dated rows, or, where nothing is dated, the one that reads most like titles.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from spiders.reading import dates
from spiders.reading.dates import Vantage
from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline
from spiders.reading.row_dates import row_date
from spiders.reading.rules import Rule
from spiders.reading.text import bare, clean

#: How far a row may reach around its link, and how many links a row may hold (title, category, share …).
_MAX_CLIMB = 10
_MAX_IN_ROW = 6
#: The shortest text that reads like a title beside others in its row.
_LIKE_TITLE = 8
#: Entries of one page that are kept.
MAX_ENTRIES = 1_000

_ROW_TAGS = frozenset(("li", "tr", "dd", "dt", "article"))
_OUTER = frozenset(("ul", "ol", "table", "tbody", "body", "html", "dl", "form", "main", "section"))
_NOT_A_LIST = re.compile(
    r"nav|menu|foot|bottom|header|\btop\b|crumb|friend|yqlj|share|login|search|\bhead"
    r"|pag(?:e(?![-_]?(?:con|main|body|wrap))|ing|ination)|fenye|tool|banner|lang"
)
_ASIDE = re.compile(r"side|left|right|hot|rank|tuijian|recommend|related|xglj|xgwz")
_TRIVIAL = re.compile(
    r"更多|more|查看|详情|详细|点击|下一?页|上一?页|首页|尾页|末页|\d+|[<>«»\[\]]+|登录|注册|全部|打印|关闭",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…+|\.{2,}|。{2,})\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a list; ``date`` is None where the row shows none."""

    title: str
    url: str
    date: datetime | None = None


@dataclass(slots=True)
class _Row:
    box: Box
    anchor: Box
    url: str
    title: str
    following: int
    """Where the next link begins."""
    group: tuple[int, str, str]
    date: datetime | None = None
    rule: Rule = Rule.ENTRY_ATTRIBUTE
    """How the date was read, or what was tried last."""

    def entry(self) -> Entry:
        """The row as the page's reader gets it."""
        return Entry(title=self.title, url=self.url, date=self.date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The lists of a page."""

    entries: tuple[Entry, ...] = ()
    """The entries of its main list."""
    anchors: frozenset[int] = frozenset()
    """Indexes of their anchor boxes."""
    all_dated: tuple[Entry, ...] = ()
    """The entries of every dated list: a home page shows many."""


def read_lists(outline: Outline, resolve: Resolver, vantage: Vantage, skip_before: int = 0) -> Lists:
    """Find the lists of a page. ``skip_before`` is the offset where the content begins (the end of the trail)."""
    groups: dict[tuple[int, str, str], list[_Row]] = defaultdict(list)
    for row in _rows(outline, resolve, skip_before):
        groups[row.group].append(row)
    likely = [group for group in groups.values() if _may_be_a_list(outline, group[0].box)]
    for row in (row for group in likely for row in group):
        row.date, row.rule = row_date(outline, row.box, row.anchor, row.following, vantage, row.url)
    scored = [(_score(outline, group), group) for group in _joined(outline, likely)]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, []))
    main = best[1] if best[0] > 0 else []
    dated = [row for score, group in scored if score > 0 for row in group if row.date is not None]
    for row in (*dated, *main) if outline.margin is not None else ():
        rule = Rule.LIST_DATED if dated else Rule.LIST_TITLES
        outline.because("entries", rule, row.entry(), row.anchor.start, row.anchor.end)
        outline.because("entries.date", row.rule, row.entry(), row.box.start, max(row.box.end, row.anchor.end + 60))
    return Lists(
        entries=tuple(row.entry() for row in main[:MAX_ENTRIES]),
        anchors=frozenset(row.anchor.index for row in main),
        all_dated=tuple(row.entry() for row in sorted(dated, key=lambda row: row.anchor.index)[:MAX_ENTRIES]),
    )


def _rows(outline: Outline, resolve: Resolver, skip_before: int) -> list[_Row]:
    rows: dict[int, _Row] = {}
    anchors = [outline.boxes[index] for index in outline.anchors]
    for number, anchor in enumerate(anchors):
        if anchor.start < skip_before:
            continue
        url = resolve(anchor.attr("href"))
        text = outline.shown(anchor).strip()
        if not (url or anchor.attr("href") == "") or not (text or anchor.attr("title")) or _TRIVIAL.fullmatch(text):
            continue
        box = _row_box(outline, anchor)
        title = _title(outline, anchor, text)
        known = rows.get(box.index)
        if known is not None:
            if len(title) > len(known.title):
                known.title, known.url, known.anchor = title, url, anchor
            continue
        following = anchors[number + 1].start if number + 1 < len(anchors) else len(outline.text)
        parent = outline.boxes[box.parent] if box.parent >= 0 else box
        group = (parent.index, box.tag, "" if box.tag in _ROW_TAGS else (box.attrs.get("class") or "")[:40])
        rows[box.index] = _Row(box, anchor, url, title, following, group)
    return list(rows.values())


def _row_box(outline: Outline, anchor: Box) -> Box:
    """The row of an anchor: the nearest ``li``, ``tr`` … or else the widest box that holds no other address."""
    href = anchor.attrs.get("href")
    row, index = anchor, anchor.parent
    for _ in range(_MAX_CLIMB):
        if index < 0:
            break
        box = outline.boxes[index]
        if box.tag in _OUTER:
            break
        others = outline.anchors_in(box, _MAX_IN_ROW + 1)
        if box.tag in _ROW_TAGS:
            return box if len(others) <= _MAX_IN_ROW and _one_title(outline, others) else row
        if len(others) > 3 or (len(others) > 1 and any(outline.boxes[o].attrs.get("href") != href for o in others)):
            break
        row, index = box, box.parent
    return row


def _one_title(outline: Outline, anchors: list[int]) -> bool:
    """Whether at most one address is linked by a text as long as a title: the others are categories and pictures."""
    if len(anchors) < 2:
        return True
    boxes = (outline.boxes[index] for index in anchors)
    return len({box.attrs.get("href") for box in boxes if box.end - box.start >= _LIKE_TITLE}) < 2


def _title(outline: Outline, anchor: Box, text: str) -> str:
    """The title of an entry in full: the ``title`` attribute where the shown text is a cut or decorated form of it."""
    whole = clean(anchor.attr("title"))
    shown = _without_date_boxes(outline, anchor, text)
    if not whole or whole == shown:
        return clean(shown)
    stem = _CUT.sub("", shown)
    if len(stem) > 3 and whole.startswith(stem) and not _CUT.search(whole):
        return whole
    stem = bare(stem).lstrip("·•[■●◆-")
    if not stem or bare(whole).startswith(stem[:200]) or _CUT.search(shown):
        return whole if not _CUT.search(whole) or len(whole) >= len(shown) else clean(shown)
    return clean(shown)


def _without_date_boxes(outline: Outline, anchor: Box, text: str) -> str:
    """The text of an anchor that wraps its whole row: the longest line that is no date."""
    if anchor.last == anchor.index:
        return text
    parts = [(anchor.start, anchor.end)]
    for box in outline.inside(anchor):
        if box.end > box.start and dates.whole(outline.shown(box).strip()) is not None:
            start, end = parts.pop()
            if box.start < start:
                parts.append((start, end))
                continue
            parts += [(start, box.start), (box.end, end)]
    lines = [line.strip() for start, end in parts for line in outline.text[start:end].split("\n") if line.strip()]
    headings = [
        outline.shown(box).strip() for box in outline.inside(anchor) if box.tag in ("h1", "h2", "h3", "h4", "h5")
    ]
    return next((heading for heading in headings if heading), "") or (
        lines[0] if len(lines) == 1 else _longest_first(lines)
    )


def _longest_first(lines: list[str]) -> str:
    """Of several lines the first that is as long as a title; a summary comes after it."""
    return next((line for line in lines if len(line) >= 5), lines[0] if lines else "")


def _joined(outline: Outline, groups: list[list[_Row]]) -> list[list[_Row]]:
    """Lists that a designer cut into blocks (a new ``ul`` after every five rows) made one again."""
    joined: dict[tuple[int, str, str], list[_Row]] = {}
    for group in groups:
        row = group[0]
        parent = outline.boxes[row.box.parent] if row.box.parent >= 0 else row.box
        dated = all(row.date is not None for row in group)
        key = (
            (parent.parent, f"{parent.tag} {row.box.tag} {parent.attrs.get('class') or ''}", "dated")
            if dated
            else row.group
        )
        joined.setdefault(key, []).extend(group)
    return list(joined.values())


def _may_be_a_list(outline: Outline, box: Box) -> bool:
    """Whether a group of rows with this one stands where a page has its lists, by the names of what is around it."""
    around = outline.ancestors(box, 8)
    if any(above.tag in ("footer", "nav") for above in around):
        return False
    return not any(_NOT_A_LIST.search(above.label) for above in around[:5])


def _score(outline: Outline, group: list[_Row]) -> float:
    """How much a group reads like the page's list; 0 for what is none."""
    labels = [above.label for above in outline.ancestors(group[0].box, 4)]
    dated = sum(1 for row in group if row.date is not None)
    length = sum(min(len(row.title), 40) for row in group) / len(group)
    aside = 0.5 if any(_ASIDE.search(label) for label in labels) else 1.0
    if dated:
        return (dated * 10 + length * min(len(group), 20) / 10) * aside
    if len(group) < 3 or length < 9:
        return 0.0
    return len(group) * length / 40 * aside
