"""Where the next page of a list is, and how many there are (翻页).

Read from the pager's links, or from the call with which a publishing system writes the pager (``cms``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.reading.cms import trs
from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline

_NEXT = re.compile(r"(?:下\s?一?\s?页|后一?页|next(?:\s?page)?)\s?[>›»]*\Z|[>›»]\Z", re.IGNORECASE)
_STEP = re.compile(
    r"(?:首页|第一页|上一?页|下一?页|尾页|末页|最后一?页|前一?页|后一?页|next|prev|first|last|\d{1,4}|[<>‹›«»]{1,2}|\.{2,3}|…)\Z",
    re.IGNORECASE,
)
#: A further page of a list by its file name, where the page shows no pager.
_FURTHER = re.compile(r"/(?:index|list|default)[A-Za-z]{0,20}_[1-9]\d{0,4}\.\w{2,6}\Z")
_LAST = re.compile(r"尾\s?页|末\s?页|最后一?页|last", re.IGNORECASE)
#: Ways to say how many pages there are; each begins with a literal, so that a long text costs little.
_COUNTS = (
    re.compile(r"共\s?(\d{1,5})\s?页"),
    re.compile(r"共\s?\d{1,7}\s?条\D{0,12}\d{1,5}\s?/\s?(\d{1,5})(?![\d/])"),
    re.compile(r"总页数\s?[：:]?\s?(\d{1,5})"),
    re.compile(r"/\s?(\d{1,5})\s?页"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """The pager of a list: address of the next page (empty on the last one) and the number of pages (None: unknown)."""

    next: str = ""
    count: int | None = None
    first: bool = True
    """Whether this page is the first of its list."""
    anchors: frozenset[int] = frozenset()
    """Indexes of the boxes that are the pager's links."""


def read_pages(outline: Outline, page: str, resolve: Resolver) -> Pages:
    """The pager of a page; without one, a list of one page."""
    steps = _steps(outline)
    forward = next((box for box, text in reversed(steps) if _NEXT.match(text)), None)
    pager = frozenset(box.index for box, _ in steps) if forward is not None or _looks_numbered(steps) else frozenset()
    count = _count(outline) or _last_numbered(steps)
    written = trs.read_call(outline.scripts, page)
    if forward is not None:
        address = resolve(forward.attr("href"))
        if address and address != resolve(page):
            first = not any(text.startswith(("上", "前", "prev")) and resolve(box.attr("href")) for box, text in steps)
            return Pages(next=address, count=count or (written.count if written else None), first=first, anchors=pager)
    if written is not None:
        return Pages(next=resolve(written.next), count=written.count, first=written.index == 0, anchors=pager)
    backward = any(text.startswith(("上", "前")) and resolve(box.attr("href")) for box, text in steps)
    return Pages(count=count, first=not (backward or _FURTHER.search(page)), anchors=pager)


def _steps(outline: Outline) -> list[tuple[Box, str]]:
    """The links that a pager is made of: short, and numbers, arrows or words like 下一页."""
    found: list[tuple[Box, str]] = []
    for index in outline.anchors:
        box = outline.boxes[index]
        if box.end - box.start > 12:
            continue
        text = (outline.text[box.start : box.end] or box.attr("title")).strip()
        if text and _STEP.match(text):
            found.append((box, text))
    return found


def _looks_numbered(steps: Sequence[tuple[Box, str]]) -> bool:
    return sum(text.isdigit() for _, text in steps) >= 2


def _last_numbered(steps: Sequence[tuple[Box, str]]) -> int | None:
    """The number of the page that the link to the last page leads to, where a numbered link leads there too."""
    last = next((box.attr("href") for box, text in steps if _LAST.match(text)), "")
    return next(
        (int(text) for box, text in reversed(steps) if text.isdigit() and last and box.attr("href") == last), None
    )


def _count(outline: Outline) -> int | None:
    found = next((match for pattern in _COUNTS if (match := pattern.search(outline.text))), None)
    return int(found.group(1)) if found else None
