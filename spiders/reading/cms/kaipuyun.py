"""The disclosure platform 信息公开目录 of Guangdong's sites (gkmlpt, with 开普云): a directory that is one script.

``/gkmlpt/index`` shows nothing by itself: ``_CONFIG`` holds the site's number and the tree of columns, and for each
column the script asks ``/gkmlpt/api/all/{column}?page=N&sid={site}``: JSON with the column and a hundred articles
(``content/…/post_N.html``). Of an article's times ``create_time`` is shown as 发布日期; ``date`` is when it was written
(成文日期), ``created_at`` when it was entered, and neither stands for the other.
"""

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from infra.records import ColumnSeen
from spiders.reading.cms.literals import query_of, with_changed
from spiders.reading.cms.seam import MAX_ASKED, Answer, Onward, Sight
from spiders.reading.dates import BEIJING
from spiders.reading.lists import MAX_ENTRIES, Entry
from spiders.reading.text import clean

#: Articles of one answer: five pages of the twenty rows that the directory shows.
PAGE_SIZE = 100
_DEPTH = 8
_INDEX = re.compile(r"(.*?/gkmlpt)/m?index(?:[/?]|\Z)")
_API = "/gkmlpt/api/"
_SITE = re.compile(r"[\"']?\bSID[\"']?\s?:\s?[\"']?(\d{1,12})")
_TREE = re.compile(r"[\"']?\bTREE[\"']?\s?:\s?(?=\[)")
_TIMES = ("create_time", "display_publish_time", "first_publish_time")


def recognise(sight: Sight) -> bool:
    """Whether the page is a directory's own page."""
    return "/gkmlpt/" in sight.page and sight.says("_CONFIG")


def onward(sight: Sight) -> Onward | None:
    """What the directory asks for each of its columns."""
    at = _INDEX.match(sight.page.partition("#")[0])
    if at is None:
        return None
    for script in sight.outline.scripts:
        site, tree = _SITE.search(script.code), _TREE.search(script.code)
        if site is None or tree is None:
            continue
        columns = _leaves(_list_at(script.code, tree.end()))
        asked = tuple(f"{at.group(1)}/api/all/{column}?page=1&sid={site.group(1)}" for column in columns[:MAX_ASKED])
        return Onward(next=asked[0] if asked else "", asked=asked, held=False)
    return None


def is_directory(url: str) -> bool:
    """Whether an address is a directory's page, where every column is: it is none of them in particular."""
    return "/gkmlpt/" in url and _INDEX.match(url) is not None


def answered(data: Any, page: str) -> Answer | None:
    """Read ``{"classify": {…}, "articles": […], "total": …}``."""
    if _API not in page or not isinstance(data, dict) or not isinstance(data.get("articles"), list):
        return None
    rows = [row for row in data["articles"] if isinstance(row, dict)]
    place = query_of(page).get("page", "1")
    number = int(place) if place.isdecimal() and len(place) < 7 else 1
    total = _total(data)
    seen = (max(number, 1) - 1) * PAGE_SIZE + len(rows)
    more = len(rows) > 0 and (total is None or seen < total) and (total is not None or len(rows) >= PAGE_SIZE)
    return Answer(
        entries=tuple(entry for row in rows[:MAX_ENTRIES] if (entry := _entry(row)) is not None),
        next=with_changed(page, {"page": str(max(number, 1) + 1)}) if more else "",
        count=None if total is None else -(-total // PAGE_SIZE),
        first=number <= 1,
        column=_column(data.get("classify"), page),
    )


def _total(data: dict[str, Any]) -> int | None:
    """Number of articles that the endpoint lists; ``post_count`` counts others too, which it does not."""
    total = data.get("total")
    return total if isinstance(total, int) and total >= 0 else None


def _entry(row: dict[str, Any]) -> Entry | None:
    title, url = row.get("title"), row.get("url") or row.get("post_url")
    if not isinstance(title, str) or not isinstance(url, str) or not url:
        return None
    return Entry(title=clean(title), url=url, date=next(filter(None, (_moment(row.get(key)) for key in _TIMES)), None))


def _moment(value: Any) -> datetime | None:
    """A time in seconds; what lies before 1990 is a zero or a default."""
    if not isinstance(value, int) or isinstance(value, bool) or not 631_152_000 <= value < 4_102_444_800:
        return None
    return datetime.fromtimestamp(value, BEIJING)


def _column(classify: Any, page: str) -> ColumnSeen | None:
    """The column, at the address by which a reader finds it: the directory's page with the column behind ``#``."""
    if not isinstance(classify, dict) or not isinstance(classify.get("name"), str):
        return None
    name, number = clean(classify["name"]), classify.get("id")
    if not name or not isinstance(number, int):
        return None
    parts = urlsplit(page)
    folder = parts.path.partition(_API)[0]
    return ColumnSeen(url=f"{parts.scheme}://{parts.netloc}{folder}/gkmlpt/index#{number}", path=(name,), name=name)


def _list_at(code: str, start: int) -> list[Any]:
    try:
        found, _ = json.JSONDecoder().raw_decode(code, start)
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _leaves(tree: list[Any], depth: int = 0) -> list[int]:
    """The columns that hold articles themselves; one that leads elsewhere (``jump_url``) is a link like any other."""
    found: list[int] = []
    for node in tree:
        if not isinstance(node, dict) or node.get("jump_url") or not isinstance(node.get("id"), int):
            continue
        children = node.get("children")
        below = _leaves(children, depth + 1) if isinstance(children, list) and depth < _DEPTH else []
        found.extend(below or [node["id"]])
    return found
