"""Hanweb 大汉 JCMS: lists that stand as CDATA records in a script of type text/xml, or come so from dataproxy.jsp.

Each record is a piece of markup. The link to ``dataproxy.jsp`` (``morecolumndataproxy.jsp``) beside them is the pager,
not an entry; without it the ``jpage`` call beside the store tells what to ask. Its script sends a form, but the JSP
takes the same names from the query.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape

from spiders.reading.cms.literals import flat, query_of, with_changed, with_query
from spiders.reading.cms.seam import MAX_SEARCHED, Answer, Onward, Sight
from spiders.reading.outline import Script, lay_flat

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
_CALL = re.compile(r"\.jpage\s?\(\s{0,20}\{")
_PROXY = re.compile(r"proxyUrl\s?:\s?[\"']([^\"'\s]{1,300}dataproxy\.jsp[^\"'\s]{0,300})[\"']")
_NUMBER = re.compile(r"(totalRecord|perPage|groupSize)\s?:\s?[\"']?(\d{1,8})")
_ARRAY = re.compile(r"dataStore\s?:\s?([A-Za-z_$][\w$]{0,40})\s?[,}]")
_TEXT = re.compile(r"\s{0,200}(?:'((?:[^'\\\n]|\\.){0,5000})'|\"((?:[^\"\\\n]|\\.){0,5000})\")\s{0,200}([,\]])")
_ESCAPED = re.compile(r"\\(.)")
_DATA = re.compile(r"ajaxParam\s?:\s{0,20}(?=\{)")


def recognise(sight: Sight) -> bool:
    """Whether a script of the page is a store, or calls the pager over one."""
    return sight.says("<recordset", ".jpage(", ".jpage ({")


def onward(sight: Sight) -> Onward | None:
    """The link that a store bears to its next group, else what the ``jpage`` call would ask for."""
    scripts = sight.outline.scripts
    held = len(from_scripts(scripts))
    following = next_address(script.code for script in scripts if "xml" in script.type)
    count = None
    for script in scripts:
        call = _CALL.search(script.code, 0, MAX_SEARCHED)
        if call is not None:
            asked, count = _of_call(script.code[call.start() : call.start() + 8_000], held)
            following = following or asked
            break
    if not following and count is None:
        return None
    return Onward(next=following, count=count, held=held > 0 or not following)


def _of_call(code: str, held: int) -> tuple[str, int | None]:
    """What a ``jpage`` call asks for behind the records at hand, and how many pages it makes of them all."""
    numbers = {name: int(value) for name, value in _NUMBER.findall(code)}
    total, size = numbers.get("totalRecord"), numbers.get("perPage", 0)
    count = -(-total // size) if total is not None and size else None
    proxy, data = _PROXY.search(code), _DATA.search(code)
    form = flat(code, data.end()) if data else None
    if proxy is None or form is None or total is None or not size or held >= total:
        return "", count
    group = size * max(numbers.get("groupSize", 3), 1)
    place = {"startrecord": str(held + 1), "endrecord": str(min(held + group, total)), "perpage": str(size)}
    named = {name: value for name, value in form.items() if value is not None}
    return with_query(unescape(proxy.group(1)), place | named), count


def is_store(text: str) -> bool:
    """Whether a body is such a list itself: the answer of dataproxy.jsp."""
    return bool(_BODY.match(text)) and "<record" in text


def answered(text: str, page: str) -> Answer:
    """Read the answer of dataproxy.jsp. An empty group has none behind it, whatever it says."""
    found = records(text)
    following = (next_address([text]) or _next_records(text, page, len(found))) if found else ""
    return Answer(outline=lay_flat(as_markup(found)), next=following, count=total_pages(text))


def _next_records(text: str, page: str, held: int) -> str:
    """The next group of an answer that was asked for by record numbers."""
    query = query_of(page)
    start, end = query.get("startrecord", ""), query.get("endrecord", "")
    total = _RECORDS.search(text)
    if not (start.isdecimal() and end.isdecimal() and total) or max(len(start), len(end)) > 8:
        return ""
    last, step = int(end), int(end) - int(start) + 1
    if step < 1 or int(start) + held - 1 >= int(total.group(1)):
        return ""
    beyond = min(last + step, int(total.group(1)))
    return with_changed(page, {"startrecord": str(last + 1), "endrecord": str(beyond)}) if beyond > last else ""


def records(text: str) -> list[str]:
    """The records of a store, as markup."""
    found: list[str] = []
    body = text.find("<recordset")
    start = text.find(_OPEN, max(body, 0))
    while start >= 0 and len(found) < MAX_RECORDS:
        end = text.find(_CLOSE, start)
        if end < 0:
            break
        found.append(text[start + len(_OPEN) : end])
        start = text.find(_OPEN, end)
    return found


def from_scripts(scripts: Sequence[Script]) -> list[str]:
    """The records in a page's own scripts: in stores, or in the array that an older ``jpage`` call names."""
    found: list[str] = []
    for script in scripts:
        if "xml" in script.type and _STORE.search(script.code):
            found.extend(records(script.code))
        elif ".jpage" in script.code and not found:
            named = _ARRAY.search(script.code, 0, MAX_SEARCHED)
            found.extend(_array(scripts, named.group(1)) if named and named.group(1) != "null" else ())
    return found[:MAX_RECORDS]


def _array(scripts: Iterable[Script], name: str) -> Iterator[str]:
    """The strings of ``var InitData5521 = ['<tr>…</tr>', …]``."""
    for script in scripts:
        opened = re.search(rf"\b{re.escape(name)}\s?=\s?\[", script.code) if name in script.code else None
        if opened is None:
            continue
        match = _TEXT.match(script.code, opened.end())
        while match is not None:
            yield _ESCAPED.sub(r"\1", match.group(1) or match.group(2) or "")
            match = _TEXT.match(script.code, match.end()) if match.group(3) == "," else None
        return


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
