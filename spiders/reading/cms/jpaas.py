"""Hanweb's jpaas 大汉 (the ministries' and many provinces' sites): a page of units that ``unitbuild.js`` fetches.

The script's tag bears what it asks: ``url`` and ``queryData``, an object in single or double quotes. The answer is
JSON with markup in ``data.html``, and the pager in it tells rows, count and page; ``paramJson`` asks for further pages.
The endpoint answers 403 to whoever does not name the page that asks (``spiders.site`` sends it as the Referer).
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from spiders.reading.cms.literals import query_of, with_changed, with_query
from spiders.reading.cms.seam import Answer, Onward, Sight
from spiders.reading.outline import Box, Outline, lay_flat

UNIT = "/front/page/build/unit"
#: Units of one page that are asked; the list is one of the few that are not frame.
_MAX_UNITS = 6
_MAX_DATA = 2_000
#: Units by their names (tagId) that are the frame of a page and no list.
_FRAME = re.compile(
    r"导航|页头|页脚|头部|底部|尾部|版权|面包屑|当前位置|友情|菜单|飘|漂浮|浮窗|搜索|banner|nav|head|foot|logo|search",
    re.IGNORECASE,
)


def recognise(sight: Sight) -> bool:
    """Whether a script of the page is the one that builds units."""
    return sight.loads("unitbuild")


def onward(sight: Sight) -> Onward | None:
    """The units that the page's scripts ask for, or the second page of the one whose first stands in the page."""
    units = list(_units(sight))
    if not units:
        return None
    outline = sight.outline
    pager = next((box for box in outline.boxes if _is_pager(box)), None)
    if pager is None:
        found = tuple(dict.fromkeys(address for _, address in units))[:_MAX_UNITS]
        return Onward(next=found[0], asked=found, held=False)
    before = [address for box, address in units if box < pager.index]
    own = pager.attr("uniturl")
    address = own if UNIT in own and "?" in own else (before or [units[0][1]])[-1]
    following, count, first = _turned(address, pager)
    return Onward(next=following, count=count, first=first)


def answered(data: Any, page: str) -> Answer | None:
    """Read ``{"success": …, "data": {"html": …}}``."""
    inner = data.get("data") if isinstance(data, dict) else None
    html = inner.get("html") if isinstance(inner, dict) else None
    if not isinstance(html, str):
        return None
    outline = lay_flat(html)
    pager = next((box for box in outline.boxes if _is_pager(box)), None)
    following, count, first = _turned(page, pager) if pager is not None and outline.anchors else ("", None, True)
    if pager is None and outline.anchors:
        following, first = _blindly(page, outline)
    return Answer(outline=outline, next=following, count=count, first=first)


def _units(sight: Sight) -> Iterator[tuple[int, str]]:
    """The units of a page that may be lists: place and address."""
    for script in sight.outline.scripts:
        attrs = sight.script_attrs(script.box)
        url, data = attrs.get("url") or "", attrs.get("querydata") or ""
        if UNIT not in url or len(url) > _MAX_DATA:
            continue
        query = _object(data)
        if query and query.get("pageType") != "article" and not _FRAME.search(query.get("tagId", "")):
            yield script.box, with_query(url, query)


def _object(data: str) -> dict[str, str]:
    """An object of plain values, as an attribute bears it; empty when it is none."""
    if not 2 < len(data) <= _MAX_DATA:
        return {}
    for text in (data, data.replace("'", '"')):
        try:
            found = orjson.loads(text)
        except ValueError:
            continue
        if isinstance(found, dict):
            return {key: str(value) for key, value in found.items() if isinstance(value, str | int)}
    return {}


def _is_pager(box: Box) -> bool:
    """Whether a box tells rows and count, by attributes of its own or in one object."""
    attrs = box.attrs
    return ("rows" in attrs and "count" in attrs) or ("querydata" in attrs and "count" in (attrs["querydata"] or ""))


def _turned(address: str, pager: Box) -> tuple[str, int | None, bool]:
    """The address of the page behind the one that a pager stands on, how many there are, whether it is the first."""
    told = {key: value or "" for key, value in pager.attrs.items()} | {
        key.lower(): value for key, value in _object(pager.attr("querydata")).items()
    }
    rows, count, page = (_number(told.get(key, "")) for key in ("rows", "count", "pageno"))
    page = page or _asked_page(address)
    if not rows or count is None:
        return "", None, page == 1
    pages = -(-count // rows)
    return _at(address, page + 1, rows) if page < pages else "", pages, page == 1


def _blindly(address: str, outline: Outline) -> tuple[str, bool]:
    """The page after an answer without a pager: there is one only of an answer that was asked for by its page."""
    asked = _param(address)
    page, size = asked.get("pageNo"), asked.get("pageSize")
    if not isinstance(page, int) or not isinstance(size, int) or len(outline.anchors) < size:
        return "", page in (None, 1)
    return _at(address, page + 1, size), page == 1


def _at(address: str, page: int, rows: int) -> str:
    return with_changed(address, {"paramJson": json.dumps({"pageNo": page, "pageSize": rows}, separators=(",", ":"))})


def _asked_page(address: str) -> int:
    page = _param(address).get("pageNo", 1)
    return page if isinstance(page, int) else _number(str(page)) or 1


def _param(address: str) -> dict[str, Any]:
    try:
        found = orjson.loads(query_of(address).get("paramJson", "") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 9 else None
