"""Hanweb 大汉 jpage: lists that stand as CDATA records in a script of type text/xml, or come so from dataproxy.jsp.

Each record is a piece of markup. The link to ``dataproxy.jsp`` beside them is the pager, not an entry.
"""

import re
from collections.abc import Iterable
from html import unescape

from spiders.reading.outline import Script

#: Records of one store that are read.
MAX_RECORDS = 1_000

_OPEN = "<![CDATA["
_CLOSE = "]]>"
_STORE = re.compile(r"<(?:datastore|recordset)\b", re.IGNORECASE)
_BODY = re.compile(
    r"\s{0,50}(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--[^>]{0,200}-->\s{0,50})?<(?:datastore|recordset)\b", re.IGNORECASE
)
_RECORDS = re.compile(r"<totalrecord>\s?(\d{1,8})\s?</totalrecord>", re.IGNORECASE)
_NEXT = re.compile(
    r"<nextgroup>\s{0,20}<!\[CDATA\[\s{0,20}<a\s[^<>]{0,40}href=[\"']([^\"'<>]{1,1000})[\"']", re.IGNORECASE
)
_TOTAL = re.compile(r"<totalpage>(\d{1,6})</totalpage>", re.IGNORECASE)


def is_store(text: str) -> bool:
    """Whether a body is such a list itself: the answer of dataproxy.jsp."""
    return bool(_BODY.match(text)) and "<record" in text


def records(text: str) -> list[str]:
    """The records of a store, as markup."""
    found: list[str] = []
    start = text.find(_OPEN)
    while start >= 0 and len(found) < MAX_RECORDS:
        end = text.find(_CLOSE, start)
        if end < 0:
            break
        found.append(text[start + len(_OPEN) : end])
        start = text.find(_OPEN, end)
    return found


def from_scripts(scripts: Iterable[Script]) -> list[str]:
    """The records in a page's own scripts."""
    found: list[str] = []
    for script in scripts:
        if "xml" in script.type and _STORE.search(script.code):
            found.extend(records(script.code))
    return found[:MAX_RECORDS]


def next_address(stores: Iterable[str]) -> str:
    """What leads to the records behind those of a store (its ``nextgroup``); empty when nothing does."""
    for store in stores:
        match = _NEXT.search(store, 0, 4_000)
        if match:
            return unescape(match.group(1))
    return ""


def is_unread_store(script: Script) -> bool:
    """Whether a script is a store that says it holds more than the nothing that stands in it."""
    if "xml" not in script.type or not _STORE.search(script.code) or _OPEN in script.code.partition("<recordset")[2]:
        return False
    total = _RECORDS.search(script.code)
    return total is None or int(total.group(1)) > 0


def as_markup(found: Iterable[str]) -> str:
    """The records as one piece of markup that the list reader can read, a row each."""
    return "<div>" + "".join(f"<div class=record>{record}</div>" for record in found) + "</div>"


def total_pages(text: str) -> int | None:
    """Number of pages that the store says it has."""
    match = _TOTAL.search(text)
    return int(match.group(1)) if match else None
