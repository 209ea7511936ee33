"""Every link of a page, and in which part of it the link stands."""

import re
from collections.abc import Sequence

from spiders.reading.links import MAX_LINKS, Link, Resolver
from spiders.reading.lists import Entry
from spiders.reading.outline import Box, Outline
from spiders.reading.text import clean

_FOOTER = re.compile(r"foot|\bbottom|copyright|bq_|banquan")
_NAV = re.compile(r"nav|menu|header|\bhead\b|topbar|top-bar|\btop\b|crumb")
_ONCLICK = re.compile(
    r"(?:location(?:\.href)?\s?=\s?|window\.open\(\s?|location\.(?:assign|replace)\(\s?)['\"]([^'\"]{1,500})['\"]"
)


def read_links(
    outline: Outline,
    resolve: Resolver,
    entries: Sequence[Entry],
    entry_anchors: frozenset[int],
    pager: frozenset[int],
    content_from: int,
) -> tuple[Link, ...]:
    """The links of a page, each address once with the most telling of its texts; entries first told as list."""
    found: dict[str, Link] = {}
    dated = {entry.url: entry for entry in entries}
    regions = _Regions(outline, entry_anchors, pager, content_from)
    for box in outline.boxes:
        address = _address(box)
        if not address:
            continue
        url = resolve(address)
        if not url:
            continue
        known = found.get(url)
        if known is not None and (known.region in ("list", "pager") or known.text):
            if box.index not in entry_anchors:
                continue
        if len(found) >= MAX_LINKS:
            break
        entry = dated.get(url)
        text = clean(outline.text[box.start : box.end], 200)
        found[url] = Link(
            url=url,
            text=text,
            title=clean(box.attr("title"), 200),
            region=regions.of(box),
            date=entry.date if entry else None,
        )
    for entry in entries:
        if entry.url and entry.url not in found:
            found[entry.url] = Link(url=entry.url, text=entry.title, region="list", date=entry.date)
    for value in outline.options:
        url = resolve(value)
        if url and url not in found and len(found) < MAX_LINKS:
            found[url] = Link(url=url, text="", region="body")
    return tuple(found.values())


def _address(box: Box) -> str:
    """What a box leads to: ``href`` of a link, ``src`` of a frame, or an address in its ``onclick``."""
    attrs = box.attrs
    if not attrs:
        return ""
    if box.tag == "a" or box.tag == "area":
        href = attrs.get("href") or ""
        if href and href[0] != "#" and not href[:11].lower().startswith("javascript:"):
            return href
    elif box.tag == "iframe" or box.tag == "frame":
        return attrs.get("src") or ""
    click = attrs.get("onclick")
    if click and len(click) < 2_000:
        match = _ONCLICK.search(click)
        if match:
            return match.group(1)
    return ""


class _Regions:
    """Which part of the page a box stands in; asked once for each parent."""

    def __init__(
        self, outline: Outline, entry_anchors: frozenset[int], pager: frozenset[int], content_from: int
    ) -> None:
        self.outline = outline
        self.entry_anchors = entry_anchors
        self.pager = pager
        self.content_from = content_from
        self.known: dict[int, str] = {}

    def of(self, box: Box) -> str:
        if box.index in self.entry_anchors:
            return "list"
        if box.index in self.pager:
            return "pager"
        return self.part(box.parent)

    def part(self, index: int) -> str:
        """nav, footer or body for everything below a box; the nearest telling ancestor decides."""
        path: list[int] = []
        region = "body"
        while index >= 0:
            known = self.known.get(index)
            if known is not None:
                region = known
                break
            path.append(index)
            told = self.told(self.outline.boxes[index])
            if told:
                region = told
                break
            index = self.outline.boxes[index].parent
        for step in path:
            self.known[step] = region
        return region

    def told(self, box: Box) -> str:
        if box.tag == "footer":
            return "footer"
        if box.tag in ("nav", "header"):
            return "nav"
        if box.tag in ("body", "html"):
            return "body"
        label = box.label
        if len(label) > 1:
            if _FOOTER.search(label):
                return "footer"
            if _NAV.search(label):
                return "nav"
        return ""
