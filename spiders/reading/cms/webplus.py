"""WebPlus 苏迪: ``…/list.htm`` is followed by ``list2.htm``; articles are ``…/c12a345/page.htm``.

Its pager bears ``em.curr_page`` and ``em.all_pages``: they tell the next page where 下一页 is no link.
"""

import re

from spiders.reading.cms.seam import Onward, Sight
from spiders.reading.outline import Outline

_LIST = re.compile(r"(.*/list)(\d{0,5})\.(htm|psp)\Z")


def recognise(sight: Sight) -> bool:
    """Whether the address is one of its lists and the page loads its scripts, or bears its pager."""
    return bool(_LIST.match(sight.page)) and (
        sight.loads("/_portletPlugs/", "/_upload/tpl/", "/_js/")
        or any((box.attrs.get("id") or "").startswith("wp_paging") for box in sight.outline.boxes)
    )


def onward(sight: Sight) -> Onward | None:
    """The page behind this one, as its pager counts."""
    at = _LIST.match(sight.page)
    count = _told(sight.outline, "all_pages")
    if at is None or count is None:
        return None
    number = int(at.group(2) or 1)
    following = f"{at.group(1)}{number + 1}.{at.group(3)}" if number < count else ""
    return Onward(next=following, count=count, first=number <= 1)


def _told(outline: Outline, name: str) -> int | None:
    for box in outline.boxes:
        if box.tag == "em" and name in (box.attrs.get("class") or ""):
            text = outline.shown(box).strip()
            return int(text) if text.isdecimal() and len(text) < 6 else None
    return None
