"""Lists that a system publishes as a file of JSON beside the page (中国政府网 ``ZUIXINZHENGCE.json``).

Only a script that fetches the file names it, as an address that stands written out. What answers is read by the names
of its members (``records``); a file that holds no list says nothing.
"""

import re

from spiders.reading.cms.seam import MAX_SEARCHED, Onward, Sight
from spiders.reading.text import without_comments

#: Files of one page that are asked for.
_MAX_FILES = 4
_FETCHED = re.compile(
    r"(?:getJSON|\$\.get|\$\.ajax|axios(?:\.get)?|fetch)\s?\(\s{0,40}(?:\{[^{}]{0,200}?)?(?:\burl\s?:\s{0,20})?"
    r"[\"']([^\"'<>\s]{1,300}\.json(?:\?[^\"'<>\s]{0,200})?)[\"']\s{0,20}[,)}\n]"
)
#: Files that dress a page: weather, menus, maps, settings.
_DRESS = re.compile(
    r"weather|tianqi|menu|nav|config|setting|manifest|lang|i18n|map|city|area|region|swiper|banner|visit|count",
    re.IGNORECASE,
)


def recognise(sight: Sight) -> bool:
    """Whether a script of the page speaks of such a file."""
    return sight.says(".json")


def onward(sight: Sight) -> Onward | None:
    """The files that the page's scripts fetch. The page may hold its list all the same."""
    found: dict[str, None] = {}
    for script in sight.outline.scripts:
        if ".json" not in script.code:
            continue
        for match in _FETCHED.finditer(without_comments(script.code[:MAX_SEARCHED])):
            name = match.group(1).partition("?")[0].rpartition("/")[2]
            if not _DRESS.search(name):
                found.setdefault(match.group(1))
    asked = tuple(found)[:_MAX_FILES]
    return Onward(asked=asked) if asked else None


def is_file(url: str) -> bool:
    """Whether an address is such a file's: no reader is led to one."""
    return url.partition("?")[0].endswith(".json")
