"""Which of a page's requests are answered: what its list may come from, and nothing else.

Scripts, and what they ask for by GET, at the usual ports. Pictures, fonts, styles, frames and signals to counters add
nothing to a list and are refused without a word. What is refused although the list might have come from it (a POST,
an odd port) is told: a page of which something is missing is not judged by the rest.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

#: Playwright's names of what a request is for.
_SCRIPT: Final = "script"
_DATA: Final = frozenset({"xhr", "fetch"})
_PORTS: Final = {"http": 80, "https": 443}
#: Requests that count a visit, or show the weather: whatever becomes of them, the list is not in them.
_BESIDE: Final = re.compile(r"visit|count|hits|pv|click|tongji|browse|weather|tianqi", re.IGNORECASE)


class Verdict(StrEnum):
    """What becomes of a request."""

    PAGE = "page"
    """The page itself, which is at hand."""
    FETCH = "fetch"
    REFUSE = "refuse"
    MISSING = "missing"
    """Refused, and the page may lack something."""
    LEAVES = "leaves"
    """The page wants to be another one, or itself once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A request as the policy looks at it."""

    url: str
    method: str
    kind: str
    is_main: bool
    """Whether it would fill the page's own frame."""


def verdict(ask: Ask, page: str, *, shown: bool) -> tuple[Verdict, str]:
    """Say what becomes of a request of the page at address ``page``, and why; ``shown``: it has been given already."""
    if ask.kind == "document":
        return _of_document(ask, page, shown=shown)
    if ask.kind != _SCRIPT and ask.kind not in _DATA:
        return Verdict.REFUSE, ""
    if ask.method != "GET":
        return _missing(ask, f"its script asks by {ask.method}, which an inspection never does")
    if not _is_usual(ask.url, page):
        return _missing(ask, f"its script asks at a port that is not the site's: {ask.url}")
    return Verdict.FETCH, ""


def _of_document(ask: Ask, page: str, *, shown: bool) -> tuple[Verdict, str]:
    if not ask.is_main:
        return Verdict.REFUSE, ""
    if not shown and ask.method == "GET":
        return Verdict.PAGE, ""
    return Verdict.LEAVES, "itself once more" if _bare(ask.url) == _bare(page) else ask.url or "another page"


def is_beside(url: str) -> bool:
    """Whether the page's list is certainly not what is asked for there."""
    return bool(_BESIDE.search(urlsplit(url).path))


def _missing(ask: Ask, why: str) -> tuple[Verdict, str]:
    return (Verdict.REFUSE, "") if is_beside(ask.url) else (Verdict.MISSING, why)


def _is_usual(url: str, page: str) -> bool:
    """Whether an address is on the web's own ports, or at the very place where the page is."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _PORTS or not parts.hostname:
        return False
    return port in (None, _PORTS[parts.scheme]) or parts.netloc == urlsplit(page).netloc


def _bare(url: str) -> str:
    return url.partition("#")[0]
