"""VSB 博达网站群: lists that count down. ``gzdt.htm`` is followed by ``gzdt/35.htm``, and ``gzdt/1.htm`` is the oldest.

The pager's links say so themselves; where a template shows none, or leaves out how many there are, the script behind
its "go to page" field tells: ``_simple_list_gotopage_fun(36, …)``.
"""

import re

from spiders.reading.cms.seam import Onward, Sight

_GO = re.compile(r"_simple_list_gotopage_fun\(\s?(\d{1,5})\s?,")
_PAGE = re.compile(r"(.*)/(\d{1,5})\.(htm|html)\Z")
_LIST = re.compile(r"(.*/[\w-]{1,80})\.(htm|html)\Z")
_HANDLERS = ("onclick", "onkeydown", "onkeypress", "href")


def recognise(sight: Sight) -> bool:
    """Whether the page loads the system's own scripts."""
    return sight.loads("system/resource/js/")


def onward(sight: Sight) -> Onward | None:
    """The page behind this one by the number of pages; None where the page does not tell that number."""
    count = _count(sight)
    if count is None:
        return None
    path = sight.page.partition("#")[0]
    if "?" in path:  # the pages of list.jsp are told apart by a number in the query, which its links bear
        return None
    page, whole = _PAGE.match(path), _LIST.match(path)
    if page is not None and 0 < int(page.group(2)) < count:
        number = int(page.group(2))
        following = f"{page.group(1)}/{number - 1}.{page.group(3)}" if number > 1 else ""
        return Onward(next=following, count=count, first=False)
    if whole is not None and page is None:
        following = f"{whole.group(1)}/{count - 1}.{whole.group(2)}" if count > 1 else ""
        return Onward(next=following, count=count)
    return None


def _count(sight: Sight) -> int | None:
    for script in sight.outline.scripts:
        match = _GO.search(script.code) if "_simple_list_gotopage_fun" in script.code else None
        if match:
            return int(match.group(1))
    for box in sight.outline.boxes:
        if box.tag not in ("a", "input", "button", "span"):
            continue
        for name in _HANDLERS:
            told = box.attrs.get(name)
            match = _GO.search(told) if told and "_gotopage_fun" in told else None
            if match:
                return int(match.group(1))
    return None
