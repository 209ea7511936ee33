"""TRS WCM 拓尔思 and its kin: pagers that a script writes, and lists that come from its search servers (was5, igs).

``createPageHTML(count, index, "name", "ext", …)`` counts from 0 and names further pages ``name_1.ext``; the form with
the pager's element first, ``createPageHTML('id', count, index, 'name', 'ext', rows)``, counts from 1 and names the
second page ``name_2.ext``. Some sites write the same by hand from ``countPage`` and ``currentPage``. An article in
parts (``t20240101_1.html``, ``t20240101_1_1.html``) has such a pager too.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from spiders.reading.cms.literals import PAGE_KEYS, flat, query_of, with_query
from spiders.reading.cms.seam import MAX_ASKED, MAX_SEARCHED, Onward, Sight
from spiders.reading.text import without_comments

_CALL = re.compile(r"createPage(?:HTML)?\w{0,20}\s{0,20}\(([^()]{3,300})\)", re.IGNORECASE)
_COUNT = re.compile(r"\b(?:countPage|pageCount|totalPages?|m_nPageCount|nPageCount)\s*=\s*[\"']?(\d{1,6})")
_CURRENT = re.compile(r"\b(?:currentPage|curPage|pageIndex|nCurrIndex|m_nCurrIndex)\s*=\s*[\"']?(\d{1,6})")
_NAMED = re.compile(r"[\"'](\w{0,40}?)_[\"']\s*\+|\b(?:pageName|sPageName)\s*=\s*[\"']([\w-]{1,40})[\"']")
_FILE = re.compile(r"/([^/?#]*?)(?:_(\d{1,6}))?\.(\w{3,6})(?:[?#].*)?\Z")
_PAGERS = ("createPage", "countPage", "PageCount")
#: Addresses of the search servers, by which lists that no page holds are asked for.
SERVERS = ("/was5/web/search", "/igs/front/search")
_SERVER = re.compile(
    r"[\"']((?:https?://[\w.:-]{1,80})?/(?:was5/web/search|igs/front/search[\w./]{0,60})(?:\?[^\"'<>\s]{0,1500})?)[\"']"
)
_DATA = re.compile(r"\bdata\s?:\s{0,20}(?=\{)")
#: Names of what somebody searches for: such an address is the site's search box, not a list.
_WORDS = ("searchword", "searchword2", "keyword", "q")


def recognise(sight: Sight) -> bool:
    """Whether a script of the page writes such a pager, or asks a search server."""
    return sight.says(*_PAGERS, *SERVERS)


def onward(sight: Sight) -> Onward | None:
    """The pager that the page's scripts would write, else what they would ask a search server for."""
    for script in sight.outline.scripts:
        if not any(mark in script.code for mark in _PAGERS):
            continue
        code = without_comments(script.code[:MAX_SEARCHED])
        found = _from_call(code, sight.page) or _from_count(code, sight.page)
        if found is not None:
            return found
    asked = tuple(dict.fromkeys(_asked(sight)))[:6]
    return Onward(next=asked[0], asked=asked, held=False) if asked else None


def is_list(url: str) -> bool:
    """Whether an address asks a search server for a list, not for what a word finds."""
    if not any(server in url for server in SERVERS):
        return False
    query = query_of(url)
    return bool(query) and not any(value for key, value in query.items() if key.lower() in _WORDS)


def _from_call(code: str, page: str) -> Onward | None:
    for match in _CALL.finditer(code):
        if code[: match.start()].rstrip().endswith("function"):
            continue
        values = [value.strip().strip("\"'") for value in match.group(1).split(",")]
        base = 0
        if len(values) >= 5 and not values[0].isdecimal():
            values, base = values[1:], 1
        if len(values) < 4 or not (values[0].isdecimal() and values[1].isdecimal()):
            continue
        count, place, name, suffix = int(values[0][:7]), int(values[1][:7]), values[2], values[3]
        if not re.fullmatch(r"[\w./-]{1,80}", name) or not re.fullmatch(r"\w{2,6}", suffix):
            continue
        if base == 0 and place == 1 and _is_first(page, name):
            # Counts from 1 after all. The pages behind cannot tell so by themselves: they are named here.
            further = tuple(_beside(page, f"{name}_{n}.{suffix}") for n in range(2, min(count, MAX_ASKED) + 1))
            return Onward(next=further[0] if further else "", count=count, asked=further)
        onward = f"{name}_{place + 1}.{suffix}" if place + 1 < count + base else ""
        return Onward(next=_beside(page, onward), count=count, first=place == base)
    return None


def _is_first(page: str, name: str) -> bool:
    """Whether a page's own file bears no number: it is the first of its list."""
    file = urlsplit(page).path.rpartition("/")[2].partition(".")[0]
    return file in ("", name.rpartition("/")[2])


def _from_count(code: str, page: str) -> Onward | None:
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
    return Onward(next=_beside(page, onward), count=count, first=place == 0)


def _beside(page: str, name: str) -> str:
    return f"{page.split('?', 1)[0].rpartition('/')[0]}/{name}" if name else ""


def _asked(sight: Sight) -> Iterator[str]:
    """The search-server addresses that stand whole in the scripts, or with their data in an object beside them."""
    for script in sight.outline.scripts:
        if not any(server in script.code for server in SERVERS):
            continue
        code = without_comments(script.code[:MAX_SEARCHED])
        for match in _SERVER.finditer(code):
            address = _whole(match.group(1), code, match.end())
            if address and is_list(address):
                yield address


def _whole(written: str, code: str, end: int) -> str:
    """An address as the script would complete it for its first page; empty where that needs more than is written."""
    _, asks, query = written.partition("?")
    if query:
        if not query.endswith("="):
            return written if code[end : end + 20].lstrip()[:1] != "+" else ""
        key = query.rpartition("&")[2].removesuffix("=")
        rest = code[end : end + 80].lstrip()
        closed = re.match(r"\+\s?[\w.]{1,40}\s?[,;)\n]", rest)
        return f"{written}1" if key.lower() in PAGE_KEYS and closed else ""
    data = _DATA.search(code, end, end + 300)
    members = flat(code, data.end()) if data else None
    if not members:
        return ""
    filled = {key: "1" if value is None and key.lower() in PAGE_KEYS else value for key, value in members.items()}
    plain = {key: value for key, value in filled.items() if value is not None}
    return with_query(written.rstrip("?") if asks else written, plain) if len(plain) == len(filled) else ""
