"""Where a page without content of its own leads on to: a meta refresh, or one script line that sets ``location``.

Many a government site's address answers with nothing but such a page. Its inspector must go where every browser goes,
or it would write that the site has no columns. Nothing is run: an address is taken only where it is written out.
"""

import re

from spiders.reading.links import Resolver
from spiders.reading.outline import Outline

_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?['\"]?\s*([^'\"\s]+)", re.IGNORECASE)
_LOCATION = re.compile(
    r"(?<![\w.])(?:(?:window|self|top|parent|document|this)\.)?location"
    r"(?:(?:\.href)?\s*=|\.(?:assign|replace)\s*\()\s*['\"]([^'\"\s]{1,500})['\"]"
)
#: Seconds after which a page still counts as one that only leads on; longer is a page that reloads itself.
_SOON = 10
#: A page that leads on shows a line ("页面跳转中…") and a link for browsers without scripts, no more.
_TEXT = 200
_LINKS = 5


def read_forward(outline: Outline, resolve: Resolver, page: str) -> str:
    """The canonical address that the page leads on to; empty when it shows content, or several ways are written."""
    if len(outline.text) > _TEXT or len(outline.anchors) > _LINKS:
        return ""
    written = {address for meta in outline.metas if (address := _refresh(meta))}
    if not written:
        written = {match for script in outline.scripts for match in _LOCATION.findall(script.code)}
    found = {address for text in written if (address := resolve(text)) and address != page}
    return found.pop() if len(found) == 1 else ""


def _refresh(meta: dict[str, str | None]) -> str:
    if (meta.get("http-equiv") or "").lower() != "refresh":
        return ""
    match = _REFRESH.match(meta.get("content") or "")
    return match[2] if match and int(match[1]) <= _SOON else ""
