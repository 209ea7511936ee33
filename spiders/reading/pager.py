"""Where the next page of a list is, and how many there are (翻页).

Read from the pager's links, else from what the page's publishing system says (``cms``): the call with which it writes
the pager, the endpoint that its script asks; else from numbers and calls that any pager may consist of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.reading.cms import generic
from spiders.reading.cms.seam import Onward, Sight
from spiders.reading.links import Resolver
from spiders.reading.margin import Where
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule

_NEXT = re.compile(r"(?:下\s?一?\s?页|后一?页|next(?:\s?page)?)\s?[>›»]*\Z|[>›»]\Z", re.IGNORECASE)
_STEP = re.compile(
    r"(?:首页|第一页|上一?页|下一?页|尾页|末页|最后一?页|前一?页|后一?页|next|prev|first|last|\d{1,4}|[<>‹›«»]{1,2}|\.{2,3}|…)\Z",
    re.IGNORECASE,
)
#: A further page of a list by its address, where the page shows no pager.
_FURTHER = re.compile(
    r"/(?:index|list|default)[A-Za-z]{0,20}_[1-9]\d{0,4}\.\w{2,6}\Z"
    r"|[?&](?:page|pageNo|pageNum|pageIndex|currentPage|curPage)=(?!1(?!\d))\d{1,5}(?:&|\Z)",
    re.IGNORECASE,
)
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
    asked: tuple[str, ...] = ()
    """Addresses beside ``next`` that only the page's scripts name: their endpoints, and pages that no page links to."""
    barred: str = ""
    """Why the further pages that there are cannot be asked for; one line for the operator."""


def read_pages(outline: Outline, page: str, resolve: Resolver, written: Onward | None = None) -> Pages:
    """The pager of a page; without one, a list of one page. ``written`` is what its publishing system says."""
    steps = _steps(outline)
    forward = next((box for box, text in reversed(steps) if _NEXT.match(text)), None)
    pager = frozenset(box.index for box, _ in steps) if forward is not None or _looks_numbered(steps) else frozenset()
    count = _count(outline) or _last_numbered(steps)
    own = resolve(page)
    address = resolve(forward.attr("href")) if forward is not None else ""
    backward = any(text.startswith(("上", "前", "prev")) and resolve(box.attr("href")) for box, text in steps)
    if forward is not None and address and address != own:
        outline.because("pages.next", Rule.NEXT_LINK, address, forward.start, forward.end)
        count = (
            count or (written.count if written else None) or _last_linked(steps, address, resolve, first=not backward)
        )
        return Pages(next=address, count=count, first=not backward, anchors=pager)
    if written is not None:
        following = resolve(written.next)
        asked = tuple(url for href in written.asked if (url := resolve(href)) and url not in (following, own))
        total = written.count if written.count is not None else count
        outline.because("pages.next", Rule.NEXT_SYSTEM, following)
        return Pages(next=following, count=total, first=written.first, anchors=pager, asked=asked)
    first = not (backward or _FURTHER.search(page))
    following, barred = _unsaid(Sight(outline, page), steps, resolve) if steps else ("", "")
    if following == own:
        following = ""
    if following and count is None:
        count = _last_linked(steps, following, resolve, first=first)
    return Pages(next=following, count=count, first=first, anchors=pager, barred=barred)


def _unsaid(sight: Sight, steps: Sequence[tuple[Box, str]], resolve: Resolver) -> tuple[str, str]:
    """The next page of a pager that no link names as such, by what it calls or its numbers; else why there is none."""
    calls = [box.attr("onclick") or box.attr("href") for box, text in steps if _NEXT.match(text)]
    following, barred = generic.by_call(sight, calls, resolve) if calls else ("", "")
    if following:
        return sight.outline.because("pages.next", Rule.NEXT_CALL, following, where=Where.SOURCE, said=calls[0]), ""
    plain = [generic.Step(text, resolve(box.attr("href"))) for box, text in steps]
    following = generic.by_number(plain, resolve(sight.page))
    step = next((box for box, _ in steps if resolve(box.attr("href")) == following), steps[0][0])
    sight.outline.because("pages.next", Rule.NEXT_NUMBER, following, step.start, step.end)
    return following, "" if following else barred


def _last_linked(steps: Sequence[tuple[Box, str]], following: str, resolve: Resolver, *, first: bool) -> int | None:
    last = next((url for box, text in steps if _LAST.match(text) and (url := resolve(box.attr("href")))), "")
    return generic.count_of(following, last, first=first)


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
    return sum(text.isdecimal() for _, text in steps) >= 2


def _last_numbered(steps: Sequence[tuple[Box, str]]) -> int | None:
    """The number of the page that the link to the last page leads to, where a numbered link leads there too."""
    last = next((box.attr("href") for box, text in steps if _LAST.match(text)), "")
    return next(
        (int(text) for box, text in reversed(steps) if text.isdecimal() and last and box.attr("href") == last), None
    )


def _count(outline: Outline) -> int | None:
    found = next((match for pattern in _COUNTS if (match := pattern.search(outline.text))), None)
    return outline.because("pages.count", Rule.COUNT_SAID, int(found.group(1)), *found.span()) if found else None
