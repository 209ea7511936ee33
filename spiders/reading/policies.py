"""Policies (政策文件): document number (文号), and the ties between a policy and its interpretations (解读)."""

import re
from dataclasses import dataclass

from spiders.reading.links import Resolver
from spiders.reading.outline import Outline
from spiders.reading.text import clean

_NUMBER = re.compile(r"[一-龥]{1,14}[〔\[［（(【﹝]\s?(?:19|20)\d\d\s?[〕\]］）)】﹞]\s?第?\s?\d{1,5}\s?号")
_LABEL = re.compile(r"(?:发文字号|文\s{0,4}号|发文号|文件编号|文件号|发文文号)\s?[：:\t\n]\s?")
_FORWARD = re.compile(
    r"\A[【\[]?(?:相关|政策|文件|图文)?(?:政策)?(?:解读|图解|解读材料|解读回应|解读文件|相关解读|解读链接)[】\]]?[：:]?\Z"
)
_BACK = re.compile(
    r"\A[【\[]?(?:政策原文|相关文件|原文链接|文件原文|解读文件|政策文件|关联文件|相关政策|原文)[】\]]?[：:]?\Z"
)
#: Links of a block that are taken.
_MAX_TIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """Links of a policy to its interpretations, or of an interpretation back to its policies."""

    interpretations: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


def read_number(outline: Outline, content_from: int) -> str:
    """The document number: in a field with its label, else on a line of its own over the text."""
    for match in _LABEL.finditer(outline.text, content_from):
        field = outline.text[match.end() : match.end() + 60].lstrip("\t ").split("\n", 1)[0].split("\t", 1)[0]
        number = _NUMBER.search(field)
        if number:
            return _trimmed(number.group())
    head = outline.text[content_from : content_from + 1_500]
    for line in head.split("\n")[:60]:
        number = _NUMBER.fullmatch(line.strip(" \t（）()"))
        if number:
            return _trimmed(number.group())
    return ""


def _trimmed(number: str) -> str:
    return clean(number).replace(" ", "")


def read_ties(outline: Outline, resolve: Resolver, content_from: int) -> Ties:
    """The links in blocks headed 相关解读, 政策原文 …; empty links are none."""
    forward: dict[str, None] = {}
    back: dict[str, None] = {}
    for box in outline.boxes:
        length = box.end - box.start
        if box.start < content_from or not 2 <= length <= 12 or box.tag in ("a", "title"):
            continue
        text = outline.shown(box).strip()
        target = forward if _FORWARD.match(text) else back if _BACK.match(text) else None
        if target is None:
            continue
        for above in outline.ancestors(box, 3):
            if above.end - above.start > 1_500 or above.tag == "body":
                break
            links = [resolve(outline.boxes[index].attr("href")) for index in outline.anchors_in(above)[:_MAX_TIES]]
            if any(links):
                target.update((url, None) for url in links if url)
                break
    return Ties(interpretations=tuple(forward)[:_MAX_TIES], policies=tuple(back)[:_MAX_TIES])
