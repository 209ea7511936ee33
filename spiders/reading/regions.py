"""Every link of a page, and in which part of it the link stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.reading.links import MAX_LINKS, Link, Resolver
from spiders.reading.lists import Entry
from spiders.reading.outline import Box, Outline
from spiders.reading.text import clean

_FOOTER = re.compile(r"foot|\bbottom|copyright|bq_|banquan")
_NAV = re.compile(r"nav|menu|header|\bhead\b|topbar|top-bar|\btop\b|crumb")
_ONCLICK = re.compile(
    r"(?:location(?:\.href)?\s?=\s?|window\.open\(\s?|location\.(?:assign|replace)\(\s?)['\"]([^'\"]{1,500})['\"]"
)


@dataclass(frozen=True, slots=True)
class ListLinks:
    """What of a page's links the list reader and the pager reader have claimed."""

    entries: Sequence[Entry] = ()
    anchors: frozenset[int] = frozenset()
    """Boxes of the entries' links; empty when a script held the entries."""
    pager: frozenset[int] = frozenset()
    """Boxes of the pager's links."""


def read_links(outline: Outline, resolve: Resolver, claimed: ListLinks) -> tuple[Link, ...]:
    """The links of a page, each address once: where it is an entry, as that; else by the first that has a text."""
    found: dict[str, Link] = {}
    dated = {entry.url: entry.date for entry in claimed.entries}
    regions = _Regions(outline, claimed)
    for box in outline.boxes:
        address = _address(box)
        url = resolve(address) if address else ""
        if not url:
            continue
        known = found.get(url)
        if known is not None and (known.text or known.region == "list") and box.index not in claimed.anchors:
            continue
        if len(found) >= MAX_LINKS:
            break
        found[url] = Link(
            url=url,
            text=clean(outline.text[box.start : box.end], 200),
            title=clean(box.attr("title"), 200),
            region=regions.of(box),
            date=dated.get(url),
        )
    for entry in claimed.entries:
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
    if box.tag in ("a", "area"):
        href = attrs.get("href") or ""
        if href and href[0] != "#" and not href[:11].lower().startswith("javascript:"):
            return href
    elif box.tag in ("iframe", "frame"):
        return attrs.get("src") or ""
    click = attrs.get("onclick")
    if click and len(click) < 2_000:
        match = _ONCLICK.search(click)
        if match:
            return match.group(1)
    return ""


class _Regions:
    """Which part of the page a box stands in; asked once for each parent."""

    def __init__(self, outline: Outline, claimed: ListLinks) -> None:
        self.outline = outline
        self.claimed = claimed
        self.known: dict[int, str] = {}

    def of(self, box: Box) -> str:
        """The region of a link."""
        if box.index in self.claimed.anchors:
            return "list"
        if box.index in self.claimed.pager:
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
