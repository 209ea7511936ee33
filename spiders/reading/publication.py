"""When an article was published (发布时间), as its page shows it: by a label, bare under the title, or by a script.

A label is sure (发布时间) or vague (时间： alone, 更新时间); 成文日期, 截止时间 and their like are of another day.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import datetime

from spiders.reading import dates
from spiders.reading.dates import Vantage
from spiders.reading.margin import Where
from spiders.reading.metas import other_dates
from spiders.reading.outline import Box, Outline
from spiders.reading.rules import Rule

_LABEL = re.compile(r"时间|日期|(?:发布|发表)于")
_SURE = re.compile(r"(?:发布|发稿|发表)\Z")
_VAGUE = re.compile(r"(?:发文|更新|公开|公布|上传|录入|添加)\Z")
#: What a bare 时间： may not follow: 成文日期, 截止时间, 办理时间 … are other dates.
_OTHER = re.compile(r"[成印签生止始到效受办填复信留交动会示施布文期限制定案报诉询理馈束结档]\Z")
SOURCE = re.compile(r"[来稿]\s?源于?\s?[：:]\s?")
#: A date line stands this close to the title, in characters of visible text; a vague label farther off is not its own.
NEAR = 300
_MAX_LABELS = 60
#: Boxes under the title that are asked for a date in their attributes, and the longest code that only writes one.
_MAX_UNDER = 60
_MAX_CODE = 400
_LINE, _LINES = 120, 10
#: The publication in JSON-LD, as Baidu (pubDate) and schema.org ask for it.
_LINKED = re.compile(r'"(?:pubDate|datePublished)"\s{0,3}:\s{0,3}"([^"]{8,40})"')
#: What goes on after a date makes it a sentence of the text: 2024年3月1日，县水利局…
_SENTENCE = re.compile(r"[上下]午[，,]|\s?[，,、。；;]|[一-龥][^：:\s]{0,60}[，。]")
_LEAD = re.compile(r"[\s\[【(（|]{0,6}(?:(?:星期|周)[一二三四五六日天]\s*)?")
#: What else stands in the line of an article's date, and what only a sentence has.
_BESIDE = re.compile(r"浏览|阅读|点击|访问|次数|字[号体]|编辑|作者|打印|分享|收藏|责编|来源|\d\d?[:：]\d\d")
_LABELLED = re.compile(r"(?:时间|日期|于|至|自|从|止)\s?[：:]?\s{0,3}\Z")
_PROSE = re.compile(r"[，。；！？、]")


def labels(text: str, start: int) -> Iterator[tuple[re.Match[str], bool]]:
    """The labels of a publication date in a text, and whether each is a sure one (发布时间, not 时间)."""
    for _, match in zip(range(_MAX_LABELS), _LABEL.finditer(text, start), strict=False):
        before = text[max(0, match.start() - 3) : match.start()].rstrip()
        if match.group().endswith("于") or _SURE.search(before):
            yield match, True
        elif _VAGUE.search(before) or (
            text[match.end() : match.end() + 2].lstrip()[:1] in ("：", ":") and not _OTHER.search(before)
        ):
            yield match, False


def shown_date(outline: Outline, start: int, title_end: int, vantage: Vantage) -> datetime | None:
    """The date that the page shows: by a label near the title, bare under it, or by a sure label farther off.

    ``start`` is the offset where the content begins, ``title_end`` that of the title's end or -1.
    """
    near: list[tuple[int, int, datetime, int]] = []
    far: list[tuple[int, datetime, int]] = []
    origin = title_end if title_end >= 0 else start
    for match, strong in labels(outline.text, start):
        found = dates.leading(outline.text[match.end() : match.end() + 60], vantage)
        if found is None:
            continue
        distance = abs(match.start() - origin)
        if distance <= NEAR:
            near.append((0 if strong else 1, distance, found, match.start()))
        elif strong:
            far.append((distance, found, match.start()))
    best = min(near, default=None)
    if best is not None and best[0] == 0:
        return outline.because("published", Rule.PUBLISHED_LABEL, best[2], best[3])
    under = _bare(outline, title_end) or _written(outline, title_end) if title_end >= 0 else None
    if under is not None:
        return under
    if best is not None:
        return outline.because("published", Rule.PUBLISHED_VAGUE, best[2], best[3])
    return outline.because("published", Rule.PUBLISHED_FAR, *min(far)[1:]) if far else None


def tagged_date(outline: Outline, meta: Mapping[str, str]) -> datetime | None:
    """The date that tags give where the page shows none: PubDate, other makers' tags, data for search engines."""
    for rule, text, found in tagged_dates(outline, meta):
        return outline.because("published", rule, found, where=Where.SOURCE, said=text)
    return None


def tagged_dates(outline: Outline, meta: Mapping[str, str]) -> Iterator[tuple[Rule, str, datetime]]:
    """Every date that tags give, the most trusted first: by which rule, from which text."""
    linked = (
        match[1] for script in outline.scripts if "ld+json" in script.type for match in _LINKED.finditer(script.code)
    )
    for rule, texts in (
        (Rule.PUBLISHED_TAG, (meta.get("PubDate", ""),)),
        (Rule.PUBLISHED_OTHER_TAG, other_dates(outline.metas)),
        (Rule.PUBLISHED_DATA, linked),
    ):
        for text in texts:
            found = dates.first(text)
            if found is not None:
                yield rule, text, found


def _bare(outline: Outline, title_end: int) -> datetime | None:
    """A date that begins a line soon under the title and no sentence, or stands in the line of source and counter."""
    after = outline.text[title_end : title_end + NEAR]
    begins = title_end
    for line in after.split("\n")[:_LINES]:
        lead = _LEAD.match(line)
        text = line[lead.end() if lead else 0 :]
        if len(text) > _LINE:
            break
        start = begins + len(line) - len(text)
        for at, end, date in dates.spans(text[: _LINE - 40]):
            alone = (at == 0 and not _SENTENCE.match(text, end)) or SOURCE.search(text[:at])
            if alone or (_stands_apart(text, at, end) and _BESIDE.search(text) and not _PROSE.search(text)):
                return outline.because("published", Rule.PUBLISHED_UNDER, date, start + at, start + end)
        begins += len(line) + 1
    return None


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether blanks or signs part a date from the words beside it, and no label says what date it is."""
    before = text[:start]
    return not before[-1:].isalnum() and not text[end : end + 1].isalnum() and not _LABELLED.search(before)


def _written(outline: Outline, title_end: int) -> datetime | None:
    """A date that a script shows soon under the title: out of an attribute named for it, or out of what it writes."""
    first = bisect_left(outline.boxes, title_end, key=_start)
    for box in outline.boxes[first : first + _MAX_UNDER]:
        if box.start > title_end + NEAR:
            break
        found = dates.from_attributes(box.attrs) if box.attrs else None
        if found is not None:
            return outline.because("published", Rule.PUBLISHED_ATTRIBUTE, found, box.start, box.end)
    for script in outline.scripts:
        if script.box >= first and "document.write" in script.code and len(script.code) <= _MAX_CODE:
            at = outline.boxes[min(script.box, len(outline.boxes) - 1)].start
            if title_end <= at <= title_end + NEAR:
                found = dates.first(script.code)
                return outline.because("published", Rule.PUBLISHED_SCRIPT, found, where=Where.SOURCE, said=script.code)
    return None


def _start(box: Box) -> int:
    return box.start
