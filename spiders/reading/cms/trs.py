"""TRS WCM and its kin: pagers that a script writes.

``createPageHTML(count, index, "name", "ext", …)`` counts from 0 and names further pages ``name_1.ext``; the form with
the pager's element first, ``createPageHTML('id', count, index, 'name', 'ext', rows)``, counts from 1 and names the
second page ``name_2.ext``. Some sites write the same by hand from ``countPage`` and ``currentPage``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from spiders.reading.outline import Script
from spiders.reading.text import without_comments

_CALL = re.compile(r"createPageHTML\w*\s*\(([^()]{3,300})\)", re.IGNORECASE)
_COUNT = re.compile(r"\b(?:countPage|pageCount|totalPages?|m_nPageCount|nPageCount)\s*=\s*[\"']?(\d{1,6})")
_CURRENT = re.compile(r"\b(?:currentPage|curPage|pageIndex|nCurrIndex|m_nCurrIndex)\s*=\s*[\"']?(\d{1,6})")
_NAMED = re.compile(r"[\"'](\w{0,40}?)_[\"']\s*\+|\b(?:pageName|sPageName)\s*=\s*[\"']([\w-]{1,40})[\"']")
_FILE = re.compile(r"/([^/?#]*?)(?:_(\d{1,6}))?\.(\w{3,6})(?:[?#].*)?\Z")


@dataclass(frozen=True, slots=True)
class Call:
    """A pager as a script would write it: pages, this page's place (from 0), address of the next page (or empty)."""

    count: int
    index: int
    next: str


def read_call(scripts: Iterable[Script], page: str) -> Call | None:
    """The pager that the scripts of a page would write; None when they write none."""
    for script in scripts:
        code = script.code
        if "createPageHTML" not in code and "countPage" not in code and "PageCount" not in code:
            continue
        code = without_comments(code[:100_000])
        found = _from_call(code, page) or _from_count(code, page)
        if found is not None:
            return found
    return None


def _from_call(code: str, page: str) -> Call | None:
    for match in _CALL.finditer(code):
        if code[: match.start()].rstrip().endswith("function"):
            continue
        values = [value.strip().strip("\"'") for value in match.group(1).split(",")]
        base = 0
        if len(values) >= 5 and not values[0].isdigit():
            values, base = values[1:], 1
        if len(values) < 4 or not (values[0].isdigit() and values[1].isdigit()):
            continue
        count, place, name, suffix = int(values[0]), int(values[1]), values[2], values[3]
        if not re.fullmatch(r"[\w./-]{1,80}", name) or not re.fullmatch(r"\w{2,6}", suffix):
            continue
        onward = f"{name}_{place + 1}.{suffix}" if place + 1 < count + base else ""
        return Call(count, place - base, _beside(page, onward))
    return None


def _from_count(code: str, page: str) -> Call | None:
    """``var countPage = 31, currentPage = 0``: the file's own name tells how further pages are named."""
    total, current = _COUNT.search(code), _CURRENT.search(code)
    if not total:
        return None
    count = int(total.group(1))
    file = _FILE.search(page)
    name, number, suffix = file.groups() if file else ("index", None, "html")
    named = _NAMED.search(code)
    name = name or (named and (named.group(1) or named.group(2))) or "index"
    place = int(number) if number else int(current.group(1)) if current else 0
    onward = f"{name}_{place + 1}.{suffix}" if place + 1 < count else ""
    return Call(count, place, _beside(page, onward))


def _beside(page: str, name: str) -> str:
    return f"{page.split('?', 1)[0].rpartition('/')[0]}/{name}" if name else ""
