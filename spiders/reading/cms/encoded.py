"""Pagers that stand in the page as Base64 (云南's sites): a script decodes them when the page is shown."""

import re
from base64 import b64decode
from urllib.parse import unquote_plus

from spiders.reading.cms.seam import Onward, Sight
from spiders.reading.outline import Outline, lay_flat

_LONGEST = 20_000
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{16,}={0,2}\s*\Z")
_NEXT = re.compile(r"下\s?一?\s?页")
_BACK = re.compile(r"上\s?一?\s?页")
_COUNT = re.compile(r"共\s?(\d{1,5})\s?页|\d{1,5}\s?/\s?(\d{1,5})")


def recognise(sight: Sight) -> bool:
    """Whether a script of the page decodes something."""
    return sight.says("atob(")


def onward(sight: Sight) -> Onward | None:
    """The pager within the box ``pages``; None where nothing of the kind stands in it."""
    for box in sight.outline.boxes:
        if box.attrs.get("id") not in ("pages", "page", "pager") or sight.outline.anchors_in(box):
            continue
        text = sight.outline.shown(box)
        if len(text) <= _LONGEST and _BASE64.match(text):
            return _pager(lay_flat(_decoded(text)))
    return None


def _decoded(text: str) -> str:
    try:
        return unquote_plus(b64decode("".join(text.split()), validate=True).decode())
    except ValueError:
        return ""


def _pager(outline: Outline) -> Onward | None:
    links = [(outline.shown(box), box.attr("href")) for box in (outline.boxes[index] for index in outline.anchors)]
    if not links:
        return None
    following = next((href for text, href in links if _NEXT.search(text)), "")
    backward = any(_BACK.search(text) and href[:11] != "javascript:" for text, href in links)
    told = _COUNT.search(outline.text)
    return Onward(next=following, count=int(told[1] or told[2]) if told else None, first=not backward)
