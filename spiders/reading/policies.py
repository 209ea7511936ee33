"""Policies (政策文件): document number (文号), and the ties between a policy and its interpretations (解读)."""

import re
from dataclasses import dataclass

from spiders.reading.links import Resolver
from spiders.reading.outline import Box, Outline
from spiders.reading.text import clean

_NUMBER = re.compile(r"[一-龥]{1,14}[〔\[［（(【﹝]\s?(?:19|20)\d\d\s?[〕\]］）)】﹞]\s?第?\s?\d{1,5}\s?号")
_YEAR = re.compile(r"[〔\[［（(【﹝]\s?(?:19|20)\d\d\s?[〕\]］）)】﹞]")
_LABEL = re.compile(r"(?:发文字号|文\s{0,4}号|发文号|文件编号|文件号|发文文号)\s?[：:\t\n]\s?")
_FORWARD = re.compile(
    r"[【\[]?(?:相关|政策|文件|图文)?(?:政策)?(?:解读|图解|解读材料|解读回应|解读文件|解读链接)[】\]]?[：:]?\Z"
)
_BACK = re.compile(
    r"[【\[]?(?:政策原文|相关文件|原文链接|文件原文|政策文件|关联文件|相关政策|查看原文|原文)[】\]]?[：:]?\Z"
)
_MORE = re.compile(r"更多|more|查看|\W*\Z", re.IGNORECASE)
#: Links of a block that are taken; and where over the text a bare number may stand.
_MAX_TIES = 50
_HEAD = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Links of a policy to its interpretations, or of an interpretation back to its policies."""

    interpretations: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    promised: bool = False
    """Whether the page has a block for interpretations, though perhaps an empty one: a policy page's own."""


def read_number(outline: Outline, content_from: int) -> str:
    """The document number: in a field with its label, else alone on a line or in a box over the text."""
    if not _YEAR.search(outline.text, content_from):
        return ""
    for match in _LABEL.finditer(outline.text, content_from):
        field = outline.text[match.end() : match.end() + 60].lstrip("\t ").split("\n", 1)[0].split("\t", 1)[0]
        number = _NUMBER.search(field)
        if number:
            return clean(number.group()).replace(" ", "")
    head_end = content_from + _HEAD
    for line in outline.text[content_from:head_end].split("\n")[:60]:
        number = _NUMBER.fullmatch(line.strip(" \t（）()"))
        if number:
            return clean(number.group()).replace(" ", "")
    for box in outline.boxes:
        if content_from <= box.start < head_end and 6 < box.end - box.start < 40 and box.tag != "a":
            number = _NUMBER.fullmatch(outline.shown(box).strip())
            if number:
                return clean(number.group()).replace(" ", "")
    return ""


def read_ties(outline: Outline, resolve: Resolver, content_from: int) -> Ties:
    """The links in blocks headed 相关解读, 政策原文 …; links that lead nowhere are none."""
    forward: dict[str, None] = {}
    back: dict[str, None] = {}
    promised = False
    for box in outline.boxes:
        if box.start < content_from or not 2 <= box.end - box.start <= 12:
            continue
        text = outline.shown(box).strip()
        target = forward if _FORWARD.match(text) else back if _BACK.match(text) else None
        if target is None:
            continue
        if box.tag == "a":
            if target is back and (url := resolve(box.attr("href"))):
                back[url] = None
            continue
        promised = promised or target is forward
        for url in _beside(outline, resolve, box):
            target[url] = None
    return Ties(interpretations=tuple(forward)[:_MAX_TIES], policies=tuple(back)[:_MAX_TIES], promised=promised)


def _beside(outline: Outline, resolve: Resolver, heading: Box) -> list[str]:
    """The links of the block that a heading stands over: the nearest box around it that holds any besides 更多."""
    for above in outline.ancestors(heading, 4):
        if above.end - above.start > 1_500 or above.tag == "body":
            break
        anchors = [outline.boxes[index] for index in outline.anchors_in(above)[:_MAX_TIES]]
        anchors = [
            box for box in anchors if box.index > heading.index and not _MORE.match(outline.shown(box).strip() or "空")
        ]
        if anchors:
            return [url for box in anchors if (url := resolve(box.attr("href")))]
    return []
