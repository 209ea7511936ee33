"""网站名称: what a home page calls its site by, in its title bar and in its head.

Many heads are one picture. Words for it (alt, title) are read as what it shows; a picture without such words, a box
that a style sheet fills and a head that a script loads may hold the name, and nothing can be said then.
"""

import re

from infra.features import PlateSeen
from spiders.reading.outline import Box, Outline
from spiders.reading.text import clean

#: Characters of a page's text, and elements, among which its head stands.
_HEAD_TEXT = 600
_HEAD_BOXES = 600
#: Names of one head that are kept.
_MOST = 12
_PICTURES = frozenset(("img", "embed", "picture"))
#: What an office or a site is called by in the end.
_NAME = re.compile(
    r"(?:政府|人大|政协|法院|局|委|委员会|办公室|办|厅|院|署|会|中心|处|站|所|队|馆|公司|集团|学校|大学|学院|银行|门户|网)\Z"
    r"|\A中国[·•]?[\u4e00-\u9fff]{2,10}\Z"
)
_BETWEEN = re.compile(r"[\s|｜,，。！!：:—–\-_/>》《“”\"()（）]+")
_BANNER = re.compile(r"head|logo|banner|\btop|site_?-?name|site_?-?title")
_ICON = re.compile(r"ico|search|weixin|wechat|weibo|\bwx|\bwb|qr|ewm|btn|button|arrow|tianqi|weather", re.IGNORECASE)
_HEAD_FILE = re.compile(r"(?:head|top|banner|logo|common)[^/?#]{0,60}\Z", re.IGNORECASE)
_LOADED = re.compile(r"\.(?:load|get)\s?\(\s?[\"']([^\"'<>\s]{1,200})[\"']")


def read_plate(outline: Outline) -> PlateSeen:
    """The names that a home page shows over its content."""
    shown = dict.fromkeys(_names(outline.text[:_HEAD_TEXT]))
    pictured = _is_loaded(outline)
    for box in outline.boxes[:_HEAD_BOXES]:
        if box.start > _HEAD_TEXT:
            break
        if box.hidden:
            continue
        if box.tag in _PICTURES:
            words = _names(f"{box.attr('alt')} {box.attr('title')}")
            shown.update(dict.fromkeys(words))
            pictured = pictured or not (words or _ICON.search(f"{box.attr('src')} {box.label}"))
        else:
            pictured = pictured or _is_painted(outline, box)
    return PlateSeen(bar=clean(outline.title, 120), shown=tuple(shown)[:_MOST], pictured=pictured)


def _names(text: str) -> list[str]:
    """The words of a text that are names of offices or sites."""
    return [word for part in _BETWEEN.split(text) if 4 <= len(word := clean(part, 60)) <= 40 and _NAME.search(word)]


def _is_painted(outline: Outline, box: Box) -> bool:
    """Whether a style may fill a box with a picture: it says so, or is called a banner and shows nothing."""
    if "background" in box.attr("style")[:500].lower() and "url(" in box.attr("style")[:500].lower():
        return True
    if box.end > box.start or not _BANNER.search(box.label):
        return False
    return not any(inner.tag in _PICTURES for inner in outline.inside(box, 20))


def _is_loaded(outline: Outline) -> bool:
    """Whether a script or a frame that is a head by its name brings more than the page shows."""
    files = [box.attr("src") for box in outline.boxes if box.tag in ("iframe", "script")]
    for script in outline.scripts:
        if ".load" in script.code or ".get" in script.code:
            files += _LOADED.findall(script.code[:100_000])
    return any(_HEAD_FILE.search(re.split(r"[?#]", file, maxsplit=1)[0]) for file in files)
