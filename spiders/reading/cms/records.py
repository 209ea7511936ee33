"""Lists in JSON as any system may answer them: an array of objects that bear a title and an address.

Found by the names of their members (TRS igs says DOCTITLE, DOCPUBURL, DOCRELTIME; was5 title, url, pubtime), never by
one site's nesting. Bounded: so many characters, members and levels, then the answer is none.
"""

import re
from collections import deque
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson

from spiders.reading import dates
from spiders.reading.cms.literals import page_of, size_of, with_changed
from spiders.reading.cms.seam import Answer
from spiders.reading.dates import BEIJING, Vantage
from spiders.reading.lists import MAX_ENTRIES, Entry
from spiders.reading.outline import lay_flat
from spiders.reading.text import clean

#: Largest answer that is parsed, in characters; objects and arrays of it that are looked at.
MAX_JSON = 4_000_000
_MAX_NODES = 5_000
_DEPTH = 6
#: Pages of a list that does not say how many it has.
_MAX_PAGES = 1_000

_TITLES = ("title", "doctitle", "articletitle", "subject", "infotitle", "newstitle", "titleo")
_ADDRESSES = ("url", "docpuburl", "puburl", "link", "href", "linkurl", "weburl", "articleurl", "infourl", "htmlurl")
_DATES = (
    *(
        "docreltime",
        "docrelpubtime",
        "pubtime",
        "pubdate",
        "publishtime",
        "publishdate",
        "publisheddate",
        "releasetime",
        "releasedate",
    ),
    *("docreldate", "showtime", "docdate", "trs_time", "infodate", "create_time", "date", "time"),
)
_TOTALS = ("total", "totalcount", "totalrecord", "totalelements", "recordcount", "recordnum", "totalnum", "totalrow")
_PAGES = ("totalpages", "totalpage", "pagecount", "pages")
_CALLBACK = re.compile(r"\s{0,50}[\w.$]{1,80}\s?\(\s{0,50}(?=[{\[])")
_CONTROLS = re.compile(r"[\x00-\x1f]")


def parsed(text: str) -> Any:
    """The JSON (or JSONP) that a body is; None when it is none."""
    start = text[:60].lstrip("\ufeff \t\r\n")[:1]
    if start not in ("{", "["):
        called = _CALLBACK.match(text)
        if called is None:
            return None
        text = text[called.end() :].rstrip().rstrip(";").rstrip().removesuffix(")")
    if len(text) > MAX_JSON:
        return None
    text = text.lstrip("\ufeff")
    for attempt in (text, _CONTROLS):  # was5 leaves line breaks within its strings
        try:
            return orjson.loads(attempt if isinstance(attempt, str) else attempt.sub(" ", text))
        except ValueError:
            continue
    return None


def answered(data: Any, page: str, vantage: Vantage) -> Answer | None:
    """Read the first list of an answer; None when it holds none."""
    for rows, around in _arrays(data):
        entries = tuple(entry for row in rows[:MAX_ENTRIES] if (entry := _entry(row, vantage)) is not None)
        if entries and len(entries) * 2 >= len(rows[:MAX_ENTRIES]):
            following, count, first = _turned(page, len(rows), around)
            return Answer(entries=entries, next=following, count=count, first=first)
    return None


def _arrays(data: Any) -> Iterator[tuple[list[Any], tuple[dict[str, Any], ...]]]:
    """Arrays of objects, the outermost first, each with the objects around it."""
    queue: deque[tuple[Any, tuple[dict[str, Any], ...]]] = deque([(data, ())])
    for _ in range(_MAX_NODES):
        if not queue:
            return
        node, around = queue.popleft()
        if isinstance(node, list):
            if node and isinstance(node[0], dict):
                yield node, around
            children: list[Any] = node[:20]
        else:
            around = (node, *around)
            children = list(node.values())[:100]
        if len(around) <= _DEPTH:
            queue.extend((child, around) for child in children if isinstance(child, dict | list))


def _entry(row: Any, vantage: Vantage) -> Entry | None:
    if not isinstance(row, dict):
        return None
    members = {str(key).lower(): value for key, value in list(row.items())[:200]}
    title = next((value for key in _TITLES if isinstance(value := members.get(key), str) and value.strip()), "")
    url = next((value for key in _ADDRESSES if isinstance(value := members.get(key), str) and value.strip()), "")
    if not title or not url:
        return None
    if "<" in title:
        title = lay_flat(title[:2_000]).text
    found = (_moment(members[key], vantage) for key in _DATES if key in members)
    return Entry(title=clean(title), url=url.strip(), date=next((date for date in found if date is not None), None))


def _moment(value: Any, vantage: Vantage) -> datetime | None:
    """A date as text, or a time in seconds or milliseconds since 1970."""
    if isinstance(value, str):
        if not value.isdecimal() or len(value) == 8:
            return dates.first(value[:40], vantage)
        value = int(value) if len(value) < 15 else 0
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    seconds = value / 1000 if value > 100_000_000_000 else value
    return datetime.fromtimestamp(seconds, BEIJING) if 631_152_000 <= seconds < 4_102_444_800 else None


def _turned(page: str, rows: int, around: tuple[dict[str, Any], ...]) -> tuple[str, int | None, bool]:
    """The address of the next page (empty: none), the number of pages, whether this is the first."""
    asked = page_of(page)
    size = size_of(page) or rows
    total, pages = _number(around, _TOTALS), _number(around, _PAGES)
    if total is not None and size:
        pages = -(-total // size)
    if asked is None:
        return "", pages, True
    key, number = asked
    more = number < pages if pages is not None else number < _MAX_PAGES
    return with_changed(page, {key: str(number + 1)}) if more else "", pages, number <= 1


def _number(around: tuple[dict[str, Any], ...], names: tuple[str, ...]) -> int | None:
    """A number that the nearest object around a list tells under one of the names."""
    for node in around:
        members = {str(key).lower(): value for key, value in list(node.items())[:200]}
        for name in names:
            value = members.get(name)
            if isinstance(value, str) and value.isdecimal() and len(value) < 9:
                return int(value)
            if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
                return value
    return None
