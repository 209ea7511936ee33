"""Flat objects and addresses that stand written out in a script: ``{columnid: 12, webname: '…'}``.

Nothing is run: a value that is no literal (a variable, a call) is told as None, and whoever needs it does without.
"""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

#: Members of one object, and characters of it, that are read.
_MAX_MEMBERS = 60
_MAX_OBJECT = 6_000

_MEMBER = re.compile(
    r"""\s{0,200}(?:["']([^"'\n]{1,60})["']|([\w$-]{1,60}))\s{0,20}:\s{0,20}
    (?:"([^"\\\n]{0,2000})"|'([^'\\\n]{0,2000})'|(-?\d{1,15}(?:\.\d{1,6})?|true|false|null)(?![\w.(+])|[^,{}]{1,300})
    \s{0,200}([,}])""",
    re.VERBOSE,
)
#: Names by which a request's page is told, in small letters.
PAGE_KEYS = frozenset(
    ("page", "pageno", "pagenum", "pagenumber", "pageindex", "currentpage", "curpage", "currpage", "cpage")
)
_SIZE_KEYS = frozenset(("pagesize", "perpage", "prepage", "rows", "limit", "size"))


def flat(code: str, start: int) -> dict[str, str | None] | None:
    """The object that opens at ``start``; None when it is nested, unfinished or too large to be a request's data."""
    if code[start : start + 1] != "{":
        return None
    found: dict[str, str | None] = {}
    at, end = start + 1, min(len(code), start + _MAX_OBJECT)
    while len(found) < _MAX_MEMBERS:
        match = _MEMBER.match(code, at, end)
        if match is None:
            return found if found and code[at:end].lstrip()[:1] == "}" else None
        quoted, bare, double, single, plain, closing = match.groups()
        value = double if double is not None else single if single is not None else plain
        found[quoted or bare] = value
        if closing == "}":
            return found
        at = match.end()
    return None


def with_query(address: str, query: dict[str, str]) -> str:
    """An address with further query arguments, escaped as a browser's script escapes them (UTF-8)."""
    mark = "" if address.endswith(("?", "&")) else "&" if "?" in address else "?"
    return f"{address}{mark}{urlencode(query, quote_via=quote)}"


def query_of(url: str) -> dict[str, str]:
    """The query arguments of an address; of one named twice the last."""
    try:
        return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return {}


def with_changed(url: str, changes: dict[str, str]) -> str:
    """An address with some of its query arguments set anew."""
    return with_query(url.partition("?")[0], query_of(url) | changes)


def page_of(url: str) -> tuple[str, int] | None:
    """The query argument by which an address names its page, and the page; None when it names none."""
    for key, value in query_of(url).items():
        if key.lower() in PAGE_KEYS and value.isdecimal() and len(value) < 7:
            return key, int(value)
    return None


def size_of(url: str) -> int | None:
    """How many entries a page an address asks for; None when it does not say."""
    for key, value in query_of(url).items():
        if key.lower() in _SIZE_KEYS and value.isdecimal() and 0 < len(value) < 6:
            return int(value) or None
    return None
